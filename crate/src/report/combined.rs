//! Input rows with the result's types.

use std::sync::Arc;

use arrow::array::{ArrayRef, BinaryBuilder, Date32Array, Int64Array, RecordBatch};

use crate::error::Result;
use crate::report::ResultKind;
use crate::report::text::text;
use crate::scan::{Columns, Ids};

/// Returns a batch of input rows as rows of the combined result, with their own dates and counts.
///
/// # Errors
///
/// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built.
pub fn combined(rows: &Columns) -> Result<RecordBatch> {
    let days = |days: &Option<Date32Array>| -> ArrayRef {
        Arc::new(days.clone().unwrap_or_else(|| Date32Array::new_null(rows.rows)))
    };
    let views = rows.view_count.clone().unwrap_or_else(|| Int64Array::new_null(rows.rows));
    let columns: Vec<ArrayRef> = vec![
        ids(rows.channel_id.as_ref(), rows.rows)?,
        ids(rows.video_id.as_ref(), rows.rows)?,
        days(&rows.created_date),
        days(&rows.date),
        Arc::new(views),
    ];
    Ok(RecordBatch::try_new(ResultKind::Combined.schema(), columns)?)
}

fn ids(ids: Option<&Ids>, rows: usize) -> Result<ArrayRef> {
    let mut builder = BinaryBuilder::new();
    for row in 0..rows {
        builder.append_option(ids.and_then(|ids| ids.value(row)));
    }
    text(&mut builder)
}
