//! A snapshot fetched from a service, without the I/O.

mod begin;
mod call;
mod of_service;
mod open_batches;
mod progress;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

use std::time::Duration;

use self::begin::Begin;
use self::call::Call;
pub use self::call::{CallId, Next};
use self::open_batches::OpenBatches;
pub use self::progress::FetchProgress;
use super::batch::Batch;
use super::job::{CANCELLED, SnapshotJob};
use super::ledger::Ledger;
use super::pace::{Allowed, Millis, Pace};
use super::retry::Retry;
use super::service::{Reply, Service, Verdict};
use crate::error::Result;

/// After how many consecutive abandoned calls the job stops.
const MAX_GIVEN_UP: u32 = 8;
const MISSING: &str = "missing from a partial answer, also when requested again";

/// Fetches the counts of the ids of a [`SnapshotJob`], within limits of retries, rate and quota.
///
/// The first call is made alone. Unusable answers at the beginning stop a job: those that cannot be
/// read, or that list only other ids.
///
/// It does no I/O and has no clock: [`Fetch::next`] returns what to do, and [`Fetch::reply`] and
/// [`Fetch::fail`] take the outcome. Failed calls are retried later. A call that keeps failing is
/// cut in two, until the id at fault is alone.
#[derive(Debug)]
pub struct Fetch<S> {
    job: SnapshotJob,
    service: S,
    retry: Retry,
    pace: Pace,
    concurrency: usize,
    ledger: Ledger,
    batches: OpenBatches,
    /// Calls that are not in flight; there are few, so a list is fast enough.
    waiting: Vec<Call>,
    in_flight: Vec<Call>,
    calls: u64,
    progress: FetchProgress,
    given_up: u32,
    begin: Begin,
    stopped: Option<String>,
}

impl<S: Service> Fetch<S> {
    /// Creates a job, or resumes one from its ledger.
    pub fn new(job: SnapshotJob, service: S, retry: Retry, pace: Pace, ledger: Ledger) -> Self {
        let concurrency = pace.concurrency();
        let has_quota = service.terms().daily_units.is_some() || pace.has_quota();
        let progress = FetchProgress { known: ledger.len() as u64, has_quota, ..FetchProgress::default() };
        Self {
            job,
            service,
            retry,
            pace,
            concurrency,
            ledger,
            batches: OpenBatches::default(),
            waiting: Vec::new(),
            in_flight: Vec::new(),
            calls: 0,
            progress,
            given_up: 0,
            begin: Begin::default(),
            stopped: None,
        }
    }

    /// Returns the ids and their answers.
    pub fn job_mut(&mut self) -> &mut SnapshotJob {
        &mut self.job
    }

    /// Returns the ids and their answers, to be read.
    pub fn job(&self) -> &SnapshotJob {
        &self.job
    }

    /// Returns the ids and their answers at the end of the job.
    pub fn into_job(self) -> SnapshotJob {
        self.job
    }

    /// Returns the answers so far.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Returns the progress.
    pub fn progress(&self) -> FetchProgress {
        let (units, day_ends) = self.pace.used();
        let settled = self.job.progress().settled - self.job.dropped();
        let in_flight = self.in_flight.len();
        FetchProgress { settled, in_flight, units, day_ends, ..self.progress.clone() }
    }

    /// Stops: ids without an answer stay so, including those of calls in flight.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) as [`SnapshotJob::settle`].
    pub fn cancel(&mut self) -> Result<()> {
        self.job.cancel();
        self.stopped = None;
        self.waiting.clear();
        self.in_flight.clear();
        for mut batch in self.batches.take() {
            batch.fail(CANCELLED);
            self.job.settle(batch)?;
        }
        Ok(())
    }

    /// Returns what to do at the time `now`.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) as [`SnapshotJob::next_batch`].
    pub fn next(&mut self, now: Millis) -> Result<Next> {
        loop {
            let busy = !self.in_flight.is_empty();
            let max = if self.begin.together { self.concurrency } else { 1 };
            if self.in_flight.len() >= max {
                return Ok(Next::Reply);
            }
            if let Some(reason) = &self.stopped {
                return Ok(if busy { Next::Reply } else { Next::Stopped(reason.clone()) });
            }
            let earliest = self.waiting.iter().map(|call| (call.from, call.id)).min();
            let due = earliest.filter(|&(from, _)| from <= now);
            // If calls keep failing, no further ones are started.
            if due.is_none() && self.waiting.len() / 2 < self.concurrency {
                let known = |id: &str| self.ledger.answer(id);
                match self.job.next_batch_without(known)? {
                    Some(batch) => {
                        self.open(batch, now);
                        continue;
                    }
                    None if !self.job.needs().is_empty() => return Ok(Next::Ids),
                    None => {}
                }
            }
            let Some((_, id)) = due else {
                return Ok(match earliest {
                    _ if busy => Next::Reply,
                    Some((from, _)) => Next::At(from),
                    None => Next::Done,
                });
            };
            return Ok(match self.pace.allowed(now) {
                Allowed::Now => self.start(id, now),
                _ if busy => Next::Reply,
                Allowed::At(moment) => Next::At(moment),
                Allowed::QuotaAt(moment) => Next::Quota(moment),
            });
        }
    }

