//! Runs a fetch job to its end.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use daytally::error::{Error, ErrorCode, Result};
use daytally::fs::{FetchProgress, Streams, Watch};
use daytally::snapshot::service::Service;
use daytally::snapshot::{Fetch, Millis, Next};

use crate::provider::OnQuota;
use crate::provider::call_pool::{CallPool, Made};
use crate::provider::http_client::Failure;
use crate::provider::ledger_file::LedgerFile;
use crate::text::moment;

/// How long a wait lasts before it checks whether the run is cancelled.
const LOOK: Duration = Duration::from_millis(100);

/// How long a cancelled run waits for the calls in flight: a container is killed after ten seconds.
const LAST_WAIT: Duration = Duration::from_secs(5);

/// Does what a [`Fetch`] requests.
pub(super) struct FetchDriver<'a, 's> {
    fetch: &'a mut Fetch<Box<dyn Service>>,
    file: &'a mut LedgerFile,
    streams: &'a mut Streams<'s>,
    pool: CallPool,
    watch: &'a Watch,
    on_quota: OnQuota,
    /// Distinct videos.
    all: u64,
    /// The end of the quota's day that was last reported.
    reported: Option<Millis>,
}

impl<'a, 's> FetchDriver<'a, 's> {
    pub(super) fn new(
        fetch: &'a mut Fetch<Box<dyn Service>>,
        file: &'a mut LedgerFile,
        streams: &'a mut Streams<'s>,
        pool: CallPool,
        watch: &'a Watch,
        on_quota: OnQuota,
        all: u64,
    ) -> Self {
        Self { fetch, file, streams, pool, watch, on_quota, all, reported: None }
    }

    pub(super) fn run(mut self) -> Result<()> {
        loop {
            if self.watch.is_cancelled() {
                return self.end();
            }
            self.file.sync_if_due()?;
            match self.fetch.next(now())? {
                Next::Call(id, request) => self.pool.begin(id, request)?,
                Next::Ids => {
                    self.streams.push(self.fetch.job_mut())?;
                    self.streams.take(self.fetch.job_mut())?;
                }
                Next::Reply => self.wait(None)?,
                Next::At(until) => self.wait(Some(until))?,
                Next::Quota(until) => self.wait_for_quota(until)?,
                Next::Stopped(reason) => {
                    return Err(
                        self.stopped(&format!("the provider's answers stop the run: {reason}"), "Fix that")
                    );
                }
                Next::Done => break,
            }
        }
        self.file.sync()?;
        self.streams.take(self.fetch.job_mut())
    }

    fn wait_for_quota(&mut self, until: Millis) -> Result<()> {
        let when = moment(until);
        if self.on_quota == OnQuota::Stop {
            return Err(self.stopped(
                "the provider's quota is used up",
                &format!("It renews at {when}, midnight Pacific time"),
            ));
        }
        if self.reported != Some(until) {
            self.reported = Some(until);
            self.watch.note(format!("The provider's quota is used up; waiting until {when}, midnight Pacific time, when it renews."));
        }
        self.wait(Some(until))
    }

    /// Waits for a reply or a time, for at most a moment.
    fn wait(&mut self, until: Option<Millis>) -> Result<()> {
        let progress = self.fetch.progress();
        self.watch.set_fetch_progress(FetchProgress {
            settled: progress.settled,
            all: self.all,
            calls: progress.calls,
            failures: progress.failures,
            quota_until: until.filter(|_| self.reported == until),
        });
        let left = until.map(|until| Duration::from_millis(u64::try_from(until - now()).unwrap_or_default()));
        match self.pool.wait(left.unwrap_or(LOOK).min(LOOK)) {
            Some(made) => self.take(made),
            None => Ok(()),
        }
    }

    fn take(&mut self, (id, answer): Made) -> Result<()> {
        let chance = fastrand::f64();
        match answer {
            Ok(answer) => {
                let line = self.fetch.reply(id, answer.reply(), now(), chance)?;
                self.file.append(&line)
            }
            Err(Failure::None(reason)) => self.fetch.fail(id, &reason, now(), chance),
            Err(Failure::Misfit(reason)) => self.fetch.misfit(id, &reason, now(), chance),
        }
    }

    /// Waits for the calls in flight, for some seconds, and starts no more.
    fn end(&mut self) -> Result<()> {
        let begun = Instant::now();
        while self.pool.busy() > 0 && begun.elapsed() < LAST_WAIT {
            if let Some(made) = self.pool.wait(LOOK) {
                self.take(made)?;
            }
        }
        self.file.sync()?;
        let cancelled = Error::new(ErrorCode::Cancelled, "the run was cancelled");
        Err(cancelled.remedy(self.how_to_go_on("")))
    }

    fn stopped(&self, what: &str, first: &str) -> Error {
        Error::new(ErrorCode::Provider, what).remedy(self.how_to_go_on(first))
    }

    fn how_to_go_on(&self, first: &str) -> String {
        let known = self.fetch.ledger().len();
        let path = self.file.path().display();
        let begin = if first.is_empty() { "The".to_owned() } else { format!("{first}; then the") };
        match known {
            0 => format!("{begin} same command begins again."),
            _ => format!("{begin} same command resumes from the answers in {path}."),
        }
    }
}

/// Returns the current time.
fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}
