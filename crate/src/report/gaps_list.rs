//! Gaps as a list of missing days for each video.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Date32Builder, ListBuilder, RecordBatch};

use crate::calendar::Day;
use crate::error::Result;
use crate::merge::{Series, Totals};
use crate::report::ResultKind;
use crate::report::expected::Expected;
use crate::report::gaps::{expecting, missing, missing_days};
use crate::report::index::{Index, part};
use crate::report::text::IdColumns;

/// The rows of a series.
pub(super) fn rows(series: &Series<'_>, expected: &Expected) -> u64 {
    entries(series, expected).count() as u64
}

/// The upload days that miss at least one day.
fn entries<'a>(series: &Series<'a>, expected: &'a Expected) -> impl Iterator<Item = (Day, Day)> + use<'a> {
    let series = *series;
    expecting(&series, expected)
        .filter(move |&(created, end)| missing(&series, expected, created, end).next().is_some())
}

pub(super) fn window(
    totals: &Totals,
    index: &Index,
    expected: &Expected,
    window: Range<u64>,
) -> Result<RecordBatch> {
    let mut ids = IdColumns::default();
    let mut created_days = Date32Builder::new();
    let mut lists = ListBuilder::new(Date32Builder::new());
    index.window(
        totals,
        window,
        |_, series| rows(series, expected),
        |_, series, range| {
            for (created, end) in part(entries(series, expected), &range) {
                ids.push(series);
                created_days.append_value(created.number());
                lists
                    .append_value(missing_days(series, expected, created, end).map(|day| Some(day.number())));
            }
            Ok(())
        },
    )?;
    let columns = ids.finish(vec![Arc::new(created_days.finish()), Arc::new(lists.finish())])?;
    Ok(RecordBatch::try_new(ResultKind::GapsList.schema(), columns)?)
}