    /// Takes the reply of a call. Returns what to append to the ledger before anything else,
    /// possibly nothing. `chance` is from 0, inclusive, to 1.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) as [`SnapshotJob::settle`].
    pub fn reply(&mut self, id: CallId, reply: Reply<'_>, now: Millis, chance: f64) -> Result<String> {
        let Some((call, mut part)) = self.part(id) else { return Ok(String::new()) };
        let verdict = self.service.read(reply, &mut part);
        self.note_failure(verdict.reason());
        match verdict {
            Verdict::Answered => {
                self.proven();
                let line = self.ledger.note(part.settled(true), self.pace.used());
                self.close(&call, part)?;
                return Ok(line);
            }
            Verdict::Partial { reason, after } => {
                self.proven();
                return self.partial(call, part, reason, now, |retry| retry.wait(1, after, chance));
            }
            // A provider that has answered correctly before may have mixed up two answers.
            Verdict::Foreign { reason, after } if self.begin.proven => {
                return self.partial(call, part, reason, now, |retry| retry.wait(1, after, chance));
            }
            Verdict::Foreign { reason, .. } => {
                self.unusable(call, part, reason, false, now, chance)?;
            }
            Verdict::Unreadable { reason, apart } => {
                self.unusable(call, part, reason, apart, now, chance)?;
            }
            Verdict::Again { reason, after } => {
                self.begin.together = true;
                if let Some(refused) = after.and_then(|after| self.retry.refuses(after)) {
                    self.stopped.get_or_insert(format!("{reason}; {refused}"));
                    self.waiting.push(Call { from: now, ..call });
                    return Ok(String::new());
                }
                self.retry_later(call, part, &reason, after, now, chance)?;
            }
            Verdict::Apart { reason } => {
                if let Some(stop) = self.begin.count_refused(&reason) {
                    self.stopped.get_or_insert(stop);
                }
                self.cut(&call, part, &reason, now)?;
            }
            Verdict::QuotaUsed { .. } => {
                self.pace.quota_used(now);
                self.waiting.push(Call { from: now, ..call });
            }
            Verdict::Refused { reason } => {
                self.stopped.get_or_insert(reason);
                self.waiting.push(Call { from: now, ..call });
            }
        }
        Ok(String::new())
    }

    /// Records that a call had no reply, for example because the network failed.
    ///
    /// # Errors
    ///
    /// As [`Fetch::reply`].
    pub fn fail(&mut self, id: CallId, reason: &str, now: Millis, chance: f64) -> Result<()> {
        let Some((call, part)) = self.part(id) else { return Ok(()) };
        self.note_failure(Some(reason));
        self.begin.together = true;
        self.retry_later(call, part, reason, None, now, chance)
    }

    /// Records that a call had a reply that cannot be an answer, for example because it is too
    /// long.
    ///
    /// # Errors
    ///
    /// As [`Fetch::reply`].
    pub fn misfit(&mut self, id: CallId, reason: &str, now: Millis, chance: f64) -> Result<()> {
        let Some((call, part)) = self.part(id) else { return Ok(()) };
        self.note_failure(Some(reason));
        self.unusable(call, part, reason.to_owned(), false, now, chance)
    }

    /// Records that a call cannot be made before the user fixes something, and neither can any
    /// other; or, if it was answered, that no other can.
    pub fn stop(&mut self, id: CallId, reason: &str, now: Millis) {
        self.stopped.get_or_insert_with(|| reason.to_owned());
        if let Some(call) = take(&mut self.in_flight, id) {
            self.note_failure(Some(reason));
            self.waiting.push(Call { from: now, ..call });
        }
    }

    /// Continues after a stop, or when there is quota again.
    pub fn resume(&mut self) {
        self.stopped = None;
        self.given_up = 0;
        self.begin.resume();
        self.pace.resume();
    }

    fn proven(&mut self) {
        self.given_up = 0;
        self.begin = Begin::answered();
    }

