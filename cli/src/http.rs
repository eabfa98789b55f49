//! What providers and stores have in common: how requests are sent and retried.

use std::time::{Duration, SystemTime};

use ureq::Agent;
use ureq::config::ConfigBuilder;
use ureq::http::{HeaderMap, header::RETRY_AFTER};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::typestate::AgentScope;

/// Returns a configuration with the system's proxy and certificates, for `connections` connections.
pub(crate) fn config(connections: usize) -> ConfigBuilder<AgentScope> {
    Agent::config_builder()
        .http_status_as_error(false)
        // Another host might receive a key or a signature.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_idle_connections(connections)
        .max_idle_connections_per_host(connections)
        .user_agent(concat!("daytally/", env!("CARGO_PKG_VERSION")))
        .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
}

/// Returns the wait that a server requests: seconds, or an HTTP date
/// (<https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>).
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match value.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        // More seconds than fit a number.
        Err(_) if is_whole(value) => Some(Duration::MAX),
        Err(_) => httpdate::parse_http_date(value).ok()?.duration_since(now).ok(),
    }
}

fn is_whole(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_seconds_or_a_moment() {
        let now = httpdate::parse_http_date("Mon, 23 Nov 2026 04:00:00 GMT").unwrap();
        let wait = |value: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())]);
            retry_after(&headers, now).map(|wait| wait.as_secs())
        };
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait(" 0 "), Some(0));
        assert_eq!(wait("99999999999999999999999"), Some(u64::MAX));
        assert_eq!(wait("Mon, 23 Nov 2026 04:01:30 GMT"), Some(90));
        assert_eq!(wait("Mon, 23 Nov 2026 03:59:00 GMT"), None);
        for none in ["-1", "soon", "1.5", ""] {
            assert_eq!(wait(none), None, "{none}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
