//! Files with the deleted rows of an Iceberg table.

use std::sync::Arc;

use crate::source::table::TableColumns;

/// A Parquet file with deleted rows of an Iceberg table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteFile {
    /// Its path below the table's folder.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// The number of the commit that deleted the rows.
    pub sequence: u64,
    /// The number of the partition whose files it is for.
    pub partition: u32,
    /// How it names the rows.
    pub deletes: Deletes,
}

/// How rows are named that are deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deletes {
    /// By the paths of files and positions in them. They are deleted from files of the partition that
    /// are not newer.
    Positions {
        /// The only file of which rows are deleted, if the log names it, by its path below the table's
        /// folder.
        of: Option<String>,
    },
    /// By the values of some columns. They are deleted from files of the partition that are older.
    Values {
        /// The columns.
        columns: Arc<TableColumns>,
        /// Whether they are deleted from files of all partitions.
        everywhere: bool,
    },
}
