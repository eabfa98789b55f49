//! The state of one fold, ready to be merged.

use crate::error::Result;
use crate::fold::{Counters, Fold, MonthCell, SealedSeries, SeriesKey, hash_of, partition_of};
use crate::merge::batch::Batch;
use crate::merge::builder::{BATCH_BYTES, StateBuilder};
use crate::merge::cursor::Order;
use crate::merge::ipc;
use crate::merge::lists::merge_into;
use crate::merge::schema::{StateBatch, schema};

/// How many series are distributed to partitions at once.
const CHUNK: usize = 1_024;

/// A mergeable state: series sorted by channel and video, and the scan's counters.
///
/// Merging is associative and commutative, with [`Partial::default`] as its identity. Merging the
/// parts of [`split_fold`](Self::split_fold) gives the whole fold.
#[derive(Clone, Debug, Default)]
pub struct Partial {
    pub(super) batches: Vec<StateBatch>,
    pub(super) counters: Counters,
}

impl Partial {
    /// Ends a fold.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built.
    pub fn from_fold(fold: Fold) -> Result<Self> {
        Ok(Self::split_fold(fold, 1)?.pop().unwrap_or_default())
    }

    /// Ends a fold and cuts it by hash of the video: every series of a video goes to the same
    /// partition, in every worker of a run. The counters go to the first.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built.
    pub fn split_fold(fold: Fold, partitions: usize) -> Result<Vec<Self>> {
        let (series, mut counters) = fold.into_parts();
        let builder = || StateBuilder::new(BATCH_BYTES, Vec::new());
        let mut builders: Vec<_> = std::iter::repeat_with(builder).take(partitions.max(1)).collect();
        for keys in series.sorted().chunks(CHUNK) {
            deal(&series, keys, &mut builders, &mut counters)?;
        }
        let finish =
            |builder: StateBuilder<_>| Ok(Self { batches: builder.finish()?, counters: Counters::default() });
        let mut parts = builders.into_iter().map(finish).collect::<Result<Vec<_>>>()?;
        parts[0].counters = counters;
        Ok(parts)
    }

    /// Merges any number of partials.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built.
    pub fn merge(partials: Vec<Self>) -> Result<Self> {
        let mut counters = Counters::default();
        let mut lists = Vec::new();
        for partial in partials {
            counters.merge(partial.counters);
            if !partial.batches.is_empty() {
                lists.push(partial.batches);
            }
        }
        if lists.len() < 2 {
            return Ok(Self { batches: lists.pop().unwrap_or_default(), counters });
        }
        let lists = lists.into_iter().map(|list| list.into_iter().map(Batch::resident).collect()).collect();
        let batches = merge_into(Vec::new(), BATCH_BYTES, lists, Order::Results, &mut counters)?;
        Ok(Self { batches, counters })
    }

    /// Returns the partial as an Arrow IPC stream.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if it cannot be written.
    pub fn encode(&self) -> Result<Vec<u8>> {
        let batches = self.batches.iter().map(|batch| batch.batch().clone());
        ipc::encode(&schema(), batches, &self.counters)
    }

    /// Decodes what [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for anything else.
    pub fn decode(bytes: Vec<u8>) -> Result<Self> {
        let (_, batches, counters) = ipc::decode(bytes)?;
        let batches = batches.into_iter().map(StateBatch::new).collect::<Result<_>>()?;
        Ok(Self { batches, counters })
    }

    /// Returns the counters of the scan.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Returns how many series it has.
    pub fn series(&self) -> usize {
        self.batches.iter().map(StateBatch::len).sum()
    }

    /// Returns the memory of its columns, in bytes.
    pub fn memory(&self) -> usize {
        self.batches.iter().map(StateBatch::memory).sum()
    }
}

/// Adds series, each to the partition of its video.
///
/// A function of its own: see `docs/design/size/wasm-opt.md`.
#[inline(never)]
fn deal(
    series: &SealedSeries,
    keys: &[SeriesKey],
    partitions: &mut [StateBuilder<Vec<StateBatch>>],
    counters: &mut Counters,
) -> Result<()> {
    series.each_months(keys, counters, |key, months| {
        let video = series.video(key);
        let partition = match partitions.len() {
            1 => 0,
            several => partition_of(hash_of(video), several),
        };
        partitions[partition].push(series.channel(key), video, series.created(key), months)
    })
}

/// Two partials are equal if they hold the same, however they are cut into batches.
impl PartialEq for Partial {
    fn eq(&self, other: &Self) -> bool {
        let rows = |partial: &Self| -> Vec<_> {
            let series = partial.batches.iter().flat_map(StateBatch::iter);
            series
                .map(|series| {
                    let owned = |id: Option<&[u8]>| id.map(<[u8]>::to_vec);
                    let cells: Vec<MonthCell> = series.cells.iter().collect();
                    (owned(series.channel), owned(series.video), series.created.to_vec(), cells)
                })
                .collect()
        };
        self.counters == other.counters && rows(self) == rows(other)
    }
}
