//! Values of columns as bytes, which are equal for equal values.
//!
//! The WebAssembly module that decodes Parquet passes them to the one that reads tables.

use arrow::datatypes::DataType;

use crate::calendar::Day;

/// The kind of a column in which all values read so far are null.
pub const KIND_OF_NULLS: u8 = 0;
/// The kind of a column of whole numbers.
pub const KIND_OF_NUMBERS: u8 = 2;
/// The kind of a column of text or binary, whose values begin with their length. The values of all
/// other kinds are numbers of 16 bytes, least significant first.
pub const KIND_OF_BYTES: u8 = 15;
const KIND_OF_BOOLEANS: u8 = 1;
const KIND_OF_DAYS: u8 = 5;

/// Rows of values: the kind of each column, and then the values of each row. A value is a byte 0
/// for null, or a byte 1 followed by the value.
#[derive(Debug)]
pub struct StoredValues<'a> {
    /// The kinds of the columns.
    pub kinds: &'a [u8],
    rest: &'a [u8],
}

impl<'a> StoredValues<'a> {
    /// Splits off the kinds of `columns` columns; `None` if there are too few bytes.
    pub fn new(bytes: &'a [u8], columns: usize) -> Option<Self> {
        let (kinds, rest) = bytes.split_at_checked(columns)?;
        Some(Self { kinds, rest })
    }

    /// Returns whether there are no more rows.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Replaces `values` by those of the next row, each with its first byte; `None` for a broken row.
    pub fn row(&mut self, values: &mut Vec<&'a [u8]>) -> Option<()> {
        values.clear();
        for &kind in self.kinds {
            let length = match (self.rest.first()?, kind) {
                (0, _) => 1,
                (_, KIND_OF_BYTES) => {
                    let length = self.rest.get(1..9)?.try_into().ok()?;
                    usize::try_from(u64::from_le_bytes(length)).ok()?.checked_add(9)?
                }
                _ => 17,
            };
            let (value, rest) = self.rest.split_at_checked(length)?;
            values.push(value);
            self.rest = rest;
        }
        Some(())
    }

    /// Returns a number that is not null.
    pub fn number(value: &[u8]) -> Option<i128> {
        let (1, number) = (value.first()?, value.get(1..)?) else { return None };
        Some(i128::from_le_bytes(number.try_into().ok()?))
    }

    /// Returns bytes that are not null.
    pub fn bytes(value: &[u8]) -> Option<&[u8]> {
        if *value.first()? == 1 { value.get(9..) } else { None }
    }
}

/// Returns the kind and the bytes of a value that all rows have, from its text in a table's log;
/// `None` if values of its type are not compared here.
pub fn constant_value(text: Option<&str>, data_type: &DataType) -> Option<(u8, Vec<u8>)> {
    let Some(text) = text else { return Some((KIND_OF_NULLS, vec![0])) };
    let number = |kind, number: i64| Some((kind, [&[1], &i128::from(number).to_le_bytes()[..]].concat()));
    match data_type {
        DataType::Boolean => number(KIND_OF_BOOLEANS, i64::from(text.parse::<bool>().ok()?)),
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => {
            number(KIND_OF_NUMBERS, text.parse().ok()?)
        }
        DataType::Date32 => number(KIND_OF_DAYS, i64::from(Day::parse(text)?.number())),
        DataType::Binary => {
            let length = (text.len() as u64).to_le_bytes();
            Some((KIND_OF_BYTES, [&[1], &length[..], text.as_bytes()].concat()))
        }
        _ => None,
    }
}
