//! The fetch of a service that options describe, and its ledger.

use std::num::NonZeroUsize;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Fetch;
use crate::calendar::Day;
use crate::error::Result;
use crate::snapshot::job::SnapshotJob;
use crate::snapshot::ledger::{Ledger, LedgerHeader};
use crate::snapshot::pace::{Limits, Pace};
use crate::snapshot::retry::Retry;
use crate::snapshot::service::{Service, ServiceOptions, wrong};

/// The characters that a file name keeps.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');
/// The default number of calls in flight.
const CONCURRENCY: NonZeroUsize = NonZeroUsize::MIN.saturating_add(3);

impl ServiceOptions {
    /// Returns the header of the ledger of a job.
    pub fn header(&self, run_date: Day) -> LedgerHeader {
        LedgerHeader::new(self.provider.as_str(), &self.plain_url(), &run_date.to_string())
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
        let plain = format!("{}-{}", self.provider.as_str(), self.plain_url());
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
        let named = |provider: &str, url: &str| format!("{provider} {url}").trim_end().to_owned();
        let expected = named(self.provider.as_str(), &self.plain_url());
        let found = named(&header.provider, &header.url);
        if expected == found {
            return Ok(());
        }
        Err(wrong("the ledger is of another provider")
            .expected(expected)
            .found(found)
            .remedy("Use that provider, or start another ledger."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::service::ServiceName;

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
            assert_eq!(options.header(Day::parse("2026-11-23").unwrap()).url, shown);
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
