//! Iceberg tables: their metadata, manifests and files.

mod avro;
mod iceberg_log;
mod manifest;
mod metadata;
pub(super) mod metadata_file;
mod partition;
mod schema;
mod table;
mod vectors;

pub use iceberg_log::IcebergLog;
