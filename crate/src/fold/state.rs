//! Rows into state.

use arrow::array::{Array, Date32Array, Int64Array};

use crate::fold::codes::{Codes, Videos};
use crate::fold::count_sample::{DayCount, Sampling};
use crate::fold::ids::interner::{Interner, NULL};
use crate::fold::memory::growth::Growth;
use crate::fold::months::month_span::MonthSpan;
use crate::fold::months::views_by_month::ViewsByMonth;
use crate::fold::sealed::SealedSeries;
use crate::fold::seen_series::SeenSeries;
use crate::fold::series::{EMPTY, NONE, Row, SeriesTable};
use crate::fold::video_index::{PROBE, VideoIndex};
use crate::fold::{Counters, MonthCell, NO_DAY};
use crate::scan::{Columns, Findings, FooterStats, IssueCounts, Role, Task};

/// The state of the rows seen so far.
///
/// It keeps what a batch of [`Columns`] has: no months without dates, no sums without counts, no
/// upload days without created dates.
#[derive(Debug)]
pub struct Fold {
    pub(super) channels: Interner,
    pub(super) channel_codes: Codes,
    pub(super) videos: VideoIndex,
    pub(super) video_codes: Codes,
    pub(super) series: SeriesTable,
    pub(super) seen: SeenSeries,
    pub(super) counters: Counters,
    pub(super) span: MonthSpan,
    pub(super) sampling: Sampling,
}

impl Default for Fold {
    fn default() -> Self {
        Self::new()
    }
}

impl Fold {
    /// Returns the state of no rows.
    pub fn new() -> Self {
        Self::with(SeriesTable::new())
    }

    /// Returns the state of no rows, which reuses the memory of a finished fold.
    pub(crate) fn reusing(series: SealedSeries) -> Self {
        Self::with(series.into_empty_table())
    }

    /// Returns the state of no rows, around an empty table.
    fn with(series: SeriesTable) -> Self {
        Self {
            channels: Interner::new(),
            channel_codes: Codes::default(),
            videos: VideoIndex::new(),
            video_codes: Codes::default(),
            series,
            seen: SeenSeries::new(),
            counters: Counters::default(),
            span: MonthSpan::new(),
            sampling: Sampling::default(),
        }
    }

