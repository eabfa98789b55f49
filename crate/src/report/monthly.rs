//! Views per channel, video and month.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Int64Builder, RecordBatch, StringBuilder};

use crate::calendar::Month;
use crate::error::{Error, ErrorCode, Result};
use crate::fold::MonthCell;
use crate::merge::{Series, Totals};
use crate::report::ResultKind;
use crate::report::index::{Index, part};
use crate::report::text::IdColumns;

/// The rows of a series; fails for a sum that is too large, before anything is shown.
pub(super) fn rows(series: &Series<'_>) -> Result<u64> {
    for cell in series.cells.iter() {
        sum(series, &cell)?;
    }
    Ok(series.cells.len() as u64)
}

pub(super) fn window(totals: &Totals, index: &Index, window: Range<u64>) -> Result<RecordBatch> {
    let mut ids = IdColumns::default();
    let mut months = StringBuilder::new();
    let mut sums = Int64Builder::new();
    index.window(
        totals,
        window,
        |_, series| series.cells.len() as u64,
        |_, series, range| {
            for cell in part(series.cells.iter(), &range) {
                ids.push(series);
                months.append_option(Month::new(cell.month).map(|month| month.to_string()));
                sums.append_option(sum(series, &cell)?);
            }
            Ok(())
        },
    )?;
    let columns = ids.finish(vec![Arc::new(months.finish()), Arc::new(sums.finish())])?;
    Ok(RecordBatch::try_new(ResultKind::Monthly.schema(), columns)?)
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
