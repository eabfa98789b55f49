//! The rows of files that name deleted rows of an Iceberg table.

mod bytes_column;
mod deleted_keys;
mod key_column;
mod key_rows;
mod position_rows;

pub use deleted_keys::DeletedKeys;
pub use key_rows::KeyRows;
pub use position_rows::PositionRows;

use std::ops::Range;

/// The result of a step.
#[derive(Debug)]
pub enum DeletesStep {
    /// Push these byte ranges of the file, half-open.
    Needs(Vec<Range<u64>>),
    /// Rows were passed on.
    Rows,
    /// There are no more rows.
    Finished,
}
