//! The names of a log whose folder cannot be listed.

mod delta;
mod found;
mod iceberg;
mod table_probe;

pub use found::Found;
pub use table_probe::{ProbedTable, TableProbe};
