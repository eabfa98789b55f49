//! What the fuzz targets share: files read as the command line reads them, files made around pages,
//! states made of rows, and a store in memory.

mod kept;
mod panics;
mod reading;
mod rows;
mod single_column;
mod stores;

pub use kept::keep;
pub use panics::{expected, only_our_own, quietly};
pub use reading::{InMemory, read_file, read_footer};
pub use rows::{Row, fold, results};
pub use single_column::{Others, SingleColumn};
pub use stores::{Changed, Layer, Memory};
