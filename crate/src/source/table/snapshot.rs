//! A version of a table: the files that count, and what the log states about them.

use std::sync::Arc;

use super::{DeletionVector, TableColumns, TableKind};

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
    /// The version's number.
    pub version: u64,
    /// When it was committed, in milliseconds since 1970, if the log that was read states it.
    pub committed: Option<i64>,
    /// The table's columns.
    pub columns: Arc<TableColumns>,
    /// The files that count, by their paths in byte order.
    pub files: Vec<TableFile>,
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
    /// The rows that were deleted, if there are any.
    pub deletion_vector: Option<Arc<DeletionVector>>,
}
