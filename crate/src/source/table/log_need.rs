//! What the log of a table needs next.

/// What a log needs next; paths are below the table's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogNeed {
    /// The names of a folder's files.
    List(String),
    /// The bytes of a file.
    Bytes(String),
    /// The rows of a Parquet file as lines of JSON, by
    /// [`CheckpointRows`](crate::scan::CheckpointRows).
    Rows(String),
}
