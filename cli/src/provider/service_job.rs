//! A fetch job, from its ledger to the answers.

use std::io::ErrorKind;
use std::path::PathBuf;

use daytally::calendar::Day;
use daytally::error::{Error, ErrorCode, Result};
use daytally::fs::{FetchCost, FetchJob, Fetched, Streams, Watch};
use daytally::snapshot::service::Service;
use daytally::snapshot::{Fetch, Ledger, LedgerHeader, Next, SnapshotJob};

use crate::provider::ServiceRequest;
use crate::provider::call_pool::CallPool;
use crate::provider::count::Videos;
use crate::provider::fetch_driver::FetchDriver;
use crate::provider::http_client::HttpClient;
use crate::provider::ledger_file::LedgerFile;
use crate::text::{cost_text, counted};

/// A job whose ledger was found, before the first call.
#[derive(Debug)]
pub(super) struct ServiceJob {
    request: ServiceRequest,
    path: PathBuf,
    begun: Option<Begun>,
    run_date: Option<Day>,
    /// The ledger after every call.
    done: Option<LedgerFile>,
}

/// The ledger of a job that was started before.
#[derive(Debug)]
struct Begun {
    /// `None` if no call is made.
    file: Option<LedgerFile>,
    ledger: Ledger,
}

impl ServiceJob {
    /// Checks that the service can be called, and looks for its ledger. `given` is the day of the
    /// counts, if the user named one.
    pub(super) fn prepare(request: &ServiceRequest, path: PathBuf, given: Option<Day>) -> Result<Self> {
        request.options.service()?;
        let begun = if request.offline {
            let ledger = LedgerFile::read(&path).map_err(|error| match std::fs::metadata(&path) {
                Err(found) if found.kind() == ErrorKind::NotFound => {
                    Error::new(ErrorCode::InvalidOption, "there is no ledger to write results from")
                        .in_file(path.display().to_string())
                        .remedy("Fetch from the provider first, or name the ledger with --ledger.")
                }
                _ => error,
            });
            Some(Begun { file: None, ledger: ledger? })
        } else {
            let opened = LedgerFile::open(&path)?;
            opened.map(|(file, ledger)| Begun { file: Some(file), ledger })
        };
        let mut job = Self { request: request.clone(), path, begun, run_date: given, done: None };
        if let Some(begun) = &job.begun {
            let date = job.check(begun.ledger.header(), given);
            job.run_date = Some(date.map_err(|error| error.in_file(job.path.display().to_string()))?);
        }
        Ok(job)
    }

    fn cost_of(&self, Videos { unknown: videos, .. }: Videos) -> Result<FetchCost> {
        Ok(FetchCost { videos, cost: self.request.options.cost(videos)? })
    }

    fn fetched(&mut self, fetch: Fetch<Box<dyn Service>>, file: Option<LedgerFile>) -> Result<Fetched> {
        let progress = fetch.progress();
        let units = progress.calls * self.request.options.service()?.terms().units_per_call;
        self.done = file;
        Ok(Fetched { job: fetch.into_job(), progress, units })
    }

    fn empty_ledger(&self, run_date: Day) -> Ledger {
        Ledger::new(self.request.options.header(run_date))
    }

    /// Checks that a ledger is of this job. Returns the day of its counts.
    fn check(&self, header: &LedgerHeader, given: Option<Day>) -> Result<Day> {
        self.request.options.fetch(0, Ledger::new(header.clone()))?;
        let date = Day::parse(&header.run_date).ok_or_else(|| {
            Error::new(ErrorCode::Corrupt, "the ledger has no day").found(format!("{:?}", header.run_date))
        })?;
        match given.filter(|&given| given != date) {
            None => Ok(date),
            Some(given) => Err(Error::new(ErrorCode::InvalidOption, "the ledger is of another day")
                .expected(given.to_string())
                .found(date.to_string())
                .remedy("Omit --run-date to resume from it, or name another ledger with --ledger.")),
        }
    }
}

impl FetchJob for ServiceJob {
    fn run_date(&self) -> Option<Day> {
        self.run_date
    }

    fn cost(&self, videos: &mut Streams<'_>, watch: &Watch) -> Result<FetchCost> {
        let begun = self.begun.as_ref().map(|begun| &begun.ledger);
        let none = self.empty_ledger(videos.run_date());
        self.cost_of(Videos::count(videos, begun.unwrap_or(&none), watch)?)
    }

    fn fetch(&mut self, streams: &mut Streams<'_>, watch: &Watch) -> Result<Fetched> {
        let begun = self.begun.take();
        let goes_on = begun.is_some();
        let Begun { mut file, ledger } =
            begun.unwrap_or_else(|| Begun { file: None, ledger: self.empty_ledger(streams.run_date()) });
        if goes_on {
            let (answers, date) = (counted(ledger.len() as u64, "answer"), &ledger.header().run_date);
            watch.note(format!("{} of {date} has {answers}.", self.path.display()));
        }
        let videos = Videos::count(streams, &ledger, watch)?;
        if !self.request.offline {
            watch.note(cost_text(&self.cost_of(videos)?));
            if file.is_none() {
                file = Some(LedgerFile::create(&self.path, &ledger)?);
            }
        }
        let mut fetch = self.request.options.fetch(streams.len(), ledger)?;
        let Some(mut open) = file else {
            know(&mut fetch, streams)?;
            return self.fetched(fetch, None);
        };
        let pool = CallPool::new(HttpClient::new());
        let on_quota = self.request.on_quota;
        let driven =
            FetchDriver::new(&mut fetch, &mut open, streams, pool, watch, on_quota, videos.all).run();
        match driven {
            Ok(()) => self.fetched(fetch, Some(open)),
            // An empty ledger is not worth keeping.
            Err(error) if fetch.ledger().is_empty() => open.remove().and(Err(error)),
            Err(error) => Err(error),
        }
    }

    fn finish(self: Box<Self>, answers: &SnapshotJob) -> Result<Option<String>> {
        match self.done {
            Some(file) if answers.failed_rows() == 0 => file.remove().map(|()| None),
            _ => Ok(Some(self.path.display().to_string())),
        }
    }
}

/// Takes the answers of a ledger, without calls.
fn know(fetch: &mut Fetch<Box<dyn Service>>, streams: &mut Streams<'_>) -> Result<()> {
    fetch.cancel()?;
    // Nothing is in flight, and nothing starts.
    while fetch.next(0)? == Next::Ids {
        streams.push(fetch.job_mut())?;
        streams.take(fetch.job_mut())?;
    }
    streams.take(fetch.job_mut())
}
