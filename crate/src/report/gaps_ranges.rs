//! Gaps as a row for each maximal run of missing days.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Date32Builder, Int64Builder, RecordBatch, StringBuilder};

use crate::error::Result;
use crate::merge::{Series, Totals};
use crate::report::ResultKind;
use crate::report::expected::Expected;
use crate::report::gaps::{expecting, gaps, missing_counts};
use crate::report::index::{Index, part};
use crate::report::text::IdColumns;

/// The rows of a series.
pub(super) fn rows(series: &Series<'_>, expected: &Expected) -> u64 {
    expecting(series, expected).map(|(created, end)| missing_counts(series, expected, created, end).1).sum()
}

pub(super) fn window(
    totals: &Totals,
    index: &Index,
    expected: &Expected,
    window: Range<u64>,
) -> Result<RecordBatch> {
    let mut ids = IdColumns::default();
    let mut created_days = Date32Builder::new();
    let mut starts = Date32Builder::new();
    let mut ends = Date32Builder::new();
    let mut lengths = Int64Builder::new();
    let mut kinds = StringBuilder::new();
    index.window(
        totals,
        window,
        |_, series| rows(series, expected),
        |_, series, range| {
            let rows = expecting(series, expected).flat_map(|(created, end)| {
                gaps(series, expected, created, end).map(move |gap| (created, gap, gap.kind(created, end)))
            });
            for (created, gap, kind) in part(rows, &range) {
                ids.push(series);
                created_days.append_value(created.number());
                starts.append_value(gap.start);
                ends.append_value(gap.end);
                lengths.append_value(gap.days());
                kinds.append_value(kind);
            }
            Ok(())
        },
    )?;
    let columns = ids.finish(vec![
        Arc::new(created_days.finish()),
        Arc::new(starts.finish()),
        Arc::new(ends.finish()),
        Arc::new(lengths.finish()),
        Arc::new(kinds.finish()),
    ])?;
    Ok(RecordBatch::try_new(ResultKind::GapsRanges.schema(), columns)?)
}
