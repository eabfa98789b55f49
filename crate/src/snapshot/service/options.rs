//! Which service is asked, and how.

use std::num::NonZeroUsize;

use serde::Deserialize;

use super::{HttpService, Service, YouTube, YouTubeMethod};
use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::snapshot::pace::{Limits, Pace};
use crate::snapshot::{Asking, Ledger, LedgerHeader, Retry, SnapshotJob};

/// Calls at a time, unless somebody says otherwise.
const CONCURRENCY: NonZeroUsize = NonZeroUsize::MIN.saturating_add(3);

/// The name of a provider that is asked from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum ServiceName {
    /// The YouTube Data API.
    Youtube,
    /// A company's own service.
    Http,
    /// A function of the page, which is asked and answers as a company's own service.
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

/// Which service is asked, and how fast and how much. It holds the key, and so has no `Debug`.
#[derive(Clone, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceOptions {
    /// Who is asked.
    pub provider: ServiceName,
    /// The address: of `http`; of `youtube` up to `/v3`, where it is not Google's own.
    #[serde(default)]
    pub url: Option<String>,
    /// The method of `youtube`; `videos.list` if absent.
    #[serde(default)]
    pub method: Option<YouTubeMethod>,
    /// The key of `youtube`.
    #[serde(default)]
    pub key: Option<String>,
    /// Names and values of headers that `http` is sent besides its own.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// Ids in a call; as many as the service takes if absent.
    #[serde(default)]
    pub batch_size: Option<NonZeroUsize>,
    /// Calls at a time; 4 if absent.
    #[serde(default)]
    pub concurrency: Option<NonZeroUsize>,
    /// Calls that begin in a second, at most; no limit if absent.
    #[serde(default)]
    pub per_second: Option<f64>,
    /// Units that may be used in a day, which ends at midnight in California; what the service
    /// gives, if absent.
    #[serde(default)]
    pub daily_units: Option<u64>,
}

impl ServiceOptions {
    /// Options of which nothing is said but who is asked.
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

    /// The service.
    ///
    /// # Errors
    ///
    /// `invalid_option` where an address, a key or a number is missing or none; `provider` where a
    /// call would hold more ids than the service takes.
    pub fn service(&self) -> Result<Box<dyn Service>> {
        let service: Box<dyn Service> = match self.provider {
            ServiceName::Youtube => self.youtube()?,
            ServiceName::Http => {
                let url = self.url.as_deref().filter(|url| is_http(url));
                let url = url.ok_or_else(|| wrong("the service has no address").expected("http(s)://…"))?;
                self.http(url)
            }
            ServiceName::Callback => self.http(""),
        };
        service.terms().batch_size(self.batch_size)?;
        if self.per_second.is_some_and(|rate| !(rate > 0.0 && rate.is_finite())) {
            return Err(wrong("the rate is no number of calls in a second").expected("a number above 0"));
        }
        Ok(service)
    }

    /// What begins the ledger of a job.
    pub fn header(&self, run_date: Day) -> LedgerHeader {
        LedgerHeader::new(self.provider.as_str(), &self.address(), &run_date.to_string())
    }

    /// A job over a number of streams of ids that goes on with what its ledger knows.
    ///
    /// # Errors
    ///
    /// As [`service`](Self::service); `invalid_option` where the ledger is another provider's.
    pub fn asking(&self, streams: usize, ledger: Ledger) -> Result<Asking<Box<dyn Service>>> {
        let service = self.service()?;
        let header = ledger.header();
        let here = (self.provider.as_str(), self.address());
        if (header.provider.as_str(), header.address.as_str()) != (here.0, here.1.as_str()) {
            return Err(wrong("the ledger is of another provider")
                .expected(format!("{} {}", here.0, here.1))
                .found(format!("{} {}", header.provider, header.address))
                .remedy("Ask that one, or begin another ledger."));
        }
        let terms = service.terms();
        let limits = Limits {
            concurrency: self.concurrency.unwrap_or(CONCURRENCY),
            per_second: self.per_second,
            // Quotas may have been raised: the provider itself says when it is used up.
            daily_units: self.daily_units,
        };
        let (used, day_ends) = ledger.used();
        let pace = Pace::new(limits, terms.units_per_call, used, day_ends);
        let job = SnapshotJob::new(streams, terms.batch_size(self.batch_size)?);
        Ok(Asking::new(job, service, Retry::default(), pace, ledger))
    }

    fn youtube(&self) -> Result<Box<dyn Service>> {
        let missing = || wrong("the YouTube Data API is asked with a key, and there is none");
        let key = self.key.as_deref().map(str::trim).filter(|key| !key.is_empty()).ok_or_else(missing)?;
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(wrong("the key holds what no key does, such as a space").remedy("Copy it again."));
        }
        let method = self.method.unwrap_or(YouTubeMethod::List);
        let mut youtube = YouTube::new(key, method);
        if let Some(url) = self.url.as_deref().map(str::trim).filter(|url| !url.is_empty()) {
            if !is_http(url) {
                return Err(wrong("the address of the YouTube Data API is none").expected("http(s)://…/v3"));
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

    /// The address without what may be a secret: a user's name, a password, a query.
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
    fn what_cannot_be_asked_is_told_before() {
        assert!(refusal(|options| options.key = None).to_string().contains("key"));
        assert!(refusal(|options| options.key = Some("a b".into())).to_string().contains("space"));
        assert!(refusal(|options| options.url = Some("ftp://x".into())).to_string().contains("address"));
        assert!(refusal(|options| options.per_second = Some(0.0)).to_string().contains("rate"));
        assert!(refusal(|options| options.provider = ServiceName::Http).to_string().contains("address"));
        let many = refusal(|options| options.batch_size = NonZeroUsize::new(51));
        assert_eq!(many.code(), ErrorCode::Provider);
        assert_eq!(many.to_string(), "Too many (51) videos in the list. Expected up to 50");
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
        assert!(at("http://a/x?again").asking(1, ledger.clone()).is_ok());
        let refused = at("http://b/x").asking(1, ledger).err().unwrap();
        assert!(refused.to_string().contains("http://a/x"), "{refused}");
    }
}
