//! Deletion vectors: the rows of a data file that a table has deleted.
//!
//! Delta tables store them inline in the log or in files of their own, Iceberg tables in Puffin
//! files. All share one form: a checked 64-bit Roaring bitmap of physical row positions, counted
//! over all row groups of the data file.

mod bitmap;
mod builder;
mod container;
mod deleted_rows;
mod descriptor;
mod z85;

pub use builder::DeletedRowsBuilder;
pub use deleted_rows::DeletedRows;
pub use descriptor::DeletionVector;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
