//! The rows that the delete files of tables delete.

mod delete_reader;
mod read_files;

pub use delete_reader::{DeleteReader, NeededFile};
pub use read_files::{KeyGroup, ReadFiles};
