//! Complete state: every row of its videos is in it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::fold::Counters;
use crate::merge::batch::{Batch, Stored, key};
use crate::merge::builder::{BATCH_BYTES, StateBuilder};
use crate::merge::cursor::Order;
use crate::merge::keys;
use crate::merge::lists::{merge_down, merge_into};
use crate::merge::recent::Recent;
use crate::merge::schema::{Series, StateBatch, schema};
use crate::merge::siblings::{self, VideoCounters};
use crate::merge::sort::in_order;
use crate::merge::{Partial, Spill, Splitters, directory, ipc};
use crate::spill::{Store, broken};

/// A partition or a range of the merged state, from which results are read.
///
/// It is made by [`Totals::new`], so that a result cannot be read from a state that lacks rows of
/// its videos. Its batches are in memory, or in a store and read when needed.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    batches: Vec<Batch>,
    counters: Counters,
    videos: VideoCounters,
    recent: Arc<Recent<usize, StateBatch>>,
}

#[derive(Serialize, Deserialize)]
struct AllCounters {
    scan: Counters,
    videos: VideoCounters,
}

/// The maximum number of keys in a worker's sample.
const SAMPLE_KEYS: usize = 1_024;

impl Totals {
    /// Completes the merged partials of one hash partition.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built.
    pub fn new(partition: Partial) -> Result<Self> {
        let Partial { mut batches, counters } = partition;
        let videos = siblings::resolve(&mut batches)?;
        let batches = batches.into_iter().map(Batch::resident).collect();
        Ok(Self { batches, counters, videos, ..Self::default() })
    }

    /// Completes a partition whose series are in arbitrary order, and writes it to a store.
    pub(super) fn sorted(mut batches: Vec<StateBatch>, spill: &Spill) -> Result<Self> {
        let videos = siblings::resolve(&mut batches)?;
        let mut builder = StateBuilder::new(spill.budget.batch_bytes(), spill.list());
        for (batch, row) in in_order(&batches) {
            builder.push_series(&batches[batch as usize].series(row as usize))?;
        }
        Ok(Self { batches: builder.finish()?.batches, videos, ..Self::default() })
    }

    /// Returns keys at even distances, from which [`Splitters`] are chosen.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built;
    /// [`Io`](crate::ErrorCode::Io) if a batch cannot be read.
    pub fn sample(&self) -> Result<Vec<u8>> {
        let mut sample = Vec::new();
        self.pick(SAMPLE_KEYS, |series| sample.push(key(series)))?;
        keys::encode(&sample)
    }

    /// Calls `each` with at most `max` series, at least one, at even distances.
    pub(super) fn pick(&self, max: usize, mut each: impl FnMut(&Series<'_>)) -> Result<()> {
        let step = self.series().div_ceil(max.max(1)).max(1);
        let (mut next, mut passed) = (0, 0);
        for batch in &self.batches {
            if next < passed + batch.len() {
                let resident = batch.read()?;
                while next < passed + batch.len() {
                    each(&resident.series(next - passed));
                    next += step;
                }
            }
            passed += batch.len();
        }
        Ok(())
    }

    /// Cuts into ranges of the result order. The counters go to the first.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built;
    /// [`Io`](crate::ErrorCode::Io) if a batch cannot be read.
    pub fn cut(self, splitters: &Splitters) -> Result<Vec<Self>> {
        let mut ranges: Vec<Self> = std::iter::repeat_with(Self::default).take(splitters.parts).collect();
        ranges[0].counters = self.counters;
        ranges[0].videos = self.videos;
        let mut part = 0;
        let mut batches = self.batches.into_iter().peekable();
        while let Some(batch) = batches.next() {
            let mut rest = Some(batch);
            while let (Some(batch), Some(key)) =
                (rest.take_if(|_| part < splitters.keys.len()), splitters.keys.get(part))
            {
                if !batch.begins_before(key) {
                    part += 1;
                    rest = Some(batch);
                } else if batches.peek().is_some_and(|next| next.begins_before(key)) {
                    ranges[part].batches.push(batch);
                } else {
                    let (before, after) = batch.cut(key)?;
                    // Otherwise the same batch would be cut forever.
                    let before = before.ok_or_else(|| broken("a batch begins with another key"))?;
                    ranges[part].batches.push(before);
                    rest = after;
                }
            }
            ranges[part].batches.extend(rest);
        }
        Ok(ranges)
    }

    /// Joins the parts of one range, in memory or, batch by batch, in a store.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built;
    /// [`Io`](crate::ErrorCode::Io) if a batch cannot be read or written.
    pub fn join(shares: Vec<Self>, spill: Option<&Spill>) -> Result<Self> {
        let mut joined = Self::default();
        let mut lists = Vec::new();
        for share in shares {
            joined.add_counters(share.counters);
            joined.videos.videos += share.videos.videos;
            joined.videos.several_channels += share.videos.several_channels;
            joined.videos.several_created += share.videos.several_created;
            joined.videos.sibling_repeats += share.videos.sibling_repeats;
            if !share.batches.is_empty() {
                lists.push(share.batches);
            }
        }
        // A single list is copied too if its store outlives that of the parts.
        if lists.len() < 2 && spill.is_none() {
            joined.batches = lists.pop().unwrap_or_default();
            return Ok(joined);
        }
        // No key is in two of the lists.
        let nothing = &mut Counters::default();
        joined.batches = match spill {
            None => merge_into(Vec::new(), BATCH_BYTES, lists, Order::Results, nothing)?,
            Some(spill) => {
                let lists = merge_down(lists, Order::Results, nothing, spill)?;
                let full = spill.budget.batch_bytes();
                merge_into(spill.list(), full, lists, Order::Results, nothing)?.batches
            }
        };
        Ok(joined)
    }

    /// Returns the totals as an Arrow IPC stream; for stored batches, only their positions.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if it cannot be written.
    pub fn encode(&self) -> Result<Vec<u8>> {
        let counters = AllCounters { scan: self.counters.clone(), videos: self.videos.clone() };
        let stored: Vec<(u32, &Stored)> =
            self.batches.iter().filter_map(Batch::stored).map(|it| (0, it)).collect();
        if !stored.is_empty() {
            return ipc::encode(&directory::schema(), [directory::encode(stored)?], &counters);
        }
        let batches = self.batches.iter().map(Batch::read).collect::<Result<Vec<_>>>()?;
        ipc::encode(&schema(), batches.iter().map(|batch| batch.batch().clone()), &counters)
    }

    /// Decodes what [`encode`](Self::encode) wrote; stored batches are in `store`.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) or [`Io`](crate::ErrorCode::Io) for anything else.
    pub fn decode(bytes: Vec<u8>, store: Option<&Arc<dyn Store>>) -> Result<Self> {
        let (found, batches, counters) = ipc::decode::<AllCounters>(bytes)?;
        let mut totals = Self { counters: counters.scan, videos: counters.videos, ..Self::default() };
        for batch in batches {
            match store.filter(|_| found.fields() == directory::schema().fields()) {
                None => totals.batches.push(Batch::resident(StateBatch::new(batch)?)),
                Some(store) => {
                    let stored = directory::decode(&batch, store)?.into_iter();
                    totals.batches.extend(stored.map(|(_, stored)| Batch::Stored(stored)));
                }
            }
        }
        Ok(totals)
    }

    pub(super) fn add_counters(&mut self, counters: Counters) {
        self.counters.merge(counters);
    }

    /// Returns how many (channel, video) it has.
    pub fn series(&self) -> usize {
        self.batches.iter().map(Batch::len).sum()
    }

    /// Returns the counters of the scan.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    pub(crate) fn video_counters(&self) -> &VideoCounters {
        &self.videos
    }

