//! The options of a service.

use std::num::NonZeroUsize;

use super::url::{authority, has_port, is_http, without_secrets};
use super::{HttpService, Service, YouTube, YouTubeMethod};
use crate::error::{Error, ErrorCode, Result};
use crate::snapshot::CountSource;

/// The maximum number of calls in flight; on the command line each has a thread.
const MAX_CALLS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(999);

/// The name of a provider that is called from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub enum ServiceName {
    /// The YouTube Data API.
    Youtube,
    /// A company's own service.
    Http,
    /// A function of the page, which is called and answers like a company's own service.
    Callback,
}

impl ServiceName {
    pub(in crate::snapshot) fn as_str(self) -> &'static str {
        match self {
            Self::Youtube => "youtube",
            Self::Http => "http",
            Self::Callback => "callback",
        }
    }
}

/// The service, its limits and its key. It has no `Debug`, so that the key is not shown.
#[derive(Clone)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct ServiceOptions {
    /// The service.
    pub provider: ServiceName,
    /// The URL: required for `http`; for `youtube`, replaces Google's up to `/v3`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub url: Option<String>,
    /// The method of `youtube`; `videos.list` if absent.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub method: Option<YouTubeMethod>,
    /// The key of `youtube`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub key: Option<String>,
    /// Names and values of additional headers of `http`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "[string, string][]"))]
    pub headers: Vec<(String, String)>,
    /// Ids per call; the service's maximum if absent.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "number"))]
    pub batch_size: Option<NonZeroUsize>,
    /// Calls in flight; 4 if absent.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "number"))]
    pub concurrency: Option<NonZeroUsize>,
    /// The maximum number of calls that begin in a second; no limit if absent.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub per_second: Option<f64>,
    /// Units that may be used in a day, which ends at midnight in California; the service's quota
    /// if absent.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub daily_units: Option<u64>,
}

impl ServiceOptions {
    /// Creates the default options of a service.
    pub fn new(provider: ServiceName) -> Self {
        Self {
            provider,
            url: None,
            method: None,
            key: None,
            headers: Vec::new(),
            batch_size: None,
            concurrency: None,
            per_second: None,
            daily_units: None,
        }
    }

    /// Returns the service.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) if a URL, a key or a number is missing or
    /// not valid; [`Provider`](crate::ErrorCode::Provider) if a call would have more ids than the
    /// service accepts.
    pub fn service(&self) -> Result<Box<dyn Service>> {
        let key = self.key.as_deref().unwrap_or_default().trim();
        if self.provider == ServiceName::Youtube && key.is_empty() {
            return Err(wrong("the YouTube Data API needs a key"));
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(
                wrong("the key has a character that no key has, such as a space").remedy("Copy it again.")
            );
        }
        self.service_with(key)
    }

    /// Returns the service with a key.
    pub(super) fn service_with(&self, key: &str) -> Result<Box<dyn Service>> {
        let service: Box<dyn Service> = match self.provider {
            ServiceName::Youtube => self.youtube(key)?,
            ServiceName::Http => {
                let url = self.url.as_deref().filter(|url| is_http(url));
                let url = url.ok_or_else(|| wrong("the service has no URL").expected("http(s)://…"))?;
                self.http(url)
            }
            ServiceName::Callback => self.http(""),
        };
        if self.url.as_deref().is_some_and(|url| authority(url).is_some_and(|host| host.contains('@'))) {
            // The message must not show the URL, because it holds a secret.
            return Err(wrong("the URL contains a user name or a password")
                .remedy("Put them into a header such as Authorization."));
        }
        if let Some(url) = self.url.as_deref().filter(|url| !has_port(url)) {
            let found = authority(url).unwrap_or_default();
            return Err(wrong("the URL's port is not valid").expected("a port from 1 to 65535").found(found));
        }
        service.terms().batch_size(self.batch_size)?;
        if self.per_second.is_some_and(|rate| !(rate > 0.0 && rate.is_finite())) {
            return Err(
                wrong("the rate is not a valid number of calls per second").expected("a number above 0")
            );
        }
        if self.concurrency.is_some_and(|calls| calls > MAX_CALLS) {
            return Err(wrong("too many calls in flight").expected(format!("at most {MAX_CALLS}")));
        }
        if self.daily_units == Some(0) {
            return Err(wrong("the daily units are not a valid limit").expected("a number above 0"));
        }
        Ok(service)
    }

