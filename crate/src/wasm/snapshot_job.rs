//! A snapshot over the workers' streams of ids.

use std::num::NonZeroUsize;
use std::time::Duration;

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use super::failure::Result;
use super::ledger::Ledger;
use super::ranges::{number, whole};
use super::table;
use super::types::{SnapshotNext, SnapshotProgress};
use crate::error::{Error, ErrorCode};
use crate::report::Filter;
use crate::snapshot::service::{Reply, Service, ServiceOptions};
use crate::snapshot::{CallId, Fetch, FetchProgress, Provider, Simulator, SnapshotJob as Job};

/// How many ids are requested before the page gets a report.
const STEP_IDS: u64 = 65_536;

/// Merges the workers' ids, cuts batches, and calls the simulator or returns the calls to make.
#[wasm_bindgen]
pub struct SnapshotJob {
    provided: Provided,
    found: Option<Found>,
}

/// The unanswered ids of the last filter.
struct Found {
    filter: Filter,
    /// How many ids were searched.
    of: usize,
    rows: Vec<usize>,
}

enum Provided {
    Simulator(Box<Job>),
    Service(Box<Fetch<Box<dyn Service>>>),
}

#[wasm_bindgen]
impl SnapshotJob {
    /// Starts over a number of streams; the simulator answers.
    #[wasm_bindgen(constructor)]
    pub fn new(streams: usize, batch_size: Option<usize>) -> Result<Self> {
        let size = match batch_size {
            None => Simulator.batch_limit(),
            Some(size) => NonZeroUsize::new(size).ok_or_else(|| {
                Error::new(ErrorCode::InvalidOption, "a batch needs at least one id").found("0")
            })?,
        };
        Ok(Self::of(Provided::Simulator(Box::new(Job::new(streams, size)))))
    }

    /// Starts over a number of streams, or resumes from the ledger; the page makes the calls.
    #[wasm_bindgen(js_name = fromService)]
    pub fn from_service(streams: usize, options: &str, ledger: Ledger) -> Result<Self> {
        let options = ServiceOptions::from_json(options)?;
        let fetch = options.fetch(streams, ledger.into_known()?)?;
        Ok(Self::of(Provided::Service(Box::new(fetch))))
    }

    /// Returns the streams that need more ids.
    pub fn needs(&self) -> Vec<u32> {
        self.job().needs().into_iter().filter_map(|stream| u32::try_from(stream).ok()).collect()
    }

    /// Appends ids to a stream; a table without rows ends it.
    #[wasm_bindgen(js_name = pushIds)]
    pub fn push_ids(&mut self, stream: usize, ids: &[u8]) -> Result<()> {
        for batch in table::decode(ids)? {
            self.job_mut().push_ids(stream, &batch)?;
        }
        Ok(())
    }

    /// Requests as many batches as the ids allow, up to some 65,536 ids.
    pub fn advance(&mut self) -> Result<Ts<SnapshotProgress>> {
        let job = self.job_mut();
        let max = job.progress().requested + STEP_IDS;
        while job.progress().requested < max {
            let Some(mut batch) = job.next_batch()? else { break };
            Simulator.answer(&mut batch)?;
            job.settle(batch)?;
        }
        let progress = job.progress();
        let progress =
            SnapshotProgress { requested: progress.requested, calls: progress.calls, done: progress.done };
        Ok(progress.into_ts()?)
    }

    /// Returns what to do at a time, in milliseconds since 1970.
    pub fn next(&mut self, now: f64) -> Result<Ts<SnapshotNext>> {
        Ok(SnapshotNext::from(self.fetch()?.next(now as i64)?).into_ts()?)
    }

    /// Takes the reply of a call. Returns the line to append to the ledger, possibly none.
    /// `retry_after` is in seconds, `chance` from 0, inclusive, to 1.
    // Numbers and bytes cross the boundary unchanged; a struct would be converted for each reply.
    #[allow(clippy::too_many_arguments)]
    pub fn reply(
        &mut self,
        call: f64,
        status: u16,
        retry_after: Option<f64>,
        encoding: Option<String>,
        body: &[u8],
        now: f64,
        chance: f64,
    ) -> Result<String> {
        let retry_after = retry_after
            .filter(|seconds| *seconds >= 0.0)
            .map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
        let reply = Reply { status, retry_after, encoding: encoding.as_deref(), body };
        Ok(self.fetch()?.reply(CallId(whole(call)), reply, now as i64, chance)?)
    }

