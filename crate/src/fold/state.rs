//! Rows into state.

use arrow::array::{Array, Date32Array, Int64Array};

use crate::fold::codes::Codes;
use crate::fold::growth::Growth;
use crate::fold::interner::NULL;
use crate::fold::month_span::MonthSpan;
use crate::fold::sealed::SealedSeries;
use crate::fold::series::{NO_DAY, Place, SeriesTable};
use crate::fold::{Counters, MonthCell};
use crate::scan::{Columns, Unreadable};

/// The state of the rows seen so far.
///
/// It takes what a batch of [`Columns`] has: without dates no month is kept, without counts no
/// sum, without upload days no upload day.
#[derive(Debug)]
pub struct Fold {
    channels: Codes,
    videos: Codes,
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
            channels: Codes::new(),
            videos: Codes::new(),
            series: SeriesTable::default(),
            counters: Counters::default(),
            span: MonthSpan::new(),
        }
    }

    /// Adds a batch of rows.
    pub fn update(&mut self, columns: &Columns) {
        let Self { channels, videos, series, counters, span } = self;
        channels.look_up(columns.channel_id.as_ref(), columns.rows);
        videos.look_up(columns.video_id.as_ref(), columns.rows);
        series.reserve(videos.interner.len());
        let (channels, videos) = (channels.rows(), videos.rows());
        count(counters, columns, channels, videos);
        let created = Column::new(columns.created_date.as_ref());
        let dates = Column::new(columns.date.as_ref());
        let views = columns.view_count.as_ref();
        let mut last = (u32::MAX, u32::MAX, Place::First(0));
        for (row, (&video, &channel)) in videos.iter().zip(channels).enumerate() {
            let place =
                if (last.0, last.1) == (video, channel) { last.2 } else { series.place(video, channel) };
            last = (video, channel, place);
            if let Some(created) = &created {
                series.add_created(place, created.day(row).unwrap_or(NO_DAY));
            }
            let Some(dates) = &dates else { continue };
            let date = dates.day(row);
            let (month, day) = date.map_or((MonthCell::NO_MONTH, 0), |date| span.of(date));
            let cell = series.cell(place, month);
            if let Some(date) = date
                && cell.add_day(day)
            {
                counters.add_repeat(date);
            }
            if let Some(count) = views.and_then(|views| value(views, row)) {
                cell.add_count(count);
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
        self.channels.memory() + self.videos.memory() + self.series.memory()
    }

    /// What [`memory`](Self::memory) would come to while so many more rows are added, about: what
    /// has no room for them would double, and the old is there until it is copied.
    pub fn memory_with(&self, rows: usize) -> usize {
        let mut growth = Growth::default();
        self.channels.interner.grow(rows, &mut growth);
        self.videos.interner.grow(rows, &mut growth);
        self.series.grow(rows, &mut growth);
        growth.peak()
    }

    pub(crate) fn into_parts(self) -> (SealedSeries, Counters) {
        (SealedSeries::new(self.channels.interner, self.videos.interner, self.series), self.counters)
    }
}

/// Days and which of them are there.
struct Column<'a> {
    days: &'a Date32Array,
    nulls: bool,
}

impl<'a> Column<'a> {
    fn new(days: Option<&'a Date32Array>) -> Option<Self> {
        days.map(|days| Self { days, nulls: days.null_count() > 0 })
    }

    #[inline]
    fn day(&self, row: usize) -> Option<i32> {
        (!self.nulls || self.days.is_valid(row)).then(|| self.days.values()[row])
    }
}

#[inline]
fn value(counts: &Int64Array, row: usize) -> Option<i64> {
    counts.is_valid(row).then(|| counts.values()[row])
}

fn count(counters: &mut Counters, columns: &Columns, channels: &[u32], videos: &[u32]) {
    let nulls = |codes: &[u32]| codes.iter().filter(|&&code| code == NULL).count() as u64;
    counters.rows += columns.rows as u64;
    counters.null_video_rows += nulls(videos);
    counters.null_channel_rows += nulls(channels);
    let Some(dates) = &columns.date else { return };
    counters.null_date_rows += dates.null_count() as u64;
    let first = arrow::compute::min(dates);
    counters.first_day = counters.first_day.into_iter().chain(first).min();
    counters.last_day = counters.last_day.max(arrow::compute::max(dates));
    let Some(created) = &columns.created_date else { return };
    counters.rows_before_created += if dates.null_count() + created.null_count() == 0 {
        let pairs = dates.values().iter().zip(created.values());
        pairs.filter(|(date, created)| date < created).count() as u64
    } else {
        let pairs = dates.iter().zip(created);
        pairs
            .filter(|&(date, created)| date.zip(created).is_some_and(|(date, created)| date < created))
            .count() as u64
    };
}
