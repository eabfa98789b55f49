//! The place that a URL names.

use crate::encoding::{check_key, decode, encode_path};
use crate::error::{Reason, Result, StoreError};
use crate::secret::Secret;

/// A kind of store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreKind {
    /// S3, and stores with its interface.
    S3,
    /// Google Cloud Storage.
    Gcs,
    /// Azure Blob Storage.
    Azure,
    /// Any server of http or https.
    Http,
}

/// The place that a URL names. `Debug` does not print its query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The kind of store.
    pub kind: StoreKind,
    /// The host with its scheme, as `https://views.example:8080`. Of a store whose host is chosen by
    /// options, it is empty.
    pub origin: String,
    /// The bucket or the container; empty for http.
    pub container: String,
    /// The object's key, or the folder's with a `/` at its end; it is not encoded. For http, it is the
    /// decoded path without its first `/`.
    pub key: String,
    /// The encoded path, for http.
    pub path: String,
    /// The query, which may be a signature, for http.
    pub query: Option<Secret>,
    scheme: String,
}

impl Location {
    /// Returns whether text begins like a URL of a store or of http.
    pub fn is_url(text: &str) -> bool {
        text.split_once("://").is_some_and(|(scheme, _)| kind(&scheme.to_ascii_lowercase()).is_some())
    }

    /// Parses a URL: `s3://bucket/key`, `gs://bucket/key`, `az://container/key`,
    /// `abfss://container@account.dfs.core.windows.net/key`, `https://host/path`.
    ///
    /// Keys are taken as they are; the path of an http URL may be percent-encoded.
    ///
    /// # Errors
    ///
    /// [`Reason::Invalid`] for any other URL; the error does not show its query.
    pub fn parse(text: &str) -> Result<Self> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let scheme = scheme.to_ascii_lowercase();
        let kind = kind(&scheme).ok_or_else(|| {
            StoreError::new(Reason::Invalid, "the scheme of the URL is not known")
                .expected("s3, gs, az, abfss, http or https")
                .found(format!("{scheme:?}"))
        })?;
        if kind == StoreKind::Http {
            return http(scheme, rest);
        }
        let (authority, key) = rest.split_once('/').unwrap_or((rest, ""));
        let (container, host) = match authority.split_once('@') {
            Some((container, host)) if kind == StoreKind::Azure => (container, Some(host)),
            _ => (authority, None),
        };
        check_container(container)?;
        check_key(key)?;
        let origin = host.map(azure_origin).transpose()?.unwrap_or_default();
        let (container, key) = (container.to_owned(), key.to_owned());
        Ok(Self { kind, origin, container, key, path: String::new(), query: None, scheme })
    }

    /// Returns whether it can only be a folder: it ends in `/`, or is a whole bucket.
    pub fn is_folder(&self) -> bool {
        self.key.is_empty() || self.key.ends_with('/')
    }

    /// Returns the URL to be shown, without the query.
    pub fn shown(&self) -> String {
        match self.kind {
            StoreKind::Http => format!("{}{}", self.origin, self.path),
            StoreKind::Azure if !self.origin.is_empty() => {
                let host = self.origin.trim_start_matches("https://").replacen(".blob.", ".dfs.", 1);
                format!("{}://{}@{host}/{}", self.scheme, self.container, self.key)
            }
            _ => format!("{}://{}/{}", self.scheme, self.container, self.key),
        }
    }
}

fn kind(scheme: &str) -> Option<StoreKind> {
    match scheme {
        "s3" | "s3a" | "s3n" => Some(StoreKind::S3),
        "gs" | "gcs" => Some(StoreKind::Gcs),
        "az" | "azure" | "abfs" | "abfss" => Some(StoreKind::Azure),
        "http" | "https" => Some(StoreKind::Http),
        _ => None,
    }
}

fn check_container(name: &str) -> Result<()> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.$".contains(&byte);
    if (1..=255).contains(&name.len()) && name.bytes().all(is_plain) && !name.starts_with('.') {
        return Ok(());
    }
    Err(StoreError::new(Reason::Invalid, "the name of the bucket is not valid")
        .expected("letters, digits and -_.$")
        .found(format!("{name:?}")))
}

/// Returns the origin of the blobs of a host of Azure Data Lake.
fn azure_origin(host: &str) -> Result<String> {
    let host = host.to_ascii_lowercase();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    if host.bytes().all(is_plain) && (host.contains(".dfs.") || host.contains(".blob.")) {
        return Ok(format!("https://{}", host.replacen(".dfs.", ".blob.", 1)));
    }
    Err(StoreError::new(Reason::Invalid, "the host of the Azure account is not valid")
        .expected("ACCOUNT.dfs.core.windows.net")
        .found(format!("{host:?}")))
}

