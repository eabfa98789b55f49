//! The log of a table of any format.

use super::delta::DeltaLog;
use super::iceberg::IcebergLog;
use super::log_need::LogNeed;
use super::{ListedSnapshot, Snapshot, TableKind, TableRoot};
use crate::error::{Error, ErrorCode, Result};

/// Reads the log of a table of any format without I/O.
///
/// Do what [`need`](Self::need) returns: pass the names of a folder to [`list`](Self::list), and
/// the contents of a file to [`push`](Self::push), in pieces of any size, with
/// [`end`](Self::end) after the last. Once nothing is needed, [`finish`](Self::finish) returns the
/// version.
///
/// ```
/// use daytally::source::table::{LogNeed, TableKind, TableLog, TableRoot};
///
/// let commit = br#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
/// {"metaData":{"schemaString":"{\"type\":\"struct\",\"fields\":[]}","partitionColumns":[]}}
/// {"add":{"path":"part%200.parquet","partitionValues":{},"size":900}}"#;
/// let root = TableRoot { path: "views/".to_owned(), shown: "views/".to_owned(), kind: TableKind::Delta };
/// let mut log = TableLog::new(&root, None, None)?;
/// while let Some(need) = log.need() {
///     match need {
///         LogNeed::List(_) => log.list(vec!["00000000000000000000.json".to_owned()])?,
///         LogNeed::Bytes(_) | LogNeed::Rows(_) => {
///             log.push(commit)?;
///             log.end()?;
///         }
///     }
/// }
/// let snapshot = log.finish()?;
/// assert_eq!((snapshot.version, &*snapshot.files[0].path), (0, "part 0.parquet"));
/// # Ok::<(), daytally::Error>(())
/// ```
#[derive(Debug)]
pub struct TableLog {
    log: Log,
    reads_deletes: bool,
}

#[derive(Debug)]
enum Log {
    Delta(DeltaLog),
    Iceberg(IcebergLog),
}

impl TableLog {
    /// Creates the log of the table in a folder, which errors name as the user knows it.
    ///
    /// `absolute` is that folder as an absolute path with a trailing `/`, if it has one: logs may
    /// name files in it by their absolute paths. `version` is `None` for the current one; for an
    /// Iceberg table it is the id of a snapshot.
    ///
    /// # Errors
    ///
    /// [`Table`](crate::ErrorCode::Table) for a format that is not read.
    pub fn new(root: &TableRoot, absolute: Option<String>, version: Option<u64>) -> Result<Self> {
        let log = match root.kind {
            TableKind::Delta => Log::Delta(DeltaLog::new(&root.shown, absolute, version)),
            TableKind::Iceberg => Log::Iceberg(IcebergLog::new(&root.shown, absolute, version)),
            _ => return Err(root.kind.refused(&root.shown, 1)),
        };
        Ok(Self { log, reads_deletes: false })
    }

    /// Returns the same log for a host that applies the delete files of a snapshot. Without it, a
    /// table with such files is refused.
    #[must_use]
    pub fn with_delete_files(self) -> Self {
        Self { reads_deletes: true, ..self }
    }

    /// Returns what is needed next; nothing once the version is complete.
    pub fn need(&self) -> Option<LogNeed> {
        match &self.log {
            Log::Delta(log) => log.need(),
            Log::Iceberg(log) => log.need(),
        }
    }

    /// Takes the names of the files in the needed folder.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a log with a hole,
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for a version that it does not have.
    pub fn list(&mut self, names: Vec<String>) -> Result<()> {
        match &mut self.log {
            Log::Delta(log) => log.list(names),
            Log::Iceberg(log) => log.list(names),
        }
    }

    /// Takes the next piece of the needed file.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for content that cannot be read,
    /// [`OverLimit`](crate::ErrorCode::OverLimit) for too much of it, with the file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.log {
            Log::Delta(log) => log.push(bytes),
            Log::Iceberg(log) => log.push(bytes),
        }
    }

    /// Ends the needed file.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for an incomplete file, with its path.
    pub fn end(&mut self) -> Result<()> {
        match &mut self.log {
            Log::Delta(log) => log.end(),
            Log::Iceberg(log) => log.end(),
        }
    }

    /// Returns the snapshots of an Iceberg table that can be read by their ids, in the order in which
    /// they were added; none of another table, and before the metadata was read.
    pub fn snapshots(&self) -> Vec<ListedSnapshot> {
        match &self.log {
            Log::Delta(_) => Vec::new(),
            Log::Iceberg(log) => log.snapshots(),
        }
    }

    /// Returns the version.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) while something is still needed,
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a log that contradicts itself, and
    /// [`Unsupported`](crate::ErrorCode::Unsupported) for a table that is not read.
    pub fn finish(self) -> Result<Snapshot> {
        let snapshot = match self.log {
            Log::Delta(log) => log.finish(),
            Log::Iceberg(log) => log.finish(),
        }?;
        match snapshot.deletes.first().filter(|_| !self.reads_deletes) {
            None => Ok(snapshot),
            Some(delete) => Err(Error::new(
                ErrorCode::Unsupported,
                "the Iceberg table has deletes in Parquet files, which are not applied here",
            )
            .found(format!("the file \"{}\"", delete.path))
            .remedy_by_host(REWRITE, format!("Read the table on the command line. {REWRITE}"))),
        }
    }
}

const REWRITE: &str = "Rewrite the table without them, for example with CALL system.rewrite_data_files in \
                       Spark with the option delete-file-threshold.";
