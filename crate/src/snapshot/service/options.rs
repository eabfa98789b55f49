//! The options of a service.

use std::num::NonZeroUsize;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::{HttpService, Service, YouTube, YouTubeMethod};
use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::snapshot::pace::{Limits, Pace};
use crate::snapshot::{CountSource, Fetch, Ledger, LedgerHeader, Retry, SnapshotJob};

/// The names of the options in JSON.
const NAMES: &[&str] =
    &["provider", "url", "method", "key", "headers", "batchSize", "concurrency", "perSecond", "dailyUnits"];
/// The characters that a file name keeps.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');
/// The default number of calls in flight.
const CONCURRENCY: NonZeroUsize = NonZeroUsize::MIN.saturating_add(3);
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
    fn as_str(self) -> &'static str {
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

    /// Parses options as JSON, with the names of the page.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption), with the name that is not an option.
    pub fn from_json(text: &str) -> Result<Self> {
        let read: Value = serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?;
        let fields = read.as_object().ok_or_else(|| wrong("the provider's options are not an object"))?;
        if let Some(name) = fields.keys().find(|name| !NAMES.contains(&name.as_str())) {
            let known = format!("one of {}", NAMES.join(", "));
            return Err(wrong(&format!("there is no provider option {name:?}")).expected(known));
        }
        let unfit = |name: &str, expected: &str| {
            let found = if is_secret(name) { "another type".to_owned() } else { read[name].to_string() };
            wrong(&format!("the provider option {name:?} is not valid")).expected(expected).found(found)
        };
        let text = |name: &str| match &read[name] {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text.clone())),
            _ => Err(unfit(name, "text")),
        };
        let provider = match text("provider")?.as_deref() {
            Some("youtube") => ServiceName::Youtube,
            Some("http") => ServiceName::Http,
            Some("callback") => ServiceName::Callback,
            _ => return Err(unfit("provider", "youtube, http or callback")),
        };
        let method = match text("method")?.as_deref() {
            None => None,
            Some("list") => Some(YouTubeMethod::List),
            Some("batchGetStats") => Some(YouTubeMethod::BatchGetStats),
            Some(_) => return Err(unfit("method", "list or batchGetStats")),
        };
        let count = |name: &str| match &read[name] {
            Value::Null => Ok(None),
            value => {
                let count = value.as_u64().filter(|&count| count > 0);
                count.map(Some).ok_or_else(|| unfit(name, "a whole number above 0"))
            }
        };
        let size = |name: &str| {
            let size = |count| NonZeroUsize::new(usize::try_from(count).unwrap_or(usize::MAX));
            Ok::<_, Error>(count(name)?.and_then(size))
        };
        let per_second = match &read["perSecond"] {
            Value::Null => None,
            value => Some(value.as_f64().ok_or_else(|| unfit("perSecond", "a number above 0"))?),
        };
        let pair = |pair: &Value| match pair.as_array()?.as_slice() {
            [name, value] => Some((name.as_str()?.to_owned(), value.as_str()?.to_owned())),
            _ => None,
        };
        let headers = match &read["headers"] {
            Value::Null => Some(Vec::new()),
            headers => headers.as_array().and_then(|each| each.iter().map(pair).collect()),
        };
        Ok(Self {
            provider,
            url: text("url")?,
            method,
            key: text("key")?,
            headers: headers.ok_or_else(|| unfit("headers", "a list of pairs of a name and a value"))?,
            batch_size: size("batchSize")?,
            concurrency: size("concurrency")?,
            per_second,
            daily_units: count("dailyUnits")?,
        })
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
        CountSource::new(self.provider.as_str(), self.address())
    }

    /// Returns the header of the ledger of a job.
    pub fn header(&self, run_date: Day) -> LedgerHeader {
        LedgerHeader::new(self.provider.as_str(), &self.address(), &run_date.to_string())
    }

    /// Returns a job over a number of streams of ids that resumes from its ledger.
    ///
    /// # Errors
    ///
    /// As [`service`](Self::service); [`InvalidOption`](crate::ErrorCode::InvalidOption) if the
    /// ledger is another provider's.
    pub fn fetch(&self, streams: usize, ledger: Ledger) -> Result<Fetch<Box<dyn Service>>> {
        let service = self.service()?;
        self.must_have_written(&ledger)?;
        let terms = service.terms();
        let limits = Limits {
            concurrency: self.concurrency.unwrap_or(CONCURRENCY),
            per_second: self.per_second,
            // The quota may have been raised: the provider itself reports when it is used up.
            daily_units: self.daily_units,
        };
        let (used, day_ends) = ledger.used();
        let pace = Pace::new(limits, terms.units_per_call, used, day_ends);
        let job = SnapshotJob::new(streams, terms.batch_size(self.batch_size)?);
        Ok(Fetch::new(job, service, Retry::default(), pace, ledger))
    }

    /// Returns a file name for the ledger, without an extension, of ASCII letters, digits, `%` and
    /// `-`.
    pub fn ledger_name(&self) -> String {
        const MAX_BYTES: usize = 200;
        let plain = format!("{}-{}", self.provider.as_str(), self.address());
        let mut name = utf8_percent_encode(&plain, KEPT).to_string();
        name.truncate(MAX_BYTES);
        name
    }

    /// Refuses a ledger of another provider.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption), with both names.
    pub fn must_have_written(&self, ledger: &Ledger) -> Result<()> {
        let header = ledger.header();
        let named = |provider: &str, address: &str| format!("{provider} {address}").trim_end().to_owned();
        let expected = named(self.provider.as_str(), &self.address());
        let found = named(&header.provider, &header.address);
        if expected == found {
            return Ok(());
        }
        Err(wrong("the ledger is of another provider")
            .expected(expected)
            .found(found)
            .remedy("Use that provider, or start another ledger."))
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

    /// Returns the URL without parts that may be secret: a user name, a password, a query.
    fn address(&self) -> String {
        let url = self.url.as_deref().unwrap_or_default().trim();
        let url = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        match url.split_once("://") {
            Some((scheme, rest)) => {
                let (host, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
                let host = host.rsplit('@').next().unwrap_or_default();
                format!("{scheme}://{host}{path}")
            }
            None => url.to_owned(),
        }
    }
}

/// Returns whether errors must not show an option's value.
fn is_secret(name: &str) -> bool {
    matches!(name, "key" | "headers" | "url")
}

/// Returns whether the port of a URL, if it has one, is valid.
fn has_port(url: &str) -> bool {
    let host = authority(url).unwrap_or_default();
    // An IPv6 address has colons of its own, in brackets.
    match host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')) {
        Some((_, port)) => port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0),
        None => true,
    }
}

