//! State that is whole: every row of its videos is in it.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::fold::Counters;
use crate::merge::builder::StateBuilder;
use crate::merge::cursor::merge_sorted;
use crate::merge::keys::{self, Key};
use crate::merge::schema::{Series, StateBatch};
use crate::merge::{Partial, ipc, siblings};

/// What is counted of whole videos.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VideoCounters {
    /// Distinct videos, the null not among them.
    pub(crate) videos: u64,
    /// Videos in more than one channel; the null counts as one video and as one channel.
    pub(crate) several_channels: u64,
    /// Videos with more than one upload day.
    pub(crate) several_created: u64,
    /// Days that a video has in one channel and also in another.
    pub(crate) sibling_repeats: u64,
}

/// A partition or a range of the merged state, from which results are read.
///
/// It comes from [`Totals::new`], so that no result can be taken from a state that still lacks
/// rows of its videos.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    batches: Vec<StateBatch>,
    counters: Counters,
    videos: VideoCounters,
}

#[derive(Serialize, Deserialize)]
struct AllCounters {
    scan: Counters,
    videos: VideoCounters,
}

/// How many keys a worker's sample has at most.
const SAMPLE_KEYS: usize = 1_024;

impl Totals {
    /// Completes the merged partials of one hash partition.
    ///
    /// # Errors
    /// `Internal` if an Arrow array cannot be built.
    pub fn new(partition: Partial) -> Result<Self> {
        let Partial { mut batches, counters } = partition;
        let videos = siblings::resolve(&mut batches)?;
        Ok(Self { batches, counters, videos })
    }

    /// Keys at even distances, from which [`cut`](Self::cut) chooses where to cut.
    ///
    /// # Errors
    /// `Internal` if an Arrow array cannot be built.
    pub fn sample(&self) -> Result<Vec<u8>> {
        let rows = self.series();
        let step = rows.div_ceil(SAMPLE_KEYS).max(1);
        let mut next = 0;
        let mut passed = 0;
        let mut sample: Vec<Key> = Vec::new();
        for batch in &self.batches {
            while next < passed + batch.len() {
                let series = batch.series(next - passed);
                sample.push((series.channel.map(<[u8]>::to_vec), series.video.map(<[u8]>::to_vec)));
                next += step;
            }
            passed += batch.len();
        }
        keys::encode(&sample)
    }

    /// Cuts into ranges of the results' order; the same samples give the same ranges everywhere.
    /// The counters go to the first.
    ///
    /// # Errors
    /// `Corrupt` for samples that [`sample`](Self::sample) did not write.
    pub fn cut(self, samples: &[Vec<u8>], parts: usize) -> Result<Vec<Self>> {
        let mut all = Vec::new();
        for sample in samples {
            all.extend(keys::decode(sample)?);
        }
        let splitters = keys::splitters(all, parts);
        let mut ranges = vec![Self::default(); parts.max(1)];
        ranges[0].counters = self.counters;
        ranges[0].videos = self.videos;
        for batch in self.batches {
            let mut start = 0;
            for (part, range) in ranges.iter_mut().enumerate() {
                let end = splitters.get(part).map_or(batch.len(), |key| place(&batch, key));
                if end > start {
                    range.batches.push(batch.slice(start, end)?);
                    start = end;
                }
            }
        }
        Ok(ranges)
    }

    /// Joins the shares of one range.
    ///
    /// # Errors
    /// `Internal` if an Arrow array cannot be built.
    pub fn join(shares: Vec<Self>) -> Result<Self> {
        let mut joined = Self::default();
        let mut lists = Vec::new();
        for share in shares {
            joined.counters.merge(share.counters);
            joined.videos.videos += share.videos.videos;
            joined.videos.several_channels += share.videos.several_channels;
            joined.videos.several_created += share.videos.several_created;
            joined.videos.sibling_repeats += share.videos.sibling_repeats;
            if !share.batches.is_empty() {
                lists.push(share.batches);
            }
        }
        joined.batches = if lists.len() < 2 { lists.pop().unwrap_or_default() } else { interleaved(&lists)? };
        Ok(joined)
    }

    /// The totals as an Arrow IPC stream.
    ///
    /// # Errors
    /// `Internal` if it cannot be written.
    pub fn encode(&self) -> Result<Vec<u8>> {
        let counters = AllCounters { scan: self.counters.clone(), videos: self.videos.clone() };
        ipc::encode(&self.batches, &counters)
    }

    /// Reads what [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// `Corrupt` for anything else.
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        let (batches, counters) = ipc::decode::<AllCounters>(bytes)?;
        Ok(Self { batches, counters: counters.scan, videos: counters.videos })
    }

    /// How many (channel, video) it has.
    pub fn series(&self) -> usize {
        self.batches.iter().map(StateBatch::len).sum()
    }

    /// The numbers of the scan that came with it.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    pub(crate) fn video_counters(&self) -> &VideoCounters {
        &self.videos
    }

    pub(crate) fn batches(&self) -> &[StateBatch] {
        &self.batches
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Series<'_>> {
        self.batches.iter().flat_map(StateBatch::iter)
    }

    /// The memory of its columns, in bytes.
    pub fn memory(&self) -> usize {
        self.batches.iter().map(StateBatch::memory).sum()
    }
}

/// The first row of a sorted batch that does not come before a key.
fn place(batch: &StateBatch, key: &Key) -> usize {
    let key = (key.0.as_deref(), key.1.as_deref());
    let (mut low, mut high) = (0, batch.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if (batch.channel(middle), batch.video(middle)) < key {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Series of several lists in one order; no key is in two of them.
fn interleaved(lists: &[Vec<StateBatch>]) -> Result<Vec<StateBatch>> {
    let mut builder = StateBuilder::new();
    merge_sorted(lists.iter().map(Vec::as_slice), |series| {
        series.iter().try_for_each(|series| builder.push_series(series))
    })?;
    builder.finish()
}
