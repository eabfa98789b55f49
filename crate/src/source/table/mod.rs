//! Which files of a listing count: tables, streaming sinks, transactional commits, names.
//!
//! The decision does no I/O. A host lists files and folders as [`Entry`]s and passes them to a
//! [`FileSelector`]. It requests the few bytes that it needs (the log of a streaming sink, the
//! first and last bytes of a file that is not named as Parquet, or all of a small one). Then it returns the files to read and why others
//! are skipped.

mod columns;
mod commits;
mod delete_files;
mod deletion_vector;
mod delta;
mod entry;
mod iceberg;
mod kind;
mod log_need;
mod names;
mod probe;
mod selected;
mod selector;
mod sink_log;
mod skipped;
mod snapshot;
mod stored;
mod table_files;
mod table_log;
mod table_use;

pub use columns::{TableColumn, TableColumns, TableType};
pub use commits::is_commit_marker;
pub use delete_files::{
    DeleteFile, DeletedKeys, Deletes, KIND_OF_BYTES, KIND_OF_NULLS, KIND_OF_NUMBERS, StoredValues,
    TableLocation, constant_value,
};
pub(crate) use delete_files::{POSITION_COLUMNS, REWRITE_WITHOUT_DELETES};
pub use deletion_vector::{DeletedRows, DeletedRowsBuilder, DeletionVector};
pub use delta::{DeltaLog, commit_time, readable_versions, vector_path};
pub use entry::{Entry, Reach};
pub use iceberg::IcebergLog;
pub use kind::{TableKind, TableRoot, table_roots};
pub use log_need::LogNeed;
pub use names::{FolderUse, folder_use, is_from_table_writer, is_iceberg_metadata};
pub use probe::{Found, ProbedTable, TableProbe};
pub use selected::{Member, Selected};
pub use selector::{FileSelector, FoldersAbove, Need, TableRule};
pub use skipped::{SkipReason, Skipped};
pub use snapshot::{ListedSnapshot, ReadTable, Snapshot, TableFile};
pub(crate) use stored::ByKey;
pub use stored::Json;
pub use table_files::TableSelection;
pub use table_log::TableLog;
pub use table_use::{TableCounts, TableUse};

#[cfg(test)]
mod tests;
