//! Gaps as a row for each missing day.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Date32Builder, RecordBatch};

use crate::error::Result;
use crate::merge::{Series, Totals};
use crate::report::ResultKind;
use crate::report::expected::Expected;
use crate::report::gaps::{expecting, missing_counts, missing_days};
use crate::report::index::{Index, part};
use crate::report::text::IdColumns;

/// The rows of a series.
pub(super) fn rows(series: &Series<'_>, expected: &Expected) -> u64 {
    expecting(series, expected).map(|(created, end)| missing_counts(series, expected, created, end).0).sum()
}

pub(super) fn window(
    totals: &Totals,
    index: &Index,
    expected: &Expected,
    window: Range<u64>,
) -> Result<RecordBatch> {
    let mut ids = IdColumns::default();
    let mut created_days = Date32Builder::new();
    let mut missing = Date32Builder::new();
    index.window(
        totals,
        window,
        |_, series| rows(series, expected),
        |_, series, range| {
            let days = expecting(series, expected).flat_map(|(created, end)| {
                missing_days(series, expected, created, end).map(move |day| (created, day))
            });
            for (created, day) in part(days, &range) {
                ids.push(series);
                created_days.append_value(created.number());
                missing.append_value(day.number());
            }
            Ok(())
        },
    )?;
    let columns = ids.finish(vec![Arc::new(created_days.finish()), Arc::new(missing.finish())])?;
    Ok(RecordBatch::try_new(ResultKind::GapsDates.schema(), columns)?)
}