    /// Records that a call had no reply.
    pub fn fail(&mut self, call: f64, reason: &str, now: f64, chance: f64) -> Result<()> {
        Ok(self.fetch()?.fail(CallId(whole(call)), reason, now as i64, chance)?)
    }

    /// Records that a call had a reply that cannot be an answer.
    pub fn misfit(&mut self, call: f64, reason: &str, now: f64, chance: f64) -> Result<()> {
        Ok(self.fetch()?.misfit(CallId(whole(call)), reason, now as i64, chance)?)
    }

    /// Records that a call cannot be made before the user fixes something.
    pub fn stop(&mut self, call: f64, reason: &str, now: f64) -> Result<()> {
        self.fetch()?.stop(CallId(whole(call)), reason, now as i64);
        Ok(())
    }

    /// Continues after a stop, or when the user states that there is quota again.
    pub fn resume(&mut self) -> Result<()> {
        self.fetch()?.resume();
        Ok(())
    }

    /// Stops: ids without an answer stay so.
    pub fn cancel(&mut self) -> Result<()> {
        Ok(self.fetch()?.cancel()?)
    }

    /// Returns the progress.
    pub fn progress(&mut self) -> Result<Ts<FetchProgress>> {
        Ok(self.fetch()?.progress().into_ts()?)
    }

    /// Takes the known answers of a stream that were not taken yet, in the order of its ids.
    #[wasm_bindgen(js_name = takeAnswers, unchecked_return_type = "Uint8Array")]
    pub fn take_answers(&mut self, stream: usize) -> Result<Vec<u8>> {
        Ok(table::encode(&self.job_mut().take_answers(stream)?)?)
    }

    /// Returns how many ids without an answer a filter takes; its days do not matter.
    #[wasm_bindgen(js_name = unansweredRows)]
    pub fn unanswered_rows(&mut self, filter: Ts<Filter>) -> Result<f64> {
        Ok(number(self.unanswered(filter.to_rust()?).len() as u64))
    }

    /// Returns rows of the result `unanswered` that a filter takes; fewer at the end.
    #[wasm_bindgen(js_name = unansweredWindow, unchecked_return_type = "Uint8Array")]
    pub fn unanswered_window(&mut self, filter: Ts<Filter>, start: f64, length: f64) -> Result<Vec<u8>> {
        let rows = self.unanswered(filter.to_rust()?);
        let at = |row: f64| usize::try_from(whole(row)).unwrap_or(rows.len()).min(rows.len());
        let wanted = rows[at(start)..at(start + length).max(at(start))].to_vec();
        Ok(table::encode(&self.job().unanswered_at(&wanted)?)?)
    }

    fn of(provided: Provided) -> Self {
        Self { provided, found: None }
    }

    /// Returns the rows of the result `unanswered` that a filter takes; the last result is cached.
    fn unanswered(&mut self, filter: Filter) -> &[usize] {
        let of = self.job().unanswered_rows();
        let known = self.found.take().filter(|found| found.of == of && found.filter == filter);
        let found = known.unwrap_or_else(|| {
            let rows = self.job().unanswered_of(&|id| filter.takes_video(id));
            Found { filter, of, rows }
        });
        &self.found.insert(found).rows
    }

    fn job(&self) -> &Job {
        match &self.provided {
            Provided::Simulator(job) => job,
            Provided::Service(fetch) => fetch.job(),
        }
    }

    fn job_mut(&mut self) -> &mut Job {
        match &mut self.provided {
            Provided::Simulator(job) => job,
            Provided::Service(fetch) => fetch.job_mut(),
        }
    }

    fn fetch(&mut self) -> Result<&mut Fetch<Box<dyn Service>>> {
        match &mut self.provided {
            Provided::Simulator(_) => {
                Err(Error::new(ErrorCode::Internal, "the simulator makes no calls").into())
            }
            Provided::Service(fetch) => Ok(fetch),
        }
    }
}
