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
use crate::report::warnings::signs::SeriesSigns;

/// The rows of monthly views and of every form of the gaps, and the counts for the diagnostics.
#[derive(Debug, Default)]
pub(super) struct Counted {
    monthly: Index,
    overflow: Option<Error>,
    pub(super) gaps_list: Index,
    pub(super) gaps_dates: Index,
    pub(super) gaps_ranges: Index,
    /// The maximum number of missing days of one upload day.
    pub(super) most_missing: u64,
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
    Oddities,
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

    /// Adds a batch.
    ///
    /// A function of its own: see `docs/design/size/wasm-opt.md`.
    #[inline(never)]
    fn add(&mut self, batch: &StateBatch, expected: &Expected, of: CountOf) {
        let (mut months, mut lists, mut dates, mut ranges) = (0, 0, 0, 0);
        for series in batch.iter() {
            self.add_days(&series, expected.end());
            self.signs.add(&series);
            if of == CountOf::Oddities {
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
                self.most_missing = self.most_missing.max(days);
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
