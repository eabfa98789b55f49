//! A batch of rows with canonical types, whatever the types in the file.

pub(super) mod counts;
pub(super) mod date_format;
pub(super) mod date_guesses;
pub(super) mod day_text;
mod days;
mod ids;
pub(super) mod instant;
mod julian;
pub(super) mod midnights;
pub(super) mod reader;
pub(super) mod tally;
pub(super) mod times_of_day;

use std::sync::Arc;

use arrow::array::{BinaryArray, BinaryViewArray, Date32Array, Int32Array, Int64Array};

/// A batch of rows; a column is `None` if the job does not need its role.
#[derive(Clone, Debug)]
pub struct Columns {
    /// How many rows each column has.
    pub rows: usize,
    /// The channels.
    pub channel_id: Option<Ids>,
    /// The videos.
    pub video_id: Option<Ids>,
    /// The upload days, all within [`Day::MIN`](crate::Day::MIN)`..=`[`Day::MAX`](crate::Day::MAX).
    pub created_date: Option<Date32Array>,
    /// The days of the counts, within the same bounds.
    pub date: Option<Date32Array>,
    /// The counts.
    pub view_count: Option<Int64Array>,
}

/// A column of ids, each of them valid UTF-8 or null.
#[derive(Clone, Debug)]
pub enum Ids {
    /// Codes into a dictionary that many batches share.
    Dictionary {
        /// The distinct values.
        dictionary: Arc<Dictionary>,
        /// The index of each row's value; null for a null id.
        codes: Int32Array,
    },
    /// A value for each row.
    Plain(BinaryViewArray),
}

/// The distinct values of a column chunk; the batches of a chunk share one allocation.
#[derive(Debug)]
pub struct Dictionary {
    /// Valid UTF-8 or null.
    pub values: BinaryArray,
}

impl Ids {
    /// Returns the id of a row as bytes, `None` for a null.
    pub fn value(&self, row: usize) -> Option<&[u8]> {
        use arrow::array::Array;
        match self {
            Self::Dictionary { dictionary, codes } => {
                if codes.is_null(row) {
                    return None;
                }
                let code = usize::try_from(codes.value(row)).ok()?;
                dictionary.values.is_valid(code).then(|| dictionary.values.value(code))
            }
            Self::Plain(values) => values.is_valid(row).then(|| values.value(row)),
        }
    }
}
