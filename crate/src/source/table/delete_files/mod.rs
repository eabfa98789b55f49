//! Files with the deleted rows of an Iceberg table, and the paths in them.

mod delete_file;
mod table_location;

pub use delete_file::{DeleteFile, Deletes};
pub use table_location::TableLocation;
