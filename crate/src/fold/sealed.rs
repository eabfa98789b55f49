//! A finished fold, in the order of the results.

use crate::error::Result;
use crate::fold::ids::interner::Interner;
use crate::fold::months::lists::MonthLists;
use crate::fold::series::{Place, SeriesTable, TOGETHER};
use crate::fold::{Counters, MonthCell, hash_of};
use crate::order::order_of;

/// A fold that takes no more rows, read series by series.
#[derive(Debug)]
pub(crate) struct SealedSeries {
    channels: Interner,
    series: SeriesTable,
    /// The place of each channel's code in the order of the channels.
    ranks: Vec<u32>,
}

impl SealedSeries {
    pub(super) fn new(channels: Interner, series: SeriesTable) -> Self {
        let id = |code: usize| channels.id(u32::try_from(code).unwrap_or(u32::MAX));
        let ranks = ranks_of(&order_of(channels.len(), &|a, b| id(a).cmp(&id(b))));
        Self { channels, series, ranks }
    }

    /// Returns every series, ordered by channel and then video, nulls first and then by bytes.
    pub(crate) fn sorted(&self) -> Vec<SeriesKey> {
        self.sorted_by(prefix, |key| (u64::from(key.rank), key.lead))
    }

    /// Returns every series, ordered by the hash of the video and then as in
    /// [`sorted`](Self::sorted).
    pub(crate) fn hashed(&self) -> Vec<SeriesKey> {
        self.sorted_by(hash_of, |key| (key.lead, u64::from(key.rank)))
    }

    fn sorted_by(
        &self,
        lead: impl Fn(Option<&[u8]>) -> u64,
        order: impl Fn(&SeriesKey) -> (u64, u64),
    ) -> Vec<SeriesKey> {
        let places = self.series.places();
        let mut keys = Vec::with_capacity(self.series.len());
        keys.extend(places.map(|(video, channel, place)| SeriesKey {
            lead: lead(self.series.video(video)),
            rank: self.ranks[channel as usize],
            channel,
            video,
            place,
        }));
        keys.sort_unstable_by(|a, b| {
            let videos = || self.series.video(a.video).cmp(&self.series.video(b.video));
            order(a).cmp(&order(b)).then_with(videos)
        });
        keys
    }

    /// Returns an empty table, which reuses this one's memory.
    pub(super) fn into_empty_table(self) -> SeriesTable {
        self.series.emptied()
    }

    pub(crate) fn channel(&self, key: &SeriesKey) -> Option<&[u8]> {
        self.channels.id(key.channel)
    }

    pub(crate) fn video(&self, key: &SeriesKey) -> Option<&[u8]> {
        self.series.video(key.video)
    }

    pub(crate) fn created(&self, key: &SeriesKey) -> &[i32] {
        self.series.created(key.place)
    }

    /// Calls `each` with the months of each series, ascending, and counts the days that were there
    /// twice.
    pub(crate) fn each_months(
        &self,
        keys: &[SeriesKey],
        counters: &mut Counters,
        mut each: impl FnMut(&SeriesKey, &[MonthCell]) -> Result<()>,
    ) -> Result<()> {
        let mut months = MonthLists::default();
        for keys in keys.chunks(TOGETHER) {
            self.series.gather(keys.iter().map(|key| key.place), &mut months, counters);
            keys.iter().zip(months.iter()).try_for_each(|(key, months)| each(key, months))?;
        }
        Ok(())
    }
}

/// A series with the values that decide its place in the order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SeriesKey {
    /// The first bytes of the id, or its hash, which distinguish most videos.
    lead: u64,
    /// The place of the channel in the order of the channels.
    rank: u32,
    channel: u32,
    video: u32,
    place: Place,
}

/// Returns the rank of each code. `order` must have every code below its length once.
pub(crate) fn ranks_of(order: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (rank, &code) in (0..).zip(order) {
        ranks[code as usize] = rank;
    }
    ranks
}

/// Returns the first eight bytes, in their order; a shorter text comes first or ties.
pub(crate) fn prefix(id: Option<&[u8]>) -> u64 {
    let mut bytes = [0; 8];
    let id = id.unwrap_or_default();
    let len = id.len().min(8);
    bytes[..len].copy_from_slice(&id[..len]);
    u64::from_be_bytes(bytes)
}
