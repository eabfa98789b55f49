//! The first values of a column, so that a user can see what it holds.

use std::ops::Range;

use arrow::array::Array;
use bytes::Bytes;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::scan::decoder::kept_rows::KeptRows;
use crate::scan::pages::chunks::{self, Pages};
use crate::scan::plan::mapping::RoleChoice;
use crate::scan::{Columns, Mapping, Role, Roles, Step, Task};
use crate::source::{File, Kind, Origin};

/// How many rows are read.
const ROWS: u64 = 1_000;
/// The maximum number of distinct values returned.
const VALUES: usize = 5;
/// The maximum length of a value.
const CHARS: usize = 60;

/// Returns the byte range of a column in a row group, half-open; `None` if its values are in the
/// path.
///
/// # Errors
///
/// [`MissingColumn`](crate::ErrorCode::MissingColumn) if the file has no such column, or it is
/// nested.
pub fn values_at(file: &File, row_group: usize, column: &str) -> Result<Option<Range<u64>>> {
    Ok(leaf(file, row_group, column)?.map(|leaf| {
        let (start, length) = file.metadata().row_group(row_group).column(leaf).byte_range();
        start..start + length
    }))
}

/// Returns the first few distinct values of a column in a row group, as text; dates and times as
/// days.
///
/// `bytes` are those of the range of [`values_at`], or a first part. If that is too short, the
/// result is an error; try more.
///
/// # Errors
///
/// As [`values_at`], and [`Corrupt`](crate::ErrorCode::Corrupt) if the bytes end within the first
/// pages.
pub fn first_values(file: &File, row_group: usize, column: &str, bytes: Bytes) -> Result<Vec<String>> {
    let mut values = Vec::new();
    let Some(mut task) = open(file, row_group, column, bytes, 0..ROWS)? else { return Ok(values) };
    while let Step::Rows(columns) = task.step()? {
        for value in (0..columns.rows).filter_map(|row| text(&columns, row)) {
            if values.len() < VALUES && !values.contains(&value) {
                values.push(value);
            }
        }
    }
    // A value that is not a count, such as 0.5, is shown nevertheless.
    if values.is_empty() {
        values.extend(task.unreadable().into_iter().map(|unreadable| unreadable.example));
    }
    Ok(values)
}

/// Returns the values of a column in the first few rows of a row group, as [`first_values`] does;
/// `None` for a null, and everywhere if the column is neither text, numbers nor times.
///
/// # Errors
///
/// As [`first_values`].
pub fn first_rows(
    file: &File,
    row_group: usize,
    column: &str,
    bytes: &Bytes,
    rows: u64,
) -> Result<Vec<Option<String>>> {
    let all = KeptRows::new(file, row_group, None)?.len();
    let value = |row: u64| {
        // Each row by itself, so that an unreadable value is known to be of this row.
        let Some(mut task) = open(file, row_group, column, bytes.clone(), row..row + 1)? else {
            return Ok(None);
        };
        let mut value = None;
        while let Step::Rows(columns) = task.step()? {
            value = value.or_else(|| (0..columns.rows).find_map(|row| text(&columns, row)));
        }
        Ok(value.or_else(|| task.unreadable().into_iter().next().map(|unreadable| unreadable.example)))
    };
    (0..rows.min(all)).map(value).collect()
}

/// Opens some rows of a column that start in these bytes; `None` if its values have no text.
fn open(file: &File, row_group: usize, column: &str, bytes: Bytes, rows: Range<u64>) -> Result<Option<Task>> {
    let leaf = leaf(file, row_group, column)?;
    let role = match file.column(column).map(crate::source::Column::kind) {
        Some(Kind::Time) => Role::Date,
        Some(Kind::Whole | Kind::Float) => Role::ViewCount,
        Some(Kind::Text | Kind::Null) => Role::VideoId,
        _ => return Ok(None),
    };
    let reason = String::new();
    let choices = vec![RoleChoice { role, column: column.into(), reason, date_format: None, in_file: false }];
    let mapping = Mapping { choices, questions: Vec::new() };
    let metadata = file.metadata();
    let mut all = metadata.row_group(row_group).columns().to_vec();
    let mut start = 0;
    if let Some(leaf) = leaf {
        let chunk = &all[leaf];
        start = chunk.byte_range().0;
        let pages = Pages {
            compression: chunk.compression(),
            bytes: bytes.len() as u64,
            dictionary_at: chunk.dictionary_page_offset(),
            data_at: chunk.data_page_offset(),
        };
        all[leaf] = chunks::relocate_chunk(chunk, &pages).map_err(|_| missing())?;
    }
    let metadata = chunks::single_row_group(metadata, row_group, all).map_err(|_| missing())?;
    let cut = file.only_row_group(row_group, metadata);
    let mut task = Task::open(&cut, 0, &mapping, Roles::only(role), None, Some(rows))?;
    task.push(start, bytes)?;
    Ok(Some(task))
}

/// Returns the value of the one column that is read.
fn text(columns: &Columns, row: usize) -> Option<String> {
    if let Some(ids) = &columns.video_id {
        let mut id = String::from_utf8_lossy(ids.value(row)?).into_owned();
        if let Some((end, _)) = id.char_indices().nth(CHARS) {
            id.truncate(end);
        }
        return Some(id);
    }
    if let Some(days) = &columns.date {
        return Day::new(days.is_valid(row).then(|| days.value(row))?).map(|day| day.to_string());
    }
    let counts = columns.view_count.as_ref()?;
    counts.is_valid(row).then(|| counts.value(row).to_string())
}

/// Returns the number of a column's leaf; `None` if it is a key in the path.
fn leaf(file: &File, row_group: usize, column: &str) -> Result<Option<usize>> {
    let group = file.metadata().row_groups().get(row_group);
    match file.column(column).zip(group).map(|(column, _)| &column.origin) {
        Some(Origin::Path(_) | Origin::Log(_)) => Ok(None),
        Some(Origin::File { leaf: Some(leaf), .. }) => Ok(Some(*leaf)),
        _ => Err(missing()),
    }
}

fn missing() -> Error {
    Error::new(ErrorCode::MissingColumn, "the file has no such column")
}