    /// Returns how many series each of its batches has.
    pub(crate) fn lengths(&self) -> impl Iterator<Item = usize> {
        self.batches.iter().map(Batch::len)
    }

    /// Returns one of its batches, read into memory.
    pub(crate) fn batch(&self, number: usize) -> Result<StateBatch> {
        match &self.batches[number] {
            Batch::Resident(batch) => Ok(StateBatch::clone(batch)),
            stored => self.recent.get(number, || stored.read()),
        }
    }

    /// Returns its batches from one on, read one after the other.
    pub(crate) fn batches_from(&self, first: usize) -> impl Iterator<Item = Result<StateBatch>> {
        (first..self.batches.len()).map(|number| self.batch(number))
    }

    /// Returns the memory of its columns, in bytes; that of stored batches is not counted.
    pub fn memory(&self) -> usize {
        self.batches.iter().map(Batch::memory).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use arrow::array::{BinaryViewArray, Date32Array, Int64Array};
    use bytes::Bytes;

    use super::*;
    use crate::error::ErrorCode;
    use crate::fold::Fold;
    use crate::scan::{Columns, Ids};

    #[derive(Debug)]
    struct Fixed(Bytes);

    impl Store for Fixed {
        fn append(&self, _: &[u8]) -> Result<u64> {
            Err(broken("full"))
        }
        fn read(&self, _: Range<u64>) -> Result<Bytes> {
            Ok(self.0.clone())
        }
    }

    #[test]
    fn a_batch_that_begins_elsewhere_is_not_cut_for_ever() {
        let ids = |id| Some(Ids::Plain(BinaryViewArray::from_iter_values([id])));
        let mut fold = Fold::new();
        fold.update(&Columns {
            rows: 1,
            channel_id: ids("c"),
            video_id: ids("z"),
            created_date: Some(Date32Array::from(vec![0])),
            date: Some(Date32Array::from(vec![0])),
            view_count: Some(Int64Array::from(vec![0])),
        });
        let partial = Partial::from_fold(fold).unwrap();
        let bytes = ipc::pack(&partial.batches[0]).unwrap();
        let key = |video: &str| (Some(b"c".to_vec()), Some(video.as_bytes().to_vec()));
        let place = 0..bytes.len() as u64;
        let store = Arc::new(Fixed(bytes.into()));
        let batches = vec![Batch::Stored(Stored { store, place, rows: 0..1, first: key("a") })];
        let totals = Totals { batches, ..Totals::default() };
        let splitters = Splitters { keys: vec![key("m")], parts: 2 };
        assert_eq!(totals.cut(&splitters).unwrap_err().code(), ErrorCode::Io);
    }
}