    /// Returns the provider, as results state it.
    pub fn source(&self) -> CountSource {
        CountSource::new(self.provider.as_str(), self.plain_url())
    }

    fn youtube(&self, key: &str) -> Result<Box<dyn Service>> {
        let method = self.method.unwrap_or(YouTubeMethod::List);
        let mut youtube = YouTube::new(key, method);
        if let Some(url) = self.url.as_deref().map(str::trim).filter(|url| !url.is_empty()) {
            if !is_http(url) {
                return Err(wrong("the URL of the YouTube Data API is not valid").expected("http(s)://…/v3"));
            }
            youtube = youtube.at(url.trim_end_matches('/'));
        }
        if let (YouTubeMethod::BatchGetStats, Some(size)) = (method, self.batch_size) {
            youtube = youtube.with_batch_limit(size);
        }
        Ok(Box::new(youtube))
    }

    fn http(&self, url: &str) -> Box<dyn Service> {
        let service = HttpService::new(url.trim(), self.headers.clone());
        Box::new(match self.batch_size {
            Some(size) => service.with_batch_limit(size),
            None => service,
        })
    }

    /// Returns the URL without parts that may be secret.
    pub(in crate::snapshot) fn plain_url(&self) -> String {
        without_secrets(self.url.as_deref().unwrap_or_default())
    }
}

/// Returns the error of an option that is not valid.
pub(in crate::snapshot) fn wrong(what: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(change: impl Fn(&mut ServiceOptions)) -> Error {
        let mut options =
            ServiceOptions { key: Some("k".into()), ..ServiceOptions::new(ServiceName::Youtube) };
        change(&mut options);
        options.service().err().unwrap()
    }

    #[test]
    fn what_cannot_be_asked_is_reported_before() {
        assert!(refusal(|options| options.key = None).to_string().contains("key"));
        assert!(refusal(|options| options.key = Some("a b".into())).to_string().contains("space"));
        assert!(refusal(|options| options.url = Some("ftp://x".into())).to_string().contains("URL"));
        let secret = refusal(|options| options.url = Some("https://me:pass@example.org/v3".into()));
        assert!(secret.to_string().contains("password") && !secret.to_string().contains("pass@"));
        assert!(refusal(|options| options.per_second = Some(0.0)).to_string().contains("rate"));
        assert!(refusal(|options| options.daily_units = Some(0)).to_string().contains("daily units"));
        let many = refusal(|options| options.concurrency = Some(NonZeroUsize::MAX));
        assert!(many.to_string().contains("at most 1000"));
        assert!(refusal(|options| options.provider = ServiceName::Http).to_string().contains("URL"));
        let many = refusal(|options| options.batch_size = NonZeroUsize::new(51));
        assert_eq!(many.code(), ErrorCode::Provider);
        assert_eq!(many.to_string(), "Too many (51) videos in the list. Expected up to 50");
    }

    #[test]
    fn a_port_is_checked_before_a_call_is_made() {
        for (url, valid) in [
            ("http://127.0.0.1:99999/x", false),
            ("http://a:port/", false),
            ("http://a:0/", false),
            ("http://a:65535/x:99999", true),
            ("http://[::1]/x", true),
            ("http://[::1]:80/x", true),
            ("http://a:/x", true),
            ("https://a", true),
        ] {
            let url = Some(url.to_owned());
            let options = ServiceOptions { url, ..ServiceOptions::new(ServiceName::Http) };
            assert_eq!(options.service().is_ok(), valid, "{:?}", options.url);
        }
    }
}
