//! Gaps as a list of missing days for each video.

use std::sync::Arc;

use arrow::array::{Date32Builder, ListBuilder, RecordBatch};

use crate::calendar::Day;
use crate::error::Result;
use crate::merge::Series;
use crate::report::gaps::expected::Expected;
use crate::report::gaps::{expecting, missing, missing_days};
use crate::report::index::{Window, part};
use crate::report::text::id_bytes;
use crate::report::{Filter, ResultKind};

/// Returns how many rows of a series a filter takes.
pub(in crate::report) fn filtered(series: &Series<'_>, expected: &Expected, filter: &Filter) -> u64 {
    entries(series, expected, filter).count() as u64
}

/// Returns the upload days with a missing day that the filter takes.
fn entries<'a>(
    series: &Series<'a>,
    expected: &'a Expected,
    filter: &'a Filter,
) -> impl Iterator<Item = (Day, Day)> + use<'a> {
    let series = *series;
    let days = filter.has_days();
    expecting(&series, expected).filter(move |&(created, end)| {
        if days {
            let mut missing = missing_days(&series, expected, created, end);
            return missing.any(|day| filter.takes_day(Some(day.number())));
        }
        missing(&series, expected, created, end).next().is_some()
    })
}

/// Returns the maximum size of a row: a list has at most a day for each expected day.
fn row_bytes(series: &Series<'_>, expected: &Expected) -> u64 {
    let days = expecting(series, expected).map(|(created, end)| end.number() - created.number() + 1).max();
    id_bytes(series) + days.map_or(0, i64::from).max(0).cast_unsigned() * size_of::<i32>() as u64
}

pub(in crate::report) fn window(window: Window<'_>, expected: &Expected) -> Result<RecordBatch> {
    let filter = window.filter;
    let mut created_days = Date32Builder::new();
    let mut lists = ListBuilder::new(Date32Builder::new());
    let ids = window.read(
        |series| row_bytes(series, expected),
        |_, series| filtered(series, expected, filter),
        |ids, _, series, range| {
            for (created, end) in part(entries(series, expected, filter), &range) {
                ids.push(series);
                created_days.append_value(created.number());
                lists
                    .append_value(missing_days(series, expected, created, end).map(|day| Some(day.number())));
            }
            Ok(())
        },
    )?;
    ids.finish(ResultKind::GapsList, vec![Arc::new(created_days.finish()), Arc::new(lists.finish())])
}
