//! A snapshot over the workers' streams of ids.

use std::num::NonZeroUsize;

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use super::failure::Result;
use super::ranges::{number, whole};
use super::table;
use super::types::SnapshotProgress;
use crate::error::{Error, ErrorCode};
use crate::snapshot::{Provider, Simulator, SnapshotJob as Job};

/// How many ids are asked before the page hears of it.
const STEP_IDS: u64 = 65_536;

/// Merges the workers' ids, cuts batches, asks the provider.
#[wasm_bindgen]
pub struct SnapshotJob {
    job: Job,
    provider: Box<dyn Provider>,
}

#[wasm_bindgen]
impl SnapshotJob {
    /// Begins over a number of streams; the batch size is the provider's limit if none is given.
    #[wasm_bindgen(constructor)]
    pub fn new(streams: usize, provider: &str, batch_size: Option<usize>) -> Result<Self> {
        if provider != "simulator" {
            let error = Error::new(ErrorCode::InvalidOption, "there is no such provider");
            return Err(error.expected("simulator").found(format!("{provider:?}")).into());
        }
        let provider = Box::new(Simulator);
        let size = match batch_size {
            None => provider.batch_limit(),
            Some(size) => NonZeroUsize::new(size).ok_or_else(|| {
                Error::new(ErrorCode::InvalidOption, "a batch needs at least one id").found("0")
            })?,
        };
        Ok(Self { job: Job::new(streams, size), provider })
    }

    /// The streams whose ids are used up.
    pub fn needs(&self) -> Vec<u32> {
        self.job.needs().into_iter().filter_map(|stream| u32::try_from(stream).ok()).collect()
    }

    /// Appends ids to a stream; a table without rows ends it.
    #[wasm_bindgen(js_name = pushIds)]
    pub fn push_ids(&mut self, stream: usize, ids: &[u8]) -> Result<()> {
        for batch in table::decode(ids)? {
            self.job.push_ids(stream, &batch)?;
        }
        Ok(())
    }

    /// Asks as many batches as the ids allow, up to some 65,536 ids.
    pub fn advance(&mut self) -> Result<Ts<SnapshotProgress>> {
        let most = self.job.progress().asked + STEP_IDS;
        while self.job.progress().asked < most {
            let Some(mut batch) = self.job.next_batch()? else { break };
            self.provider.answer(&mut batch)?;
            self.job.settle(batch)?;
        }
        let progress = self.job.progress();
        let progress = SnapshotProgress { asked: progress.asked, calls: progress.calls, done: progress.done };
        Ok(progress.into_ts()?)
    }

    /// The answers of a stream that are known and not yet taken, in the order of its ids.
    #[wasm_bindgen(js_name = takeAnswers, unchecked_return_type = "Uint8Array")]
    pub fn take_answers(&mut self, stream: usize) -> Result<Vec<u8>> {
        Ok(table::encode(&self.job.take_answers(stream)?)?)
    }

    /// How many ids that begin with a prefix have no answer.
    #[wasm_bindgen(js_name = unansweredRows)]
    pub fn unanswered_rows(&self, prefix: &str) -> f64 {
        number(self.job.unanswered_with(prefix).len() as u64)
    }

    /// Rows of the result `unanswered` whose id begins with a prefix, fewer at their end.
    #[wasm_bindgen(js_name = unansweredWindow, unchecked_return_type = "Uint8Array")]
    pub fn unanswered_window(&self, prefix: &str, start: f64, length: f64) -> Result<Vec<u8>> {
        let rows = self.job.unanswered_with(prefix);
        let at = |row: f64| usize::try_from(whole(row)).unwrap_or(rows.len()).min(rows.len());
        let end = at(start + length);
        Ok(table::encode(&self.job.unanswered(rows.start + at(start)..rows.start + end)?)?)
    }
}
