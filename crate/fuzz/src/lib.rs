//! The fuzz targets and shared code: reading files like the command line, files around arbitrary
//! pages, states of rows, and stores in memory.

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
