//! Rows into state.

use arrow::array::{Array, Date32Array};

use crate::fold::codes::{Codes, Videos};
use crate::fold::interner::{Interner, NULL};
use crate::fold::month_span::MonthSpan;
use crate::fold::series::{EMPTY, NO_DAY, NONE, Place, Row, SeriesTable};
use crate::fold::video_index::{PROBE, VideoIndex};
use crate::fold::{Counters, MonthCell};
use crate::scan::{Columns, Unreadable};

/// The state of the rows seen so far.
///
/// It takes what a batch of [`Columns`] has: without dates no month is kept, without counts no
/// sum, without upload days no upload day.
#[derive(Debug)]
pub struct Fold {
    channels: Interner,
    channel_codes: Codes,
    videos: VideoIndex,
    video_codes: Codes,
    series: SeriesTable,
    counters: Counters,
    span: MonthSpan,
}

impl Default for Fold {
    fn default() -> Self {
        Self::new()
    }
}

impl Fold {
    /// The state of no rows.
    pub fn new() -> Self {
        Self {
            channels: Interner::new(),
            channel_codes: Codes::default(),
            videos: VideoIndex::new(),
            video_codes: Codes::default(),
            series: SeriesTable::new(),
            counters: Counters::default(),
            span: MonthSpan::new(),
        }
    }

    /// Adds a batch of rows.
    pub fn update(&mut self, columns: &Columns) {
        self.counters.add_columns(columns);
        let Columns { created_date, date, view_count, .. } = columns;
        let mut start = 0;
        while start < columns.rows {
            let rows = start..columns.rows.min(start + PROBE);
            start = rows.end;
            self.channel_codes.look_up(columns.channel_id.as_ref(), rows.clone(), &mut self.channels);
            let mut videos = Videos(&mut self.videos, &mut self.series);
            self.video_codes.look_up(columns.video_id.as_ref(), rows.clone(), &mut videos);
            match (created_date, date, view_count) {
                (Some(created), Some(date), Some(views))
                    if created.null_count() + date.null_count() + views.null_count() == 0 =>
                {
                    let created = &created.values()[rows.clone()];
                    let date = &date.values()[rows.clone()];
                    let views = &views.values()[rows];
                    self.fold_rows(|row| (created[row], Some(date[row]), Some(views[row])));
                }
                _ => self.fold_rows(|row| {
                    let row = rows.start + row;
                    let created = created_date.as_ref().map_or(NONE, |days| day(days, row));
                    let date = date.as_ref().map(|days| day(days, row));
                    let views = view_count.as_ref().filter(|views| views.is_valid(row));
                    (created, date, views.map(|views| views.value(row)))
                }),
            }
        }
    }

    /// Folds the rows whose ids were looked up last; `rest` gives a row's upload day, its date if
    /// the job reads dates, and its count.
    #[inline]
    fn fold_rows(&mut self, rest: impl Fn(usize) -> (i32, Option<i32>, Option<i64>)) {
        let (videos, channels) = (self.video_codes.rows(), self.channel_codes.rows());
        self.counters.null_video_rows += nulls(videos);
        self.counters.null_channel_rows += nulls(channels);
        for (row, (&video, &channel)) in videos.iter().zip(channels).enumerate() {
            let (created, date, count) = rest(row);
            let (month, day) = date.map_or((EMPTY, 0), |date| self.span.of(date));
            if self.series.add(Row { video, channel, created, month, day, count })
                && let Some(date) = date
            {
                self.counters.add_repeat(date);
            }
        }
    }

    /// Adds the values of a row group that could not be read.
    pub fn add_unreadable(&mut self, unreadable: Vec<Unreadable>) {
        self.counters.merge(Counters { unreadable, ..Counters::default() });
    }

    /// How many rows were added.
    pub fn rows(&self) -> u64 {
        self.counters.rows
    }

    /// The memory that the state takes, in bytes, by what is allocated and not by what is used.
    pub fn memory(&self) -> usize {
        let codes = self.channel_codes.memory() + self.video_codes.memory();
        self.channels.memory() + self.videos.memory() + self.series.memory() + codes
    }

    pub(crate) fn into_parts(self) -> (SealedSeries, Counters) {
        (SealedSeries { channels: self.channels, series: self.series }, self.counters)
    }
}

/// A fold that takes no more rows, read series by series.
#[derive(Debug)]
pub(crate) struct SealedSeries {
    channels: Interner,
    series: SeriesTable,
}

impl SealedSeries {
    /// Every series, ordered by channel and then video, nulls first and then by bytes.
    pub(crate) fn sorted(&self) -> Vec<SeriesKey> {
        let mut by_channel: Vec<u32> = (0..).take(self.channels.len()).collect();
        by_channel.sort_unstable_by_key(|&code| self.channels.id(code));
        let mut ranks = vec![0u32; by_channel.len()];
        for (rank, &code) in (0..).zip(&by_channel) {
            ranks[code as usize] = rank;
        }
        let mut keys: Vec<SeriesKey> = self
            .series
            .places()
            .map(|(video, channel, place)| SeriesKey {
                rank: ranks[channel as usize],
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

fn day(days: &Date32Array, row: usize) -> i32 {
    if days.is_valid(row) { days.value(row) } else { NO_DAY }
}

fn nulls(codes: &[u32]) -> u64 {
    codes.iter().filter(|&&code| code == NULL).count() as u64
}
