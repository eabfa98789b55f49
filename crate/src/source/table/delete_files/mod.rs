//! Files with the deleted rows of an Iceberg table, the paths in them, and the rows that they name.

mod delete_file;
mod deleted_keys;
mod table_location;
mod values;

pub use delete_file::{DeleteFile, Deletes};
pub(crate) use delete_file::{POSITION_COLUMNS, REWRITE_WITHOUT_DELETES};
pub use deleted_keys::DeletedKeys;
pub use table_location::TableLocation;
pub use values::{KIND_OF_BYTES, KIND_OF_NULLS, KIND_OF_NUMBERS, StoredValues, constant_value};
