//! Views per channel, video and month.

use std::sync::Arc;

use arrow::array::{Int64Builder, RecordBatch, StringBuilder};

use crate::calendar::Month;
use crate::error::{Error, ErrorCode, Result};
use crate::fold::MonthCell;
use crate::merge::Series;
use crate::report::index::{Window, part};
use crate::report::text::id_bytes;
use crate::report::{Filter, ResultKind};

/// Returns the number of rows of a series, or an error for a sum that is too large.
pub(super) fn rows(series: &Series<'_>) -> Result<u64> {
    for cell in series.cells.iter() {
        sum(series, &cell)?;
    }
    Ok(series.cells.len() as u64)
}

/// Returns how many rows of a series a filter takes.
pub(super) fn filtered(series: &Series<'_>, filter: &Filter) -> u64 {
    if filter.has_days() { cells(series, filter).count() as u64 } else { series.cells.len() as u64 }
}

fn cells<'a>(series: &Series<'a>, filter: &'a Filter) -> impl Iterator<Item = MonthCell> + use<'a> {
    let days = filter.has_days();
    series.cells.iter().filter(move |cell| {
        !days
            || Month::new(cell.month).is_some_and(|month| {
                let first = month.first_day().number();
                filter.takes_days(first, first + month.days().cast_signed() - 1)
            })
    })
}

pub(super) fn window(window: Window<'_>) -> Result<RecordBatch> {
    let filter = window.filter;
    let mut months = StringBuilder::new();
    let mut sums = Int64Builder::new();
    let ids = window.read(
        id_bytes,
        |_, series| filtered(series, filter),
        |ids, _, series, range| {
            for cell in part(cells(series, filter), &range) {
                ids.push(series);
                months.append_option(Month::new(cell.month).map(|month| month.to_string()));
                sums.append_option(sum(series, &cell)?);
            }
            Ok(())
        },
    )?;
    ids.finish(ResultKind::Monthly, vec![Arc::new(months.finish()), Arc::new(sums.finish())])
}

fn sum(series: &Series<'_>, cell: &MonthCell) -> Result<Option<i64>> {
    let Some(sum) = cell.sum() else { return Ok(None) };
    i64::try_from(sum).map(Some).map_err(|_| {
        let name =
            |id: Option<&[u8]>| id.map_or("null".into(), |id| String::from_utf8_lossy(id).into_owned());
        let month = Month::new(cell.month).map_or("null".into(), |month| month.to_string());
        Error::new(
            ErrorCode::SumOverflow,
            format!(
                "the views of channel {}, video {}, month {month} add up to more than 64 bits hold",
                name(series.channel),
                name(series.video),
            ),
        )
        .expected(format!("a sum from {} to {}", i64::MIN, i64::MAX))
        .found(sum.to_string())
        .remedy("Correct these counts in the data.")
    })
}
