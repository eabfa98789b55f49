//! Gaps as a list of missing days for each video.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Date32Builder, ListBuilder, RecordBatch};

use crate::calendar::Day;
use crate::error::Result;
use crate::merge::{Series, Totals};
use crate::report::ResultKind;
use crate::report::gaps::{expecting, missing, missing_days};
use crate::report::index::{Index, part};
use crate::report::text::IdColumns;

/// The rows of a series.
pub(super) fn rows(series: &Series<'_>, end: Option<Day>) -> u64 {
    entries(series, end).count() as u64
}

/// The upload days that miss at least one day.
fn entries<'a>(series: &Series<'a>, end: Option<Day>) -> impl Iterator<Item = (Day, Day)> + use<'a> {
    let series = *series;
    expecting(&series, end).filter(move |&(created, end)| missing(&series, created, end).next().is_some())
}

pub(super) fn window(
    totals: &Totals,
    index: &Index,
    end: Option<Day>,
    window: Range<u64>,
) -> Result<RecordBatch> {
    let mut ids = IdColumns::default();
    let mut created_days = Date32Builder::new();
    let mut lists = ListBuilder::new(Date32Builder::new());
    index.window(
        totals,
        window,
        |_, series| rows(series, end),
        |_, series, range| {
            for (created, end) in part(entries(series, end), &range) {
                ids.push(series);
                created_days.append_value(created.number());
                lists.append_value(missing_days(series, created, end).map(|day| Some(day.number())));
            }
            Ok(())
        },
    )?;
    let columns = ids.finish(vec![Arc::new(created_days.finish()), Arc::new(lists.finish())])?;
    Ok(RecordBatch::try_new(ResultKind::GapsList.schema(), columns)?)
}
