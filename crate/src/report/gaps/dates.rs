//! Gaps as a row for each missing day.

use std::sync::Arc;

use arrow::array::{Date32Builder, RecordBatch};

use crate::calendar::Day;
use crate::error::Result;
use crate::merge::Series;
use crate::report::gaps::expected::Expected;
use crate::report::gaps::{expecting, missing_counts, missing_days};
use crate::report::index::{Window, part};
use crate::report::text::id_bytes;
use crate::report::{Filter, ResultKind};

/// Returns how many rows of a series a filter takes.
pub(in crate::report) fn filtered(series: &Series<'_>, expected: &Expected, filter: &Filter) -> u64 {
    if filter.has_days() {
        return days(series, expected, filter).count() as u64;
    }
    expecting(series, expected).map(|(created, end)| missing_counts(series, expected, created, end).0).sum()
}

fn days<'a>(
    series: &Series<'a>,
    expected: &'a Expected,
    filter: &'a Filter,
) -> impl Iterator<Item = (Day, Day)> + use<'a> {
    let series = *series;
    let days = expecting(&series, expected).flat_map(move |(created, end)| {
        missing_days(&series, expected, created, end).map(move |day| (created, day))
    });
    days.filter(|(_, day)| filter.takes_day(Some(day.number())))
}

pub(in crate::report) fn window(window: Window<'_>, expected: &Expected) -> Result<RecordBatch> {
    let filter = window.filter;
    let mut created_days = Date32Builder::new();
    let mut missing = Date32Builder::new();
    let ids = window.read(
        id_bytes,
        |_, series| filtered(series, expected, filter),
        |ids, _, series, range| {
            for (created, day) in part(days(series, expected, filter), &range) {
                ids.push(series);
                created_days.append_value(created.number());
                missing.append_value(day.number());
            }
            Ok(())
        },
    )?;
    ids.finish(ResultKind::GapsDates, vec![Arc::new(created_days.finish()), Arc::new(missing.finish())])
}
