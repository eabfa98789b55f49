//! Gaps as a row for each maximal run of missing days.

use std::sync::Arc;

use arrow::array::{Date32Builder, Int64Builder, RecordBatch, StringBuilder};

use crate::calendar::Day;
use crate::error::Result;
use crate::merge::Series;
use crate::report::gaps::expected::Expected;
use crate::report::gaps::{Gap, expecting, gaps, missing_counts};
use crate::report::index::{Window, part};
use crate::report::text::id_bytes;
use crate::report::{Filter, ResultKind};

/// Returns how many rows of a series a filter takes.
pub(in crate::report) fn filtered(series: &Series<'_>, expected: &Expected, filter: &Filter) -> u64 {
    if filter.has_days() {
        return rows(series, expected, filter).count() as u64;
    }
    expecting(series, expected).map(|(created, end)| missing_counts(series, expected, created, end).1).sum()
}

/// Returns each gap, its upload day and its kind.
fn rows<'a>(
    series: &Series<'a>,
    expected: &'a Expected,
    filter: &'a Filter,
) -> impl Iterator<Item = (Day, Gap, &'static str)> + use<'a> {
    let series = *series;
    let gaps = expecting(&series, expected).flat_map(move |(created, end)| {
        gaps(&series, expected, created, end).map(move |gap| (created, gap, gap.kind(created, end)))
    });
    gaps.filter(|(_, gap, _)| filter.takes_days(gap.start, gap.end))
}

pub(in crate::report) fn window(window: Window<'_>, expected: &Expected) -> Result<RecordBatch> {
    let filter = window.filter;
    let mut created_days = Date32Builder::new();
    let mut starts = Date32Builder::new();
    let mut ends = Date32Builder::new();
    let mut lengths = Int64Builder::new();
    let mut kinds = StringBuilder::new();
    let ids = window.read(
        id_bytes,
        |_, series| filtered(series, expected, filter),
        |ids, _, series, range| {
            for (created, gap, kind) in part(rows(series, expected, filter), &range) {
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
    ids.finish(
        ResultKind::GapsRanges,
        vec![
            Arc::new(created_days.finish()),
            Arc::new(starts.finish()),
            Arc::new(ends.finish()),
            Arc::new(lengths.finish()),
            Arc::new(kinds.finish()),
        ],
    )
}