    /// Adds a batch of rows. Returns its data issues, for the [`Task`] to count.
    pub fn update(&mut self, columns: &Columns) -> IssueCounts {
        self.series.settle(&mut self.counters);
        let before = self.counters.issues();
        if self.update_runs(columns) {
            return self.issues_since(before, 0);
        }
        self.counters.add_columns(columns);
        let Columns { created_date, date, view_count, .. } = columns;
        if let (Some(created), None, None) = (created_date, date, view_count)
            && created.null_count() == 0
        {
            self.update_undated(columns, created);
            return self.issues_since(before, 0);
        }
        let mut start = 0;
        while start < columns.rows {
            let rows = start..columns.rows.min(start + PROBE);
            start = rows.end;
            self.channel_codes.look_up(columns.channel_id.as_ref(), rows.clone(), &mut self.channels);
            let mut videos = Videos(&mut self.videos, &mut self.series);
            self.video_codes.look_up(columns.video_id.as_ref(), rows.clone(), &mut videos);
            if let (Some(dates), Some(counts)) = (date, view_count) {
                self.sample(rows.start, dates, counts);
            }
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
        self.issues_since(before, view_count.as_ref().map_or(0, |counts| counts.null_count() as u64))
    }

    /// Adds the counts of the rows from `start` on, whose ids were looked up last, if their videos
    /// are in the sample.
    #[inline]
    fn sample(&mut self, start: usize, dates: &Date32Array, counts: &Int64Array) {
        let Self { sampling, series, video_codes, .. } = self;
        let hash = |code: u32| series.hash(code);
        sampling.learn(series.videos(), hash);
        for (row, &code) in (start..).zip(video_codes.rows()) {
            if sampling.has(code) && dates.is_valid(row) && counts.is_valid(row) {
                let hash = hash(code).unwrap_or_default();
                sampling.add(DayCount { hash, day: dates.value(row), count: counts.value(row) });
            }
        }
        if sampling.is_full() {
            sampling.settle(hash);
        }
    }

    /// Returns the issues of the rows since the counters were at `before`.
    fn issues_since(&self, before: IssueCounts, null_counts: u64) -> IssueCounts {
        let mut issues = self.counters.issues();
        for (issues, before) in issues.iter_mut().zip(before) {
            *issues -= before;
        }
        issues[Role::ViewCount as usize] = null_counts;
        issues
    }

    /// Folds the rows whose ids were looked up last. `rest` returns a row's upload day, its date if
    /// the job reads dates, and its count.
    #[inline]
    fn fold_rows(&mut self, rest: impl Fn(usize) -> (i32, Option<i32>, Option<i64>)) {
        let (videos, channels) = (self.video_codes.rows(), self.channel_codes.rows());
        let channels = &channels[..videos.len()];
        self.counters.null_video_rows += nulls(videos);
        self.counters.null_channel_rows += nulls(channels);
        let mut row = 0;
        while row < videos.len() {
            let (video, channel) = (videos[row], channels[row]);
            let (created, date, mut count) = rest(row);
            row += 1;
            let (month, mut day) = date.map_or((EMPTY, 0), |date| self.span.of(date));
            let place = Row { video, channel, created, month };
            let (Some(mut date), Some(known)) = (date, self.series.month_mut(place)) else { continue };
            // Kept in registers while the rows stay in the month.
            let mut cell = *known;
            loop {
                if cell.add(day, count) {
                    self.counters.add_repeat(date);
                }
                if row == videos.len() || videos[row] != video || channels[row] != channel {
                    break;
                }
                let (next_created, Some(next_date), next_count) = rest(row) else { break };
                let Some(next_day) = self.span.within(next_date) else { break };
                if next_created != created || month == MonthCell::NO_MONTH {
                    break;
                }
                (date, day, count) = (next_date, next_day, next_count);
                row += 1;
            }
            *known = cell;
        }
    }

    /// Adds the issues and unreadable values of a row group whose rows were all added.
    pub fn end(&mut self, task: &Task) {
        self.add_findings(Findings::of(task));
    }

    /// Adds what was found in a row group whose rows were all added, to this state or to others.
    pub fn add_findings(&mut self, findings: Findings) {
        let Findings { unreadable, row_issues, values, unread_columns, times_of_day } = findings;
        let found =
            Counters { unreadable, row_issues, values, unread_columns, times_of_day, ..Counters::default() };
        self.counters.merge(found);
    }

    /// Adds what the footer states about columns that were not read in a row group.
    pub fn add_footer_stats(&mut self, stats: &FooterStats) {
        let FooterStats { first_day, last_day } = *stats;
        self.counters.merge(Counters { first_day, last_day, ..Counters::default() });
    }

    /// Returns how many rows were added.
    pub fn rows(&self) -> u64 {
        self.counters.rows
    }

    /// Adds the views of the rows so far to sums by month. It visits every month of every series.
    pub fn add_views(&self, views: &mut ViewsByMonth) {
        self.series.add_views(views);
    }

    /// Returns the allocated memory of the state, in bytes.
    pub fn memory(&self) -> usize {
        let codes = self.channel_codes.memory() + self.video_codes.memory();
        self.channels.memory() + self.videos.memory() + self.series.memory() + self.seen.memory() + codes
    }

    /// Returns roughly what [`memory`](Self::memory) peaks at while `rows` rows are added. A full
    /// collection doubles, and its old copy stays until it is copied.
    pub fn memory_with(&self, rows: usize) -> usize {
        let mut growth = Growth::default();
        self.channels.grow(rows, &mut growth);
        self.videos.grow(rows, &mut growth);
        self.series.grow(rows, &mut growth);
        self.seen.grow(rows, &mut growth);
        growth.take(self.channel_codes.memory() + self.video_codes.memory());
        growth.peak()
    }

    pub(crate) fn into_parts(self) -> (SealedSeries, Counters) {
        let mut counters = self.counters;
        counters.sample = self.sampling.finish();
        (SealedSeries::new(self.channels, self.series), counters)
    }
}

fn day(days: &Date32Array, row: usize) -> i32 {
    if days.is_valid(row) { days.value(row) } else { NO_DAY }
}

pub(super) fn nulls(codes: &[u32]) -> u64 {
    codes.iter().filter(|&&code| code == NULL).count() as u64
}
