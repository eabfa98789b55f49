//! Parts of a URL.

/// Returns whether the port of a URL, if it has one, is valid.
pub(super) fn has_port(url: &str) -> bool {
    let host = authority(url).unwrap_or_default();
    // An IPv6 address has colons of its own, in brackets.
    match host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')) {
        Some((_, port)) => port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0),
        None => true,
    }
}

/// Returns the user, host and port of a URL.
pub(super) fn authority(url: &str) -> Option<&str> {
    url.split_once("://")?.1.split(['/', '?', '#']).next()
}

/// Returns whether a URL is one of HTTP.
pub(super) fn is_http(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| url.trim().starts_with(scheme))
}

/// Returns a URL without parts that may be secret: a user name, a password, a query.
pub(super) fn without_secrets(url: &str) -> String {
    let url = url.trim().split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    match url.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
            let host = host.rsplit('@').next().unwrap_or_default();
            format!("{scheme}://{host}{path}")
        }
        None => url.to_owned(),
    }
}
