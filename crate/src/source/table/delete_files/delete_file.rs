//! Files with the deleted rows of an Iceberg table.

use std::sync::Arc;

use crate::source::table::TableColumns;

/// The remedy for deletes that are not supported.
pub(crate) const REWRITE_WITHOUT_DELETES: &str =
    "Rewrite the table without them, for example with CALL system.rewrite_data_files in Spark.";

/// The columns of position deletes: the path of the data file and the position in it, each by the id
/// and the name that the [specification](https://iceberg.apache.org/spec/#reserved-field-ids) reserves.
pub(crate) const POSITION_COLUMNS: [(i32, &str); 2] = [(2_147_483_546, "file_path"), (2_147_483_545, "pos")];

/// A Parquet file with deleted rows of an Iceberg table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteFile {
    /// Its path below the table's folder.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// The number of the commit that deleted the rows.
    pub sequence: u64,
    /// The number of the partition that it applies to.
    pub partition: u32,
    /// How it names the rows.
    pub deletes: Deletes,
}

/// How a delete file names the rows that it deletes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deletes {
    /// By the paths of data files and positions in them. They apply to the files of the partition
    /// that are not newer than the delete file.
    Positions {
        /// The only data file that they apply to, if the log names it, by its path below the
        /// table's folder.
        of: Option<String>,
    },
    /// By the values of some columns. They apply to the files of the partition that are older than
    /// the delete file.
    Values {
        /// The columns.
        columns: Arc<TableColumns>,
        /// Whether they apply to the files of all partitions.
        everywhere: bool,
    },
}