/// Returns the user, host and port of a URL.
fn authority(url: &str) -> Option<&str> {
    url.split_once("://")?.1.split(['/', '?', '#']).next()
}

fn is_http(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| url.trim().starts_with(scheme))
}

fn wrong(what: &str) -> Error {
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
    fn options_are_read_from_json() {
        let text = r#"{"provider": "youtube", "method": "batchGetStats", "key": "k", "url": "http://a/v3",
            "headers": [["a", "b"]], "batchSize": 7, "concurrency": 2, "perSecond": 0.5, "dailyUnits": 9}"#;
        let options = ServiceOptions::from_json(text).ok().unwrap();
        assert_eq!(
            (options.provider, options.method),
            (ServiceName::Youtube, Some(YouTubeMethod::BatchGetStats))
        );
        assert_eq!((options.key.as_deref(), options.url.as_deref()), (Some("k"), Some("http://a/v3")));
        assert_eq!(options.headers, [("a".to_owned(), "b".to_owned())]);
        assert_eq!(
            options.batch_size.zip(options.concurrency),
            NonZeroUsize::new(7).zip(NonZeroUsize::new(2))
        );
        assert_eq!((options.per_second, options.daily_units), (Some(0.5), Some(9)));
        for text in [
            "{",
            "{}",
            r#"{"provider": "simulator"}"#,
            r#"{"provider": "http", "batchSize": 0}"#,
            r#"{"provider": "http", "concurrency": 1.5}"#,
            r#"{"provider": "http", "headers": [["a"]]}"#,
            r#"{"provider": "http", "headers": {"a": "b"}}"#,
            r#"{"provider": "http", "headers": [["a", 1]]}"#,
            r#"{"provider": "http", "perSecond": "2"}"#,
            r#"{"provider": "http", "dailyUnit": 5}"#,
            r#"{"provider": "http", "url": 5}"#,
            r#"{"provider": "youtube", "key": 5}"#,
            r#"["http"]"#,
            r#"{"provider": "youtube", "method": "delete"}"#,
        ] {
            assert_eq!(
                ServiceOptions::from_json(text).err().unwrap().code(),
                ErrorCode::InvalidOption,
                "{text}"
            );
        }
    }

    #[test]
    fn an_option_is_refused_by_its_name() {
        let refusal = |text: &str| ServiceOptions::from_json(text).err().unwrap().to_string();
        let unknown = refusal(r#"{"provider": "http", "dailyUnit": 5}"#);
        assert!(unknown.contains("\"dailyUnit\"") && unknown.contains("dailyUnits"), "{unknown}");
        assert!(refusal(r#"{"provider": "http", "perSecond": "2"}"#).contains("perSecond"));
        let secret = refusal(r#"{"provider": "http", "headers": [["a", "secret", "more"]]}"#);
        assert!(secret.contains("headers") && !secret.contains("secret"), "{secret}");
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

    #[test]
    fn a_ledger_names_no_secret() {
        for (url, shown) in [
            ("https://user:pass@example.org/v?key=s#t", "https://example.org/v"),
            ("https://example.org/", "https://example.org"),
            ("https://user@example.org", "https://example.org"),
            ("http://localhost:80/a/b@c/", "http://localhost:80/a/b@c"),
        ] {
            let url = Some(url.to_owned());
            let options = ServiceOptions { url, ..ServiceOptions::new(ServiceName::Http) };
            assert_eq!(options.header(Day::parse("2026-11-23").unwrap()).address, shown);
        }
    }

    #[test]
    fn a_ledger_of_another_provider_is_refused() {
        let day = Day::parse("2026-11-23").unwrap();
        let at =
            |url: &str| ServiceOptions { url: Some(url.into()), ..ServiceOptions::new(ServiceName::Http) };
        let ledger = Ledger::new(at("http://a/x").header(day));
        assert!(at("http://a/x?again").fetch(1, ledger.clone()).is_ok());
        let refused = at("http://b/x").fetch(1, ledger).err().unwrap();
        assert!(refused.to_string().contains("http://a/x"), "{refused}");
    }
}
