//! Missing days of some channels by spans of days: a heat map.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::error::Result;
use crate::merge::{Series, StateBatch, Totals};
use crate::report::channels::query::clip;
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
    /// The last day of the last span, inclusive.
    pub last: i32,
    /// How many days each span has, except perhaps the last one; at least one.
    pub span_days: u32,
}

/// Days of videos in each cell of a [`HeatGrid`], row by row; those of a run's shares add up.
///
/// They are the days of a channel's completeness.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Heat {
    /// Days on which data is expected.
    pub expected: Vec<u64>,
    /// Those of them without data.
    pub missing: Vec<u64>,
}

/// The maximum number of cells.
const MAX_CELLS: usize = 1 << 20;

/// The rows of channels in a grid; `None` is the null.
type Rows<'a> = BTreeMap<Option<&'a [u8]>, usize>;

impl Heat {
    /// Returns a share's part. Cells after the first million are left out.
    pub(in crate::report) fn new(totals: &Totals, expected: &Expected, grid: &HeatGrid) -> Result<Self> {
        let cells = grid.channels.len().saturating_mul(grid.spans()).min(MAX_CELLS);
        let mut heat = Self { expected: vec![0; cells], missing: vec![0; cells] };
        let every_day = Expected::until(expected.end());
        let rows = grid.rows();
        for batch in totals.batches_from(0) {
            heat.add_batch(&batch?, &every_day, grid, &rows);
        }
        Ok(heat)
    }

    /// Adds another share's part.
    pub fn add(&mut self, other: &Self) {
        for (mine, others) in [(&mut self.expected, &other.expected), (&mut self.missing, &other.missing)] {
            mine.resize(mine.len().max(others.len()), 0);
            mine.iter_mut().zip(others).for_each(|(sum, more)| *sum += more);
        }
    }

    /// A function of its own: see `docs/design/size/wasm-opt.md`.
    #[inline(never)]
    fn add_batch(&mut self, batch: &StateBatch, every_day: &Expected, grid: &HeatGrid, rows: &Rows<'_>) {
        for row in (0..batch.len()).filter(|&row| batch.video(row).is_some()) {
            if let Some(&at) = rows.get(&batch.channel(row)) {
                self.add_series(at, &batch.series(row), every_day, grid);
            }
        }
    }

    fn add_series(&mut self, at: usize, series: &Series<'_>, every_day: &Expected, grid: &HeatGrid) {
        let Some((created, end)) = expecting(series, every_day).next() else { return };
        let Some((first, last)) = clip(created, end, grid.first, grid.last) else { return };
        grid.each_cell(at, first.number(), last.number(), |cell, days| {
            self.expected.get_mut(cell).into_iter().for_each(|sum| *sum += days);
        });
        for gap in gaps(series, every_day, first, last) {
            grid.each_cell(at, gap.start, gap.end, |cell, days| {
                self.missing.get_mut(cell).into_iter().for_each(|sum| *sum += days);
            });
        }
    }
}

impl HeatGrid {
    /// Returns the row of each channel; the first one of a channel that is listed twice.
    fn rows(&self) -> Rows<'_> {
        let channels = self.channels.iter().enumerate().rev();
        channels.map(|(row, channel)| (channel.as_deref().map(str::as_bytes), row)).collect()
    }

    /// Returns how many spans there are.
    fn spans(&self) -> usize {
        let days = i64::from(self.last.min(Day::MAX.number())) - i64::from(self.first) + 1;
        usize::try_from(days).unwrap_or(0).div_ceil(self.span_days() as usize)
    }

    fn span_days(&self) -> u32 {
        self.span_days.max(1)
    }

    /// Calls `each` with the cells of a channel that the days from `first` to `last` fall into, and
    /// how many fall into each. The days are inclusive and within the grid.
    fn each_cell(&self, row: usize, first: i32, last: i32, mut each: impl FnMut(usize, u64)) {
        let (mut from, last) = (first.abs_diff(self.first), last.abs_diff(self.first));
        while from <= last {
            let span = from / self.span_days();
            let to = last.min((span + 1) * self.span_days() - 1);
            each(row * self.spans() + span as usize, u64::from(to - from) + 1);
            from = to + 1;
        }
    }
}
