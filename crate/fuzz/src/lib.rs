//! The fuzz targets and what they share: files read as the command line reads them, files made
//! around pages, states made of rows, and a store in memory.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::unwrap_used)]

mod decoded;
mod kept;
mod panics;
mod reading;
mod rows;
mod single_column;
mod stores;
pub mod targets;

pub use decoded::decoded;
pub use kept::keep;
pub use panics::{expected, only_our_own, quietly};
pub use reading::{InMemory, read_file, read_footer};
pub use rows::{Row, fold, results};
pub use single_column::{Others, SingleColumn};
pub use stores::{Changed, Layer, Memory};
