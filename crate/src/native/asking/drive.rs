//! A job of asking, driven to its end.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::{Error, ErrorCode, Result};
use crate::native::asking::crew::{Crew, Made};
use crate::native::asking::ledger_file::LedgerFile;
use crate::native::asking::streams::Streams;
use crate::native::asking::words::moment;
use crate::native::{AskProgress, OnQuota, Watch};
use crate::snapshot::service::Service;
use crate::snapshot::{Asking, Millis, Next};

/// How long nobody looks whether the run is to end.
const LOOK: Duration = Duration::from_millis(100);

/// Does what an [`Asking`] says.
pub(super) struct Drive<'a, 's, 'scope, 'env> {
    asking: &'a mut Asking<Box<dyn Service>>,
    file: &'a mut LedgerFile,
    streams: &'a mut Streams<'s>,
    crew: Crew<'scope, 'env>,
    watch: &'a Watch,
    on_quota: OnQuota,
    /// Distinct videos.
    all: u64,
    replied: bool,
    /// The end of the quota's day that was told last.
    told: Option<Millis>,
}

impl<'a, 's, 'scope, 'env> Drive<'a, 's, 'scope, 'env> {
    pub(super) fn new(
        asking: &'a mut Asking<Box<dyn Service>>,
        file: &'a mut LedgerFile,
        streams: &'a mut Streams<'s>,
        crew: Crew<'scope, 'env>,
        watch: &'a Watch,
        on_quota: OnQuota,
        all: u64,
    ) -> Self {
        Self { asking, file, streams, crew, watch, on_quota, all, replied: false, told: None }
    }

    pub(super) fn run(mut self) -> Result<()> {
        loop {
            if self.watch.is_cancelled() {
                return self.end();
            }
            self.file.sync_if_due()?;
            // What is wrong with a key or an address is told by the first call, and then once.
            let alone = !self.replied && self.crew.busy() > 0;
            let next = if alone { Next::Reply } else { self.asking.next(now())? };
            match next {
                Next::Call(id, request) => self.crew.begin(id, request)?,
                Next::Ids => {
                    self.streams.push(self.asking.job_mut())?;
                    self.streams.take(self.asking.job_mut())?;
                }
                Next::Reply => self.wait(None)?,
                Next::At(until) => self.wait(Some(until))?,
                Next::Quota(until) => self.wait_for_quota(until)?,
                Next::Stopped(reason) => {
                    return Err(
                        self.stopped(&format!("the provider answers no more: {reason}"), "See to that")
                    );
                }
                Next::Done => break,
            }
        }
        self.file.sync()?;
        self.streams.take(self.asking.job_mut())
    }

    fn wait_for_quota(&mut self, until: Millis) -> Result<()> {
        let when = moment(until);
        if self.on_quota == OnQuota::Stop {
            return Err(self.stopped("the provider's quota is used up", &format!("Wait until {when}")));
        }
        if self.told != Some(until) {
            self.told = Some(until);
            self.watch.tell(format!("The provider's quota is used up; waiting until {when}."));
        }
        self.wait(Some(until))
    }

    /// Waits for a reply, or for a moment, for a while.
    fn wait(&mut self, until: Option<Millis>) -> Result<()> {
        let asked = self.asking.asked();
        self.watch.ask(AskProgress {
            settled: asked.settled,
            all: self.all,
            calls: asked.calls,
            failures: asked.failures,
            quota_until: until.filter(|_| self.told == until),
        });
        let left = until.map(|until| Duration::from_millis(u64::try_from(until - now()).unwrap_or_default()));
        match self.crew.wait(left.unwrap_or(LOOK).min(LOOK)) {
            Some(made) => self.take(made),
            None => Ok(()),
        }
    }

    fn take(&mut self, (id, answer): Made) -> Result<()> {
        self.replied = true;
        let chance = fastrand::f64();
        match answer {
            Ok(answer) => {
                let line = self.asking.reply(id, answer.reply(), now(), chance)?;
                self.file.append(&line)
            }
            Err(reason) => self.asking.fail(id, &reason, now(), chance),
        }
    }

    /// Waits for the calls under way, and begins no more.
    fn end(&mut self) -> Result<()> {
        while self.crew.busy() > 0 {
            if let Some(made) = self.crew.wait(LOOK) {
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
        let known = self.asking.ledger().len();
        let path = self.file.path().display();
        let begin = if first.is_empty() { "The".to_owned() } else { format!("{first}; then the") };
        match known {
            0 => format!("{begin} same command begins anew."),
            _ => format!("{begin} same command goes on with the answers in {path}."),
        }
    }
}

/// What the clock says.
fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}
