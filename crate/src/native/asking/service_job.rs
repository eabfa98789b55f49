//! A fetch job, from its ledger to the answers.

use std::io::ErrorKind;
use std::path::PathBuf;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::native::asking::call_pool::CallPool;
use crate::native::asking::count::Videos;
use crate::native::asking::fetch_driver::FetchDriver;
use crate::native::asking::http_client::HttpClient;
use crate::native::asking::ledger_file::LedgerFile;
use crate::native::asking::streams::Streams;
use crate::native::asking::text::counted;
use crate::native::{AskCost, ServiceRequest, Watch};
use crate::snapshot::service::Service;
use crate::snapshot::{Asked, Asking, Ledger, LedgerHeader, Next, SnapshotJob};

/// A job whose ledger was found, before the first call.
#[derive(Debug)]
pub(in crate::native) struct ServiceJob {
    request: ServiceRequest,
    path: PathBuf,
    begun: Option<Begun>,
    run_date: Option<Day>,
}

/// The ledger of a job that was started before.
#[derive(Debug)]
struct Begun {
    /// `None` if no call is made.
    file: Option<LedgerFile>,
    ledger: Ledger,
}

/// The outcome of a job.
#[derive(Debug)]
pub(in crate::native) struct Answered {
    pub(in crate::native) job: SnapshotJob,
    pub(in crate::native) asked: Asked,
    /// Units of the quota that this run used.
    pub(in crate::native) units: u64,
    file: Option<LedgerFile>,
    path: PathBuf,
}

impl ServiceJob {
    /// Checks that the service can be called, and looks for its ledger. `given` is the day of the
    /// counts, if the user named one.
    pub(in crate::native) fn prepare(
        request: &ServiceRequest,
        path: PathBuf,
        given: Option<Day>,
    ) -> Result<Self> {
        request.options.service()?;
        let begun = if request.from_ledger {
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
        let mut job = Self { request: request.clone(), path, begun, run_date: given };
        if let Some(begun) = &job.begun {
            let date = job.check(begun.ledger.header(), given);
            job.run_date = Some(date.map_err(|error| error.in_file(job.path.display().to_string()))?);
        }
        Ok(job)
    }

    /// Returns the day on which it was started, or that was given.
    pub(in crate::native) fn run_date(&self) -> Option<Day> {
        self.run_date
    }

    /// Returns the cost.
    pub(in crate::native) fn cost(&self, streams: &mut Streams<'_>, watch: &Watch) -> Result<AskCost> {
        let begun = self.begun.as_ref().map(|begun| &begun.ledger);
        let none = self.empty_ledger(streams.run_date());
        self.cost_of(Videos::count(streams, begun.unwrap_or(&none), watch)?)
    }

    fn cost_of(&self, Videos { unknown: videos, .. }: Videos) -> Result<AskCost> {
        Ok(AskCost { videos, cost: self.request.options.cost(videos)? })
    }

    /// Fetches until every video is answered or known to be unanswered.
    pub(in crate::native) fn ask(mut self, streams: &mut Streams<'_>, watch: &Watch) -> Result<Answered> {
        let begun = self.begun.take();
        let goes_on = begun.is_some();
        let Begun { mut file, ledger } =
            begun.unwrap_or_else(|| Begun { file: None, ledger: self.empty_ledger(streams.run_date()) });
        if goes_on {
            let (answers, date) = (counted(ledger.len() as u64, "answer"), &ledger.header().run_date);
            watch.tell(format!("{} of {date} has {answers}.", self.path.display()));
        }
        let videos = Videos::count(streams, &ledger, watch)?;
        if !self.request.from_ledger {
            watch.tell(self.cost_of(videos)?.to_string());
            if file.is_none() {
                file = Some(LedgerFile::create(&self.path, &ledger)?);
            }
        }
        let mut asking = self.request.options.asking(streams.len(), ledger)?;
        let Some(mut open) = file else {
            know(&mut asking, streams)?;
            return self.answered(asking, None);
        };
        let pool = CallPool::new(HttpClient::new());
        let on_quota = self.request.on_quota;
        let driven =
            FetchDriver::new(&mut asking, &mut open, streams, pool, watch, on_quota, videos.all).run();
        match driven {
            Ok(()) => self.answered(asking, Some(open)),
            // An empty ledger is not worth keeping.
            Err(error) if asking.ledger().is_empty() => open.remove().and(Err(error)),
            Err(error) => Err(error),
        }
    }

    fn answered(self, asking: Asking<Box<dyn Service>>, file: Option<LedgerFile>) -> Result<Answered> {
        let asked = asking.asked();
        let units = asked.calls * self.request.options.service()?.terms().units_per_call;
        Ok(Answered { job: asking.into_job(), asked, units, file, path: self.path })
    }

    fn empty_ledger(&self, run_date: Day) -> Ledger {
        Ledger::new(self.request.options.header(run_date))
    }

    /// Checks that a ledger is of this job. Returns the day of its counts.
    fn check(&self, header: &LedgerHeader, given: Option<Day>) -> Result<Day> {
        self.request.options.asking(0, Ledger::new(header.clone()))?;
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

impl Answered {
    /// Deletes the ledger if no other call may answer more, after the results are at their final
    /// paths. Otherwise returns its path.
    pub(in crate::native) fn finish(self) -> Result<Option<String>> {
        match self.file {
            Some(file) if self.job.failed_rows() == 0 => file.remove().map(|()| None),
            _ => Ok(Some(self.path.display().to_string())),
        }
    }
}

/// Takes the answers of a ledger, without calls.
fn know(asking: &mut Asking<Box<dyn Service>>, streams: &mut Streams<'_>) -> Result<()> {
    asking.cancel()?;
    // Nothing is in flight, and nothing starts.
    while asking.next(0)? == Next::Ids {
        streams.push(asking.job_mut())?;
        streams.take(asking.job_mut())?;
    }
    streams.take(asking.job_mut())
}
