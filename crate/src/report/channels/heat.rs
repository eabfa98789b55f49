//! Missing days of some channels by spans of days: a heat map.

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::error::Result;
use crate::merge::{Series, StateBatch, Totals};
use crate::report::gaps::expected::Expected;
use crate::report::gaps::{expecting, gaps};

/// The channels and the spans of days of a heat map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct HeatGrid {
    /// The channels, one row each; `None` for the null.
    pub channels: Vec<Option<String>>,
    /// The first day of the first span, as the number of days since 1970-01-01.
    pub first: i32,
    /// How many days each span has; at least one.
    pub span_days: u32,
    /// How many spans there are.
    pub spans: u32,
}

/// Days of listings in each cell of a [`HeatGrid`], row by row; those of a run's shares add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Heat {
    /// Days on which data is expected.
    pub expected: Vec<u64>,
    /// Those of them without data.
    pub missing: Vec<u64>,
}

impl Heat {
    /// Returns a share's part.
    pub(in crate::report) fn new(totals: &Totals, expected: &Expected, grid: &HeatGrid) -> Result<Self> {
        let cells = grid.channels.len() * grid.spans as usize;
        let mut heat = Self { expected: vec![0; cells], missing: vec![0; cells] };
        for batch in totals.batches_from(0) {
            heat.add_batch(&batch?, expected, grid);
        }
        Ok(heat)
    }

    /// Adds another share's part.
    pub fn add(&mut self, other: &Self) {
        for (mine, others) in [(&mut self.expected, &other.expected), (&mut self.missing, &other.missing)] {
            mine.iter_mut().zip(others).for_each(|(sum, more)| *sum += more);
        }
    }

    /// A function of its own: see `docs/design/size/wasm-opt.md`.
    #[inline(never)]
    fn add_batch(&mut self, batch: &StateBatch, expected: &Expected, grid: &HeatGrid) {
        for row in 0..batch.len() {
            let channel = batch.channel(row);
            let found = grid.channels.iter().position(|known| known.as_deref().map(str::as_bytes) == channel);
            if let Some(at) = found {
                self.add_series(at, &batch.series(row), expected, grid);
            }
        }
    }

    fn add_series(&mut self, at: usize, series: &Series<'_>, expected: &Expected, grid: &HeatGrid) {
        for (created, end) in expecting(series, expected) {
            for (cell, first, last) in grid.cells(at, created.number(), end.number()) {
                let days = Day::new(first).zip(Day::new(last));
                self.expected[cell] += days.map_or(0, |(first, last)| expected.days(first, last));
            }
            for gap in gaps(series, expected, created, end) {
                for (cell, first, last) in grid.cells(at, gap.start, gap.end) {
                    self.missing[cell] += u64::from(last.abs_diff(first)) + 1;
                }
            }
        }
    }
}

impl HeatGrid {
    /// Returns the cells of a channel that the days from `first` to `last`, inclusive, fall into,
    /// each with its first and last day of these.
    fn cells(&self, row: usize, first: i32, last: i32) -> impl Iterator<Item = (usize, i32, i32)> + use<> {
        let (begin, days, spans) =
            (i64::from(self.first), i64::from(self.span_days.max(1)), i64::from(self.spans));
        let from = (i64::from(first) - begin).div_euclid(days).max(0);
        let to = (i64::from(last) - begin).div_euclid(days).min(spans - 1);
        (from..=to).filter_map(move |span| {
            let start = begin + span * days;
            let first = i32::try_from(start.max(i64::from(first))).ok()?;
            let last = i32::try_from((start + days - 1).min(i64::from(last))).ok()?;
            let cell = row * usize::try_from(spans).ok()? + usize::try_from(span).ok()?;
            (first <= last).then_some((cell, first, last))
        })
    }
}
