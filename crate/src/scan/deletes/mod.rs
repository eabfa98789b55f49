//! The rows of files that name deleted rows of an Iceberg table.
//!
//! In the browser, [`ValueRows`] passes the values on as bytes, and another WebAssembly module
//! finds the rows that they delete.

mod bytes_column;
mod key_column;
#[cfg(not(target_arch = "wasm32"))]
mod key_rows;
#[cfg(not(target_arch = "wasm32"))]
mod position_rows;
mod value_rows;

#[cfg(not(target_arch = "wasm32"))]
pub use key_rows::KeyRows;
#[cfg(not(target_arch = "wasm32"))]
pub use position_rows::PositionRows;
pub use value_rows::ValueRows;

#[cfg(not(target_arch = "wasm32"))]
use std::ops::Range;

/// The result of a step.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub enum DeletesStep {
    /// Push these byte ranges of the file, half-open.
    Needs(Vec<Range<u64>>),
    /// Rows were passed on.
    Rows,
    /// There are no more rows.
    Finished,
}
