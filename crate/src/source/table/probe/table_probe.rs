//! The log of a table of any format, by names.

use super::delta::LogProbe;
use super::found::Found;
use super::iceberg::MetadataProbe;
use crate::error::{Error, ErrorCode, Result};
use crate::source::table::TableKind;

/// The folders of a log and of metadata.
const LOG: &str = "_delta_log/";
const METADATA: &str = "metadata/";

/// Finds the log of a table by the names of its files, without I/O, for a host that cannot list folders.
///
/// Request the paths that [`needs`](Self::needs) returns, and pass each answer to [`found`](Self::found),
/// until nothing is needed. [`finish`](Self::finish) returns the names for
/// [`TableLog::list`](crate::source::table::TableLog::list).
///
/// A Delta table is searched first, by `_last_checkpoint` and the names of commits; then an Iceberg table, by
/// `version-hint.text`, which tables without a catalog have.
///
/// ```
/// use daytally::source::table::{Found, TableKind, TableProbe};
///
/// let mut probe = TableProbe::new("https://host/views/", None);
/// while let Some(path) = probe.needs().first().cloned() {
///     let is_there = path == "_delta_log/00000000000000000000.json";
///     probe.found(&path, if is_there { Found::There(b"{") } else { Found::Missing })?;
/// }
/// let found = probe.finish()?;
/// assert_eq!((found.kind, found.names.len()), (TableKind::Delta, 1));
/// assert_eq!(found.mark(), "_delta_log/");
/// # Ok::<(), daytally::Error>(())
/// ```
#[derive(Debug)]
pub struct TableProbe {
    delta: Option<LogProbe>,
    iceberg: MetadataProbe,
    /// Why there is no Delta table.
    refused: Option<Error>,
}

/// A table that was found by names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbedTable {
    /// Its format.
    pub kind: TableKind,
    /// The names that exist in the folder of its log or metadata.
    pub names: Vec<String>,
    /// What cannot be known without listing the log, in sentences.
    pub note: Option<String>,
}

impl ProbedTable {
    /// Returns a path below the table's folder that marks it in a listing: a file, or a folder with a `/`.
    pub fn mark(&self) -> String {
        match (self.kind, self.names.first()) {
            (TableKind::Iceberg, Some(name)) => format!("{METADATA}{name}"),
            _ => LOG.to_owned(),
        }
    }
}

impl TableProbe {
    /// Starts with the table in the folder `shown`, up to a version of a Delta table, or the newest one.
    pub fn new(shown: &str, version: Option<u64>) -> Self {
        let delta = Some(LogProbe::new(shown, version));
        Self { delta, iceberg: MetadataProbe::new(), refused: None }
    }

    /// Returns the paths to request, below the table's folder; none once all are known.
    pub fn needs(&self) -> Vec<String> {
        let (folder, names) = match &self.delta {
            Some(delta) => (LOG, delta.needs()),
            None => (METADATA, self.iceberg.needs()),
        };
        names.iter().map(|name| format!("{folder}{name}")).collect()
    }

    /// Takes the answer to a request.
    ///
    /// # Errors
    ///
    /// [`NoInput`](ErrorCode::NoInput) if there is no table, [`Corrupt`](ErrorCode::Corrupt) for a log whose
    /// newest version cannot be found, [`Io`](ErrorCode::Io) if the host denies access.
    pub fn found(&mut self, path: &str, found: Found<'_>) -> Result<()> {
        if let Some(delta) = &mut self.delta {
            let Some(name) = path.strip_prefix(LOG) else { return Ok(()) };
            if let Err(error) = delta.found(name, found) {
                if error.code() != ErrorCode::NoInput {
                    return Err(error);
                }
                self.refused = Some(error);
                self.delta = None;
            }
            return Ok(());
        }
        let Some(name) = path.strip_prefix(METADATA) else { return Ok(()) };
        self.iceberg.found(name, found);
        match self.refused.take_if(|_| self.iceberg.is_without_table()) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Returns the table.
    ///
    /// # Errors
    ///
    /// [`Internal`](ErrorCode::Internal) while something is needed.
    pub fn finish(self) -> Result<ProbedTable> {
        match self.delta {
            Some(delta) => {
                let note = delta.note();
                Ok(ProbedTable { kind: TableKind::Delta, names: delta.finish()?, note })
            }
            None => Ok(ProbedTable { kind: TableKind::Iceberg, names: self.iceberg.finish(), note: None }),
        }
    }
}
