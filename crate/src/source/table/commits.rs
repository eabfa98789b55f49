//! Transactional commits of Databricks: `_started_T` and `_committed_T` beside the parts.
//!
//! A part with `-tid-T-` in its name counts once `_committed_T` lists it. A transaction without
//! either marker is old, and its markers were removed: its parts count.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::SkipReason;
use super::entry::folders_above;
use super::names::all_digits;
use crate::error::{Error, ErrorCode, Result};

/// The meaning of a marker's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker<'a> {
    /// A transaction began.
    Started(&'a str),
    /// A transaction was committed.
    Committed(&'a str),
}

/// Returns whether a file's name begins like that of a marker.
pub fn is_commit_marker(name: &str) -> bool {
    name.starts_with("_started_") || name.starts_with("_committed_")
}

impl<'a> Marker<'a> {
    /// Parses a file's name as a marker; `None` for other files.
    pub(super) fn of_name(name: &'a str) -> Option<Self> {
        let id = |prefix| name.strip_prefix(prefix).filter(|id| all_digits(id));
        id("_started_").map(Marker::Started).or_else(|| id("_committed_").map(Marker::Committed))
    }
}

#[derive(Deserialize)]
struct Commit {
    added: Option<Vec<String>>,
    removed: Option<Vec<String>>,
}

/// The transactions of a listing.
#[derive(Debug, Default)]
pub(super) struct Commits {
    started: HashSet<(String, String)>,
    /// The files that each added, by the folder of the marker and the transaction; `None` if it
    /// does not list them.
    committed: HashMap<(String, String), Option<HashSet<String>>>,
    /// Paths of files that a commit removed.
    removed: HashSet<String>,
}

impl Commits {
    /// Records that a transaction began, by the folder of its marker.
    pub(super) fn start(&mut self, folder: &str, id: &str) {
        self.started.insert((folder.to_owned(), id.to_owned()));
    }

    /// Adds a commit, by the folder of its marker.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if it is not the JSON of a commit.
    pub(super) fn commit(&mut self, folder: &str, id: &str, text: &[u8]) -> Result<()> {
        let commit: Commit = serde_json::from_slice(text).map_err(|error| {
            Error::new(ErrorCode::Corrupt, "the commit of a transaction cannot be read")
                .expected("a JSON object with the lists added and removed")
                .found(error.to_string())
                .remedy_by_host(
                    "Copy the folder again, or read all files with --as-files.",
                    "Copy the folder again, or read all files with the option asFiles.",
                )
        })?;
        let added = commit.added.map(|names| names.into_iter().collect());
        self.committed.insert((folder.to_owned(), id.to_owned()), added);
        self.removed.extend(commit.removed.iter().flatten().map(|name| format!("{folder}{name}")));
        Ok(())
    }

    /// Returns why a file does not count, if a transaction decides so.
    pub(super) fn skip(&self, path: &str) -> Option<SkipReason> {
        if self.removed.contains(path) {
            return Some(SkipReason::Removed);
        }
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        let id = transaction_of(name)?;
        let mut is_started = false;
        for folder in folders_above(path) {
            let key = (folder.to_owned(), id.to_owned());
            if let Some(added) = self.committed.get(&key) {
                let below = &path[folder.len()..];
                let is_added =
                    added.as_ref().is_none_or(|added| added.contains(below) || added.contains(name));
                return (!is_added).then_some(SkipReason::Uncommitted);
            }
            is_started |= self.started.contains(&key);
        }
        is_started.then_some(SkipReason::Uncommitted)
    }
}

/// Returns the transaction of a file's name: `T` in `part-00000-tid-T-…`.
fn transaction_of(name: &str) -> Option<&str> {
    let (_, rest) = name.split_once("-tid-")?;
    let (id, _) = rest.split_once('-')?;
    all_digits(id).then_some(id)
}
