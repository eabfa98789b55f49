//! A fold that has ended, in the order of the results.

use crate::fold::MonthCell;
use crate::fold::interner::{Interner, partition_of};
use crate::fold::series::{Place, SeriesTable};

/// A fold that takes no more rows, read series by series.
#[derive(Debug)]
pub(crate) struct SealedSeries {
    channels: Interner,
    series: SeriesTable,
    /// The place of each channel's code in the order of the channels.
    ranks: Vec<u32>,
}

/// A series and where its state is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unsorted {
    video: u32,
    channel: u32,
    place: Place,
}

impl SealedSeries {
    pub(super) fn new(channels: Interner, series: SeriesTable) -> Self {
        let mut by_channel: Vec<u32> = (0..).take(channels.len()).collect();
        by_channel.sort_unstable_by_key(|&code| channels.id(code));
        let mut ranks = vec![0u32; by_channel.len()];
        for (rank, &code) in (0..).zip(&by_channel) {
            ranks[code as usize] = rank;
        }
        Self { channels, series, ranks }
    }

    /// Every series, ordered by channel and then video, nulls first and then by bytes.
    pub(crate) fn sorted(&self) -> Vec<SeriesKey> {
        self.sort(self.unsorted())
    }

    /// The series of each hash partition, in no order.
    pub(crate) fn partitions(&self, partitions: usize) -> Vec<Vec<Unsorted>> {
        let partition = |series: &Unsorted| partition_of(self.series.video(series.video), partitions);
        let mut sizes = vec![0; partitions];
        for series in self.unsorted() {
            sizes[partition(&series)] += 1;
        }
        let mut lists: Vec<Vec<Unsorted>> = sizes.into_iter().map(Vec::with_capacity).collect();
        for series in self.unsorted() {
            lists[partition(&series)].push(series);
        }
        lists
    }

    /// Some of the series, in the order of [`sorted`](Self::sorted).
    pub(crate) fn sort(&self, series: impl IntoIterator<Item = Unsorted>) -> Vec<SeriesKey> {
        let mut keys: Vec<SeriesKey> = series
            .into_iter()
            .map(|Unsorted { video, channel, place }| SeriesKey {
                rank: self.ranks[channel as usize],
                prefix: prefix(self.series.video(video)),
                channel,
                video,
                place,
            })
            .collect();
        keys.sort_unstable_by(|a, b| {
            (a.rank, a.prefix)
                .cmp(&(b.rank, b.prefix))
                .then_with(|| self.series.video(a.video).cmp(&self.series.video(b.video)))
        });
        keys
    }

    fn unsorted(&self) -> impl Iterator<Item = Unsorted> {
        self.series.places().map(|(video, channel, place)| Unsorted { video, channel, place })
    }

    pub(crate) fn channel(&self, key: &SeriesKey) -> Option<&[u8]> {
        self.channels.id(key.channel)
    }

    pub(crate) fn video(&self, key: &SeriesKey) -> Option<&[u8]> {
        self.series.video(key.video)
    }

    pub(crate) fn created(&self, key: &SeriesKey) -> impl Iterator<Item = i32> {
        self.series.created(key.place)
    }

    pub(crate) fn months(&self, key: &SeriesKey) -> impl Iterator<Item = &MonthCell> {
        self.series.months(key.place)
    }
}

/// A series with what its place in the order depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SeriesKey {
    rank: u32,
    prefix: u64,
    channel: u32,
    video: u32,
    place: Place,
}

/// The first eight bytes, in their order; the shorter text comes first or ties.
fn prefix(id: Option<&[u8]>) -> u64 {
    let mut bytes = [0; 8];
    let id = id.unwrap_or_default();
    let len = id.len().min(8);
    bytes[..len].copy_from_slice(&id[..len]);
    u64::from_be_bytes(bytes)
}
