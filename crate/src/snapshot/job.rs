//! One snapshot, from sorted ids to answers.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::Range;

use arrow::array::{RecordBatch, StringBuilder};

use crate::error::{Error, ErrorCode, Result};

use super::answers::Answers;
use super::batch::{Batch, Holder};
use super::ids::Ids;
use super::provider::Provider;
use super::unanswered::Unanswered;

const ABSENT: &str = "absent from the answer";
pub(super) const CANCELLED: &str = "cancelled";
const MAX_RESERVED: usize = 1024;
/// How many known ids may come before the first requested one.
const MAX_KNOWN: usize = 65_536;
const USUAL_ID_BYTES: usize = 11;

/// Merges streams of ids, cuts them into batches, and returns each stream its answers.
///
/// Each stream is a series of tables `video_id` (text) of distinct ids that ascend by bytes. An id
/// of several streams is requested once and answered to each. Streams do not affect the batches: N
/// distinct ids take ceil(N / batch size) calls, however they are distributed.
///
/// It holds the ids that were pushed and not yet taken, and the result `unanswered`.
///
/// ```
/// use std::sync::Arc;
/// use arrow::array::{RecordBatch, StringArray};
/// use daytally::snapshot::{Provider, Simulator, SnapshotJob, ids_schema};
///
/// let ids = |ids: &[&str]| {
///     let column = Arc::new(StringArray::from_iter_values(ids));
///     RecordBatch::try_new(ids_schema(), vec![column])
/// };
/// let mut job = SnapshotJob::new(1, Simulator.batch_limit());
/// assert_eq!(job.needs(), [0]);
/// job.push_ids(0, &ids(&["a", "abc"])?)?;
/// job.push_ids(0, &ids(&[])?)?;
/// let progress = job.advance(&mut Simulator)?;
/// assert!(progress.done);
/// assert_eq!((progress.requested, progress.calls), (2, 1));
/// assert_eq!(job.take_answers(0)?.num_rows(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct SnapshotJob {
    batch_size: NonZeroUsize,
    streams: Vec<Stream>,
    filling: Filling,
    /// Batches that were settled before an earlier one.
    waiting: BTreeMap<u64, Batch>,
    cut: u64,
    settled: u64,
    settled_ids: u64,
    requested: u64,
    calls: u64,
    unanswered: Unanswered,
    failed: usize,
    /// Ids that were not requested because the job was cancelled.
    dropped: u64,
    cancelled: bool,
}

#[derive(Debug, Default)]
struct Stream {
    ids: Ids,
    answers: Answers,
}

#[derive(Debug)]
struct Filling {
    ids: StringBuilder,
    /// The views of each id, if they are known.
    views: Vec<Option<i64>>,
    /// The positions of the requested ids.
    requested: Vec<usize>,
    holders: Vec<Holder>,
}

impl Filling {
    fn new(batch_size: NonZeroUsize) -> Self {
        let ids = batch_size.get().min(MAX_RESERVED);
        Self {
            ids: StringBuilder::with_capacity(ids, ids * USUAL_ID_BYTES),
            views: Vec::with_capacity(ids),
            requested: Vec::with_capacity(ids),
            holders: Vec::with_capacity(ids),
        }
    }
}

/// The progress of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Distinct ids sent to the provider so far.
    pub requested: u64,
    /// Calls to the provider so far.
    pub calls: u64,
    /// Distinct ids that are answered or known to be unanswered.
    pub settled: u64,
    /// Whether every stream has ended and every id is answered or known to be unanswered.
    pub done: bool,
}

impl SnapshotJob {
    /// Creates a job over a number of streams, with a number of ids per call.
    pub fn new(streams: usize, batch_size: NonZeroUsize) -> Self {
        Self {
            batch_size,
            streams: std::iter::repeat_with(Stream::default).take(streams).collect(),
            filling: Filling::new(batch_size),
            waiting: BTreeMap::new(),
            cut: 0,
            settled: 0,
            settled_ids: 0,
            requested: 0,
            calls: 0,
            unanswered: Unanswered::default(),
            failed: 0,
            dropped: 0,
            cancelled: false,
        }
    }

    /// Returns the streams, from 0, whose next ids the job needs.
    pub fn needs(&self) -> Vec<usize> {
        (0..self.streams.len()).filter(|&stream| self.streams[stream].ids.is_dry()).collect()
    }

    /// Appends ids to a stream; a table without rows ends it.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if there is no such stream, it has ended, or its
    /// ids are null or do not ascend.
    pub fn push_ids(&mut self, stream: usize, ids: &RecordBatch) -> Result<()> {
        self.stream(stream)?.ids.push(ids)
    }

    /// Sends the provider every batch that the ids pushed so far can fill.
    ///
    /// # Errors
    ///
    /// The provider's error, after which the job cannot be used.
    pub fn advance(&mut self, provider: &mut dyn Provider) -> Result<Progress> {
        while let Some(mut batch) = self.next_batch()? {
            provider.answer(&mut batch)?;
            self.settle(batch)?;
        }
        Ok(self.progress())
    }

    /// Cuts the next batch: a full one, or the rest when every stream has ended.
    ///
    /// `None` means that ids are needed, or that all are requested. Several batches may be in
    /// flight.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if answers of 2 GiB were not taken.
    pub fn next_batch(&mut self) -> Result<Option<Batch>> {
        self.next_batch_without(|_| None)
    }

