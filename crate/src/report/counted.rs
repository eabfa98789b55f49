//! The counts of one pass over the state, so that spilled state is read once.

use crate::calendar::Day;
use crate::error::{Error, Result};
use crate::fold::{MonthCell, NO_DAY};
use crate::merge::{Series, StateBatch, Totals};
use crate::report::coverage::days::{DayCounts, DayTally};
use crate::report::gaps::expected::Expected;
use crate::report::gaps::{expecting, missing_counts};
use crate::report::index::Index;
use crate::report::monthly;
use crate::report::warnings::signs::{SeriesSigns, Signs};
use crate::report::{CountPairs, Coverage, Diagnostics};
use crate::scan::Role;

/// The rows of monthly views and of every form of the gaps, and the counts for the diagnostics.
#[derive(Debug, Default)]
pub(super) struct Counted {
    monthly: Index,
    overflow: Option<Error>,
    pub(super) gaps_list: Index,
    pub(super) gaps_dates: Index,
    pub(super) gaps_ranges: Index,
    /// The maximum number of missing days of one upload day.
    pub(super) max_missing: u64,
    pub(super) created_null: u64,
    pub(super) created_after_end: u64,
    /// Days with data after the end date, without repeated rows.
    pub(super) days_after_end: u64,
    /// Distinct (channel, video, created date).
    pub(super) listings: u64,
    /// The videos by day.
    pub(super) days: DayCounts,
    pub(super) signs: SeriesSigns,
}

/// What to count in a pass over the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountOf {
    /// The rows of every result, and the counts for the diagnostics.
    Everything,
    /// The counts for the diagnostics.
    Issues,
}

impl Counted {
    pub(super) fn new(totals: &Totals, expected: &Expected, of: CountOf) -> Result<Self> {
        let mut counted = Self::default();
        let mut days = DayTally::default();
        let every_day = Expected::until(expected.end());
        for batch in totals.batches_from(0) {
            let batch = batch?;
            counted.add(&batch, expected, of);
            if of == CountOf::Everything {
                add_days(&mut days, &batch, &every_day);
            }
        }
        counted.days = days.finish(totals.counters(), expected.end());
        Ok(counted)
    }

    /// Returns the index of the monthly views, or the error of a sum that is too large.
    pub(super) fn monthly(&self) -> Result<&Index> {
        self.overflow.clone().map_or(Ok(&self.monthly), Err)
    }

    /// Returns the diagnostics of the state, without its warnings.
    pub(super) fn diagnostics(
        &self,
        totals: &Totals,
        expected: &Expected,
        end_date_given: bool,
        coverage: Option<Coverage>,
    ) -> Diagnostics {
        let end = expected.end();
        let counters = totals.counters();
        let videos = totals.video_counters();
        let text = |day: Option<i32>| day.and_then(Day::new).map(|day| day.to_string());
        let after_end = |day: i32| end.is_some_and(|end| day > end.number());
        let repeats = counters.repeats.iter();
        let count_pairs = CountPairs::new(&counters.sample);
        let null_counts = counters.row_issues.iter().filter(|issue| issue.role == Role::ViewCount);
        Diagnostics {
            warnings: Vec::new(),
            end_date: end.map(|day| day.to_string()),
            end_date_given,
            rows: counters.rows,
            videos: videos.videos,
            video_listings: self.listings,
            rows_before_created: counters.rows_before_created,
            rows_after_end: self.days_after_end
                + repeats.clone().filter(|&(&day, _)| after_end(day)).map(|(_, rows)| rows).sum::<u64>(),
            repeated_rows: repeats.map(|(_, rows)| rows).sum::<u64>() + videos.sibling_repeats,
            videos_created_null: self.created_null,
            videos_created_after_end: self.created_after_end,
            videos_with_several_channels: videos.several_channels,
            videos_with_several_created_dates: videos.several_created,
            null_video_rows: counters.null_video_rows,
            null_channel_rows: counters.null_channel_rows,
            null_date_rows: counters.null_date_rows,
            null_count_rows: null_counts.map(|issue| issue.rows).sum(),
            count_pairs,
            lifetime_counts: count_pairs.lifetime_counts(),
            rows_with_unread_dates: None,
            first_day: text(counters.first_day),
            last_day: text(counters.last_day),
            coverage,
            signs: Some(Signs::new(totals, &self.signs)),
            unreadable: counters.unreadable.clone(),
            row_issues: counters.row_issues.clone(),
        }
    }

    /// Adds a batch.
    ///
    /// A function of its own: see `docs/design/size/wasm-opt.md`.
    #[inline(never)]
    fn add(&mut self, batch: &StateBatch, expected: &Expected, of: CountOf) {
        let (mut months, mut lists, mut dates, mut ranges) = (0, 0, 0, 0);
        for series in batch.iter() {
            self.add_days(&series, expected.end());
            self.signs.add(&series);
            if of == CountOf::Issues {
                continue;
            }
            match monthly::rows(&series) {
                Ok(rows) => months += rows,
                Err(error) => self.overflow = self.overflow.take().or(Some(error)),
            }
            for (created, end) in expecting(&series, expected) {
                let (days, gaps) = missing_counts(&series, expected, created, end);
                lists += u64::from(days > 0);
                dates += days;
                self.max_missing = self.max_missing.max(days);
                ranges += gaps;
            }
        }
        self.monthly.push_batch(months);
        self.gaps_list.push_batch(lists);
        self.gaps_dates.push_batch(dates);
        self.gaps_ranges.push_batch(ranges);
    }

    fn add_days(&mut self, series: &Series<'_>, end: Option<Day>) {
        self.listings += series.created.len() as u64;
        for &day in series.created {
            self.created_null += u64::from(day == NO_DAY);
            self.created_after_end += u64::from(end.is_some_and(|end| day > end.number()));
        }
        let Some(end) = end else { return };
        let from = end.month().number();
        let late = series.cells.iter().rev().take_while(|cell| cell.month >= from);
        self.days_after_end += late.map(|cell| days_after(&cell, end)).sum::<u64>();
    }
}

/// Adds the videos of a batch.
///
/// A function of its own: see `docs/design/size/wasm-opt.md`.
#[inline(never)]
fn add_days(days: &mut DayTally, batch: &StateBatch, every_day: &Expected) {
    batch.iter().for_each(|series| days.add(&series, every_day));
}

fn days_after(cell: &MonthCell, end: Day) -> u64 {
    let first = end.month().first_day().number();
    let bits = if cell.month == end.month().number() {
        // Shifted in two steps, so that the last day of a 31-day month leaves nothing.
        cell.day_bits() >> (end.number() - first) >> 1
    } else {
        cell.day_bits()
    };
    u64::from(bits.count_ones())
}
