//! A version of a table: the files that count, and what the log states about them.

use std::sync::Arc;

use serde::Serialize;

use super::{DeleteFile, DeletionVector, TableColumns, TableKind, TableLocation};

/// A table that was read.
#[derive(Clone, Debug)]
pub struct ReadTable {
    /// Its folder, as in [`TableRoot::path`](super::TableRoot).
    pub path: String,
    /// Its folder as the user knows it.
    pub shown: String,
    /// The version that was read.
    pub snapshot: Snapshot,
}

/// A version of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The table's format.
    pub kind: TableKind,
    /// The version's number; of an Iceberg table the id of the snapshot.
    pub version: u64,
    /// When it was committed, in milliseconds since 1970, if the log that was read states it.
    pub committed: Option<i64>,
    /// The path of an Iceberg table's metadata that was read, below the table's folder.
    pub metadata: Option<String>,
    /// The table's columns.
    pub columns: Arc<TableColumns>,
    /// The files that count, by their paths in byte order.
    pub files: Vec<TableFile>,
    /// The files with deleted rows of an Iceberg table.
    pub deletes: Vec<DeleteFile>,
    /// Where an Iceberg table was written, which begins the paths in its delete files.
    pub location: Option<Arc<TableLocation>>,
}

/// A snapshot of an Iceberg table that can be read by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ListedSnapshot {
    /// Its id in decimal. It may have 19 digits, which JavaScript's numbers cannot hold.
    pub version: String,
    /// When it was committed, as YYYY-MM-DDTHH:MM:SSZ, if the metadata states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub committed: Option<String>,
    /// Whether it is the current one.
    pub is_newest: bool,
}

/// A file of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// Its path below the table's folder, with `/` between folders.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// The values of the partition columns, the same for every row.
    pub values: Arc<[Option<String>]>,
    /// The deletion vector with the deleted rows, if it has one.
    pub deletion_vector: Option<Arc<DeletionVector>>,
    /// The number of the commit that added it to an Iceberg table.
    pub sequence: u64,
    /// The number of its partition in an Iceberg table.
    pub partition: u32,
}
