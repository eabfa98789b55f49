//! Tables whose folders cannot be listed, found by the names of their logs.

use std::path::Path;
use std::sync::Arc;

use crate::error::{ErrorCode, Result};
use crate::fs::remote::{Peeked, Remote, RemoteFile};
use crate::fs::threads::for_each;
use crate::source::table::{Found, ProbedTable, ReadTable, TableProbe};

/// The maximum length of a hint in bytes.
const MAX_HINT: u64 = 16 << 20;
/// How many bytes are read to distinguish a file from a page that some hosts return for every URL.
const FIRST_BYTES: u64 = 64;

/// A table that was found by names.
#[derive(Debug)]
pub(super) struct Probed {
    /// Its folder, with a trailing `/`.
    pub(super) folder: String,
    pub(super) remote: Arc<dyn Remote>,
    /// The names in the folder of its log or metadata.
    pub(super) names: Vec<String>,
    pub(super) note: Option<String>,
}

impl Probed {
    pub(super) fn new(remote: &Arc<dyn Remote>, folder: &str, table: ProbedTable) -> Self {
        let ProbedTable { names, note, .. } = table;
        Self { folder: folder.to_owned(), remote: remote.clone(), names, note }
    }

    /// Returns whether it is the table in a folder.
    pub(super) fn is_in(&self, folder: &str) -> bool {
        self.folder == folder
    }

    /// Returns the table's files that are there, with their sizes. The table's log was read before.
    pub(super) fn files(&self, read: &[ReadTable]) -> Result<Vec<RemoteFile>> {
        let Some(table) = read.iter().find(|table| self.is_in(&table.path)) else { return Ok(Vec::new()) };
        let paths = table.snapshot.files.iter().map(|file| format!("{}{}", self.folder, file.path)).collect();
        let files = for_each(self.remote.requests(), paths, |path| match self.remote.facts(&path) {
            Ok(facts) => Ok(Some(RemoteFile { path, facts: Some(facts) })),
            Err(error) if error.code() == ErrorCode::MissingFile => Ok(None),
            Err(error) => Err(error.in_file(path)),
        })?;
        files.into_iter().filter_map(Result::transpose).collect()
    }
}

/// Returns a table's folder and the name of its metadata, if a path is that of Iceberg metadata.
pub(super) fn metadata_of(path: &str) -> Option<(&str, &str)> {
    let (folder, name) = path.rsplit_once('/')?;
    let table = folder.strip_suffix("/metadata")?;
    let is_metadata = name.ends_with(".metadata.json") || name.ends_with(".metadata.json.gz");
    is_metadata.then(|| (path.get(..=table.len()).unwrap_or_default(), name))
}

/// Finds the table in a folder by the names of its log.
pub(super) fn probe(remote: &Arc<dyn Remote>, folder: &str, version: Option<u64>) -> Result<ProbedTable> {
    let mut probe = TableProbe::new(folder, version);
    loop {
        let needs = probe.needs();
        if needs.is_empty() {
            return probe.finish();
        }
        let peeked = for_each(remote.requests(), needs, |path| {
            let is_hint =
                !matches!(Path::new(&path).extension(), Some(it) if it == "json" || it == "parquet");
            let max = if is_hint { MAX_HINT } else { FIRST_BYTES };
            let peeked = remote.peek(&format!("{folder}{path}"), max);
            (path, peeked)
        })?;
        for (path, peeked) in peeked {
            match peeked? {
                Peeked::There(bytes) => probe.found(&path, Found::There(&bytes))?,
                Peeked::Missing => probe.found(&path, Found::Missing)?,
                Peeked::Denied => probe.found(&path, Found::Denied)?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_known_by_its_path() {
        let path = "s3://b/t/metadata/00003-a.metadata.json";
        assert_eq!(metadata_of(path), Some(("s3://b/t/", "00003-a.metadata.json")));
        for other in ["s3://b/metadata.json", "s3://b/t/x.metadata.json", "s3://b/t/metadata/a.parquet"] {
            assert_eq!(metadata_of(other), None);
        }
    }
}
