//! The columns of a result, for formats that are text.

use std::io::Write;

use arrow::array::{Array, AsArray, Date32Array, Int64Array, ListArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Date32Type, Int64Type};

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};

/// The cells of a column, by their type.
pub(super) enum Cells<'a> {
    Text(&'a StringArray),
    Whole(&'a Int64Array),
    Day(&'a Date32Array),
    Days(DayLists<'a>),
}

/// A column of lists of days.
pub(super) struct DayLists<'a> {
    lists: &'a ListArray,
    days: &'a Date32Array,
}

impl<'a> Cells<'a> {
    /// Returns the columns of a batch. `format` is the name of the format in errors.
    pub(super) fn of(batch: &'a RecordBatch, format: &str) -> Result<Vec<Self>> {
        let columns = batch.schema_ref().fields().iter().zip(batch.columns());
        columns
            .map(|(field, column)| {
                Self::of_column(column, format).map_err(|error| error.in_column(field.name()))
            })
            .collect()
    }

    fn of_column(array: &'a dyn Array, format: &str) -> Result<Self> {
        match array.data_type() {
            DataType::Utf8 => Ok(Self::Text(array.as_string())),
            DataType::Int64 => Ok(Self::Whole(array.as_primitive::<Int64Type>())),
            DataType::Date32 => Ok(Self::Day(array.as_primitive::<Date32Type>())),
            DataType::List(item) if *item.data_type() == DataType::Date32 => {
                let lists = array.as_list::<i32>();
                Ok(Self::Days(DayLists { lists, days: lists.values().as_primitive::<Date32Type>() }))
            }
            other => Err(Error::new(ErrorCode::Unsupported, format!("{format} has no place for this type"))
                .expected("text, int64, dates or lists of dates")
                .found(other.to_string())),
        }
    }
}

impl DayLists<'_> {
    pub(super) fn is_valid(&self, row: usize) -> bool {
        self.lists.is_valid(row)
    }

    /// Returns the days of a row.
    pub(super) fn days(&self, row: usize) -> &[i32] {
        let offsets = self.lists.value_offsets();
        &self.days.values()[offsets[row] as usize..offsets[row + 1] as usize]
    }
}

/// Appends a day as `YYYY-MM-DD`.
pub(super) fn push_day(line: &mut Vec<u8>, number: i32) -> Result<()> {
    let day = Day::new(number).ok_or_else(|| {
        Error::new(ErrorCode::Internal, format!("day {number} is outside the years 1 to 9999"))
    })?;
    Ok(write!(line, "{day}")?)
}