    /// As [`next_batch`](Self::next_batch), for ids without a known answer. `known` returns the
    /// views of an id, or that it has none, and `None` for one that was never answered.
    ///
    /// # Errors
    ///
    /// As `next_batch`.
    pub fn next_batch_without(
        &mut self,
        known: impl Fn(&str) -> Option<Option<i64>>,
    ) -> Result<Option<Batch>> {
        while let Some(mut batch) = self.cut_batch(&known) {
            if batch.is_empty() {
                self.settle(batch)?;
                continue;
            }
            if !self.cancelled {
                self.requested += batch.len() as u64;
                self.calls += 1;
                return Ok(Some(batch));
            }
            batch.fail(CANCELLED);
            self.settle(batch)?;
        }
        Ok(None)
    }

    /// Takes a batch with its answers, in any order.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if answers of 2 GiB were not taken.
    pub fn settle(&mut self, batch: Batch) -> Result<()> {
        self.waiting.insert(batch.number(), batch);
        while let Some(batch) = self.waiting.remove(&self.settled) {
            self.settled += 1;
            self.settled_ids += batch.all() as u64;
            for (stream, id, views) in batch.answers() {
                self.streams[stream].answers.push(id, views)?;
            }
            for (id, reason) in batch.failures() {
                self.failed += usize::from(reason.is_some());
                self.dropped += u64::from(reason == Some(CANCELLED));
                self.unanswered.push(id, reason.unwrap_or(ABSENT));
            }
        }
        Ok(())
    }

    /// Stops: ids that are in no batch yet, and those pushed later, stay unanswered.
    pub fn cancel(&mut self) {
        self.cancelled = true;
    }

    /// Returns the progress.
    pub fn progress(&self) -> Progress {
        let over = self.streams.iter().all(|stream| stream.ids.is_over());
        let done = over && self.filling.views.is_empty() && self.settled == self.cut;
        Progress { requested: self.requested, calls: self.calls, settled: self.settled_ids, done }
    }

    /// Takes the known answers of a stream that were not taken yet, in the order of its ids.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if there is no such stream.
    pub fn take_answers(&mut self, stream: usize) -> Result<RecordBatch> {
        self.stream(stream)?.answers.take()
    }

    /// Returns how many ids are known to be unanswered.
    pub fn unanswered_rows(&self) -> usize {
        self.unanswered.rows()
    }

    /// Returns how many of them are unanswered for another reason than that the provider omitted
    /// them. A later call may answer these.
    pub fn failed_rows(&self) -> usize {
        self.failed
    }

    /// Returns how many ids were not requested because the job was cancelled.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Returns the numbers of the rows of [`unanswered`](Self::unanswered) with an id that is wanted,
    /// ascending.
    pub fn unanswered_of(&self, takes: &dyn Fn(&str) -> bool) -> Vec<usize> {
        self.unanswered.of(takes)
    }

    /// Returns rows of the result `unanswered` by their numbers.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if Arrow refuses the table.
    pub fn unanswered_at(&self, rows: &[usize]) -> Result<RecordBatch> {
        self.unanswered.at(rows.iter().copied())
    }

    /// Returns rows of the result `unanswered`, ascending by the ids' bytes; fewer at its end.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if Arrow refuses the table.
    pub fn unanswered(&self, rows: Range<usize>) -> Result<RecordBatch> {
        self.unanswered.at(rows.start..rows.end.min(self.unanswered.rows()))
    }

    fn stream(&mut self, stream: usize) -> Result<&mut Stream> {
        self.streams
            .get_mut(stream)
            .ok_or_else(|| Error::new(ErrorCode::Internal, format!("there is no stream {stream} of ids")))
    }

    fn cut_batch(&mut self, known: &impl Fn(&str) -> Option<Option<i64>>) -> Option<Batch> {
        while self.filling.requested.len() < self.batch_size.get() {
            if self.filling.requested.is_empty() && self.filling.views.len() >= MAX_KNOWN {
                break;
            }
            if self.streams.iter().any(|stream| stream.ids.is_dry()) {
                return None;
            }
            if !self.take_smallest(known) {
                break;
            }
        }
        if self.filling.views.is_empty() {
            return None;
        }
        let Filling { mut ids, views, requested, holders } =
            std::mem::replace(&mut self.filling, Filling::new(self.batch_size));
        let batch = Batch::between(self.cut, ids.finish(), requested, views, holders);
        self.cut += 1;
        Some(batch)
    }

    /// Moves the smallest id of all streams into the current batch, if there is one.
    fn take_smallest(&mut self, known: &impl Fn(&str) -> Option<Option<i64>>) -> bool {
        let Filling { ids, views, requested, holders } = &mut self.filling;
        let start = holders.len();
        let mut smallest: Option<&str> = None;
        for (number, stream) in self.streams.iter().enumerate() {
            let Some(head) = stream.ids.head() else { continue };
            let ordering = smallest.map_or(Ordering::Less, |smallest| head.cmp(smallest));
            if ordering == Ordering::Less {
                smallest = Some(head);
                holders.truncate(start);
            }
            if ordering != Ordering::Greater {
                holders.push(Holder { index: views.len(), stream: number });
            }
        }
        let Some(smallest) = smallest else { return false };
        ids.append_value(smallest);
        let answer = known(smallest);
        if answer.is_none() {
            requested.push(views.len());
        }
        views.push(answer.flatten());
        for holder in &holders[start..] {
            self.streams[holder.stream].ids.skip();
        }
        true
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