fn http(scheme: String, rest: &str) -> Result<Location> {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let origin = origin(&scheme, authority)?;
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(Secret::new(query))),
        None => (rest, None),
    };
    if path.contains('#') || query.as_ref().is_some_and(|query| query.reveal().contains('#')) {
        return Err(StoreError::new(
            Reason::Invalid,
            "the URL has a #, which begins a part that is not sent",
        )
        .remedy("If it belongs to the name, write %23."));
    }
    let path = encode_path(if path.is_empty() { "/" } else { path });
    for segment in path.split('/') {
        if decode(segment)?.contains('/') {
            return Err(StoreError::new(Reason::Invalid, "a name in the URL has an encoded /")
                .found(format!("{segment:?}")));
        }
    }
    let key = decode(path.trim_start_matches('/'))?;
    check_key(&key)?;
    Ok(Location { kind: StoreKind::Http, origin, container: String::new(), key, path, query, scheme })
}

/// Returns an origin in its one spelling.
pub(crate) fn origin(scheme: &str, authority: &str) -> Result<String> {
    let invalid = |what: &str| StoreError::new(Reason::Invalid, what);
    if authority.contains('@') {
        // What is before it may be a password.
        return Err(invalid("the URL has a user's name").remedy("Give the URL without it."));
    }
    let authority = authority.to_ascii_lowercase();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:[]".contains(&byte);
    if authority.is_empty() || authority.starts_with(':') || !authority.bytes().all(is_plain) {
        return Err(invalid("the host of the URL is not valid")
            .expected("a name in ASCII, such as views.example")
            .found(format!("{authority:?}")));
    }
    let usual = if scheme == "http" { ":80" } else { ":443" };
    Ok(format!("{scheme}://{}", authority.strip_suffix(usual).unwrap_or(&authority)))
}

/// Returns the origin of an endpoint, and its path without a `/` at the end.
pub(crate) fn split_endpoint(endpoint: &str) -> Result<(String, String)> {
    let invalid = || {
        StoreError::new(Reason::Invalid, "the endpoint is not valid")
            .expected("a URL of http or https without a query, such as http://127.0.0.1:9000")
    };
    let (scheme, rest) = endpoint.split_once("://").ok_or_else(invalid)?;
    let scheme = scheme.to_ascii_lowercase();
    if !["http", "https"].contains(&scheme.as_str()) || rest.contains(['?', '#']) {
        return Err(invalid());
    }
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Ok((origin(&scheme, authority)?, path.trim_end_matches('/').to_owned()))
}

/// Returns the domain of AWS's services in a region.
pub(crate) fn aws_domain(region: &str) -> &'static str {
    if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (StoreKind, String, String, String) {
        let location = Location::parse(text).unwrap();
        (location.kind, location.origin, location.container, location.key)
    }

    #[test]
    fn urls_name_places() {
        let s3 = |key: &str| (StoreKind::S3, String::new(), "b".to_owned(), key.to_owned());
        assert_eq!(parts("s3://b"), s3(""));
        assert_eq!(parts("S3A://b/x/a%20b +&ü?#"), s3("x/a%20b +&ü?#"));
        assert_eq!(parts("s3://b//x"), s3("/x"));
        let azure = ("https://acc.blob.core.windows.net", "c", "p/");
        assert_eq!(
            parts("abfss://c@acc.dfs.core.windows.net/p/"),
            (StoreKind::Azure, azure.0.into(), azure.1.into(), azure.2.into())
        );
        assert_eq!(parts("az://c/p"), (StoreKind::Azure, String::new(), "c".into(), "p".into()));
        assert_eq!(
            parts("https://H.example:443/a%20b/ü.parquet?sig=x/y"),
            (StoreKind::Http, "https://h.example".into(), String::new(), "a b/ü.parquet".into())
        );
        assert_eq!(parts("http://[::1]:9").1, "http://[::1]:9");
    }

    #[test]
    fn queries_are_not_shown() {
        let location = Location::parse("https://h/a b?sig=hidden").unwrap();
        assert_eq!(location.shown(), "https://h/a%20b");
        assert!(!format!("{location:?}").contains("hidden"));
        for shown in ["s3://b/a b%", "abfss://c@acc.dfs.core.windows.net/p/", "gs://b/"] {
            assert_eq!(Location::parse(shown).unwrap().shown(), shown);
        }
    }

    #[test]
    fn other_texts_are_refused_without_their_secrets() {
        for text in [
            "s3://",
            "s3://a b/c",
            "s3://b/x/../y",
            "ftp://hidden/x",
            "https://me:hidden@h/x",
            "https:///x?hidden",
            "https://h/a%2fb?hidden",
            "https://h/%2e%2e/b?hidden",
            "https://h/a?hidden#b",
            "https://h/%ff?hidden",
            "abfss://c@hidden/p",
        ] {
            let error = Location::parse(text).unwrap_err();
            assert_eq!(error.reason == Reason::Invalid, !text.contains("%ff"), "{text}");
            assert!(!error.to_string().contains("hidden") || text.contains("@hidden/p"), "{error}");
        }
        assert!(Location::is_url("S3://b") && !Location::is_url("file://b") && !Location::is_url("C:/b"));
    }
}