    /// Takes the counts of a partial answer, and requests the other ids once more.
    fn partial(
        &mut self,
        call: Call,
        mut part: Batch,
        reason: String,
        now: Millis,
        wait: impl FnOnce(&Retry) -> Option<Duration>,
    ) -> Result<String> {
        let has_news = part.settled(false).next().is_some();
        let line =
            if has_news { self.ledger.note(part.settled(false), self.pace.used()) } else { String::new() };
        let missing: Vec<usize> = part.missing().map(|at| call.places[at]).collect();
        self.progress.last_failure = Some(reason.clone());
        if missing.is_empty() || call.requested_again {
            part.fail(format!("{MISSING}: {reason}"));
            self.close(&call, part)?;
            return Ok(line);
        }
        self.batches.take_part(&call, part);
        let wait = wait(&self.retry).unwrap_or_default();
        let from = later(now, wait);
        self.waiting.push(Call { places: missing, from, failures: 0, requested_again: true, ..call });
        Ok(line)
    }

    /// Takes an unusable answer: the first ones stop the job, and a later one is a failure.
    fn unusable(
        &mut self,
        call: Call,
        part: Batch,
        reason: String,
        apart: bool,
        now: Millis,
        chance: f64,
    ) -> Result<()> {
        let proven = self.begin.proven;
        if let Some(stop) = self.begin.count_unusable(&reason) {
            self.stopped.get_or_insert(stop);
            self.waiting.push(Call { from: now, ..call });
            return Ok(());
        }
        // A retry does not fix a value that is not JSON.
        if apart && (call.failures > 0 || (!proven && call.places.len() > 1)) {
            return self.cut(&call, part, &reason, now);
        }
        self.retry_later(call, part, &reason, None, now, chance)
    }

    /// Retries a failed call after a wait, unless it has failed too often.
    fn retry_later(
        &mut self,
        call: Call,
        part: Batch,
        reason: &str,
        after: Option<Duration>,
        now: Millis,
        chance: f64,
    ) -> Result<()> {
        let Some(wait) = self.retry.wait(call.failures + 1, after, chance) else {
            return self.give_up(&call, part, reason, now);
        };
        let from = later(now, wait);
        self.waiting.push(Call { failures: call.failures + 1, from, ..call });
        Ok(())
    }

    fn start(&mut self, id: CallId, now: Millis) -> Next {
        let Some(call) = take(&mut self.waiting, id) else { return Next::Reply };
        let Some(part) = self.batches.part(&call) else { return Next::Reply };
        let request = self.service.request(&part);
        self.pace.begin(now);
        self.progress.calls += 1;
        self.in_flight.push(call);
        Next::Call(id, request)
    }

    fn open(&mut self, batch: Batch, now: Millis) {
        let (number, places) = (batch.number(), (0..batch.len()).collect());
        self.batches.push(batch);
        self.wait(number, places, 0, false, now);
    }

    fn wait(&mut self, batch: u64, places: Vec<usize>, failures: u32, requested_again: bool, now: Millis) {
        let id = CallId(self.calls);
        self.calls += 1;
        self.batches.add_call(batch);
        self.waiting.push(Call { id, from: now, batch, places, failures, requested_again });
    }

    fn note_failure(&mut self, reason: Option<&str>) {
        if let Some(reason) = reason {
            self.progress.failures += 1;
            self.progress.last_failure = Some(reason.to_owned());
        }
    }

    fn part(&mut self, id: CallId) -> Option<(Call, Batch)> {
        let call = take(&mut self.in_flight, id)?;
        let part = self.batches.part(&call)?;
        Some((call, part))
    }

    fn give_up(&mut self, call: &Call, part: Batch, reason: &str, now: Millis) -> Result<()> {
        self.given_up += 1;
        if self.given_up >= MAX_GIVEN_UP {
            let calls = self.given_up;
            self.stopped = Some(format!("{calls} consecutive calls failed; last error: {reason}"));
        }
        self.cut(call, part, reason, now)
    }

    /// Splits a call. A single id is left without an answer.
    fn cut(&mut self, call: &Call, mut part: Batch, reason: &str, now: Millis) -> Result<()> {
        if call.places.len() > 1 {
            let (first, second) = call.places.split_at(call.places.len() / 2);
            // They were retried often enough together.
            let failures = call.failures.min(self.retry.max.saturating_sub(2));
            self.wait(call.batch, first.to_vec(), failures, call.requested_again, now);
            self.wait(call.batch, second.to_vec(), failures, call.requested_again, now);
        } else {
            part.fail(reason);
        }
        self.close(call, part)
    }

    fn close(&mut self, call: &Call, part: Batch) -> Result<()> {
        self.batches.close(call, part).map_or(Ok(()), |batch| self.job.settle(batch))
    }
}

fn later(now: Millis, wait: Duration) -> Millis {
    now.saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))
}

/// Takes the call of a number from a list.
fn take(calls: &mut Vec<Call>, id: CallId) -> Option<Call> {
    let place = calls.iter().position(|call| call.id == id)?;
    Some(calls.swap_remove(place))
}
