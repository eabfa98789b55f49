//! Which rows of a result belong to which series, so that any window is found at once.

use std::ops::Range;

use crate::error::Result;
use crate::merge::{Series, Totals};
use crate::report::Filter;
use crate::report::text::{IdColumns, WINDOW_BYTES};

/// How many rows of a result come before each batch of series.
#[derive(Clone, Debug)]
pub(super) struct Index {
    starts: Vec<u64>,
}

impl Default for Index {
    fn default() -> Self {
        Self { starts: vec![0] }
    }
}

impl Index {
    /// Counts the rows of every series that a filter takes. `rows` gets the series' number and the
    /// series.
    pub(super) fn new(
        totals: &Totals,
        filter: &Filter,
        mut rows: impl FnMut(usize, &Series<'_>) -> Result<u64>,
    ) -> Result<Self> {
        let mut index = Self::default();
        let mut number = 0;
        for batch in totals.batches_from(0) {
            let batch = batch?;
            let mut total = 0;
            for row in 0..batch.len() {
                if filter.takes_ids(batch.channel(row), batch.video(row)) {
                    total += rows(number, &batch.series(row))?;
                }
                number += 1;
            }
            index.push_batch(total);
        }
        Ok(index)
    }

    /// Adds the next batch, which has `rows` rows.
    pub(super) fn push_batch(&mut self, rows: u64) {
        self.starts.push(self.rows() + rows);
    }

    pub(super) fn rows(&self) -> u64 {
        self.starts.last().copied().unwrap_or_default()
    }
}

/// A half-open range of a result's rows, each of which begins with the ids of its series.
pub(super) struct Window<'a> {
    pub(super) totals: &'a Totals,
    /// The index of the rows that the filter takes.
    pub(super) index: &'a Index,
    pub(super) filter: &'a Filter,
    pub(super) rows: Range<u64>,
}

impl Window<'_> {
    /// Calls `each` with every series that has rows in the window, its number, the half-open range
    /// of its rows in the window, and the columns of ids, to which `each` adds a row for each of
    /// its own. Returns these columns.
    ///
    /// `row_bytes` returns the maximum size of a row of a series, `rows` how many a series has. The
    /// window ends early if its rows would take too much memory, but never before its first row.
    pub(super) fn read(
        self,
        row_bytes: impl Fn(&Series<'_>) -> u64,
        mut rows: impl FnMut(usize, &Series<'_>) -> u64,
        mut each: impl FnMut(&mut IdColumns, usize, &Series<'_>, Range<u64>) -> Result<()>,
    ) -> Result<IdColumns> {
        let Self { totals, index, filter, rows: window } = self;
        let mut ids = IdColumns::default();
        if window.start >= window.end.min(index.rows()) {
            return Ok(ids);
        }
        let first = index.starts.partition_point(|&start| start <= window.start) - 1;
        let mut number: usize = totals.lengths().take(first).sum();
        let mut start = index.starts[first];
        let mut room = WINDOW_BYTES;
        for batch in totals.batches_from(first) {
            for series in batch?.iter() {
                let end = if filter.takes_series(&series) { start + rows(number, &series) } else { start };
                if end > window.start && end > start {
                    let from = window.start.saturating_sub(start);
                    let to = window.end.min(end) - start;
                    let bytes = row_bytes(&series).max(1);
                    let fitting = if room == WINDOW_BYTES { (room / bytes).max(1) } else { room / bytes };
                    let length = fitting.min(to - from);
                    if length > 0 {
                        each(&mut ids, number, &series, from..from + length)?;
                    }
                    if length < to - from {
                        return Ok(ids);
                    }
                    room = room.saturating_sub(length.saturating_mul(bytes));
                }
                start = end;
                number += 1;
                // Checked here, so that no batch is read for nothing.
                if start >= window.end {
                    return Ok(ids);
                }
            }
        }
        Ok(ids)
    }
}

/// Returns the part of an iterator over one series' rows that is in a window.
pub(super) fn part<T>(rows: impl Iterator<Item = T>, range: &Range<u64>) -> impl Iterator<Item = T> {
    let skip = usize::try_from(range.start).unwrap_or(usize::MAX);
    let take = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
    rows.skip(skip).take(take)
}
