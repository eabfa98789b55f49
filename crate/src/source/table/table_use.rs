//! What became of a table.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{DeletedRows, ReadTable};
use crate::calendar::Day;

/// A table, a sink or commits, and whether their log was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct TableUse {
    /// The folder as the user knows it.
    pub path: String,
    /// `Delta`, `Iceberg`, `Hudi`, `streaming sink` or `Databricks commits`.
    pub format: String,
    /// The version of the log that was read, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub version: Option<u64>,
    /// When that version was committed, as YYYY-MM-DDTHH:MM:SSZ, if the log states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub committed: Option<String>,
    /// The id of the Iceberg snapshot that was read, in decimal. It may have 19 digits, which
    /// JavaScript's numbers cannot hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub snapshot: Option<String>,
    /// The path of the Iceberg metadata that was read, below the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub metadata: Option<String>,
    /// Whether every file was read regardless of the log.
    pub as_files: bool,
    /// The counts of files and rows, if the table's log was replayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub counts: Option<TableCounts>,
}

/// How many files and rows a version of a table has, and how many it leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct TableCounts {
    /// How many of its files in the given paths are read.
    pub files: u64,
    /// How many other files are in the given paths, which it does not list.
    pub files_left_out: u64,
    /// How many rows of its files were deleted by deletion vectors.
    pub rows_deleted: u64,
}

impl fmt::Display for TableUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, format, version, committed, snapshot, metadata, as_files, counts } = self;
        write!(f, "{path} ({format}")?;
        if let Some(version) = version {
            write!(f, ", version {version}")?;
        }
        if let Some(snapshot) = snapshot {
            write!(f, ", snapshot {snapshot}")?;
        }
        if let Some(committed) = committed {
            write!(f, " of {committed}")?;
        }
        if let Some(metadata) = metadata {
            write!(f, ", by {metadata}")?;
        }
        if let Some(TableCounts { files, files_left_out, rows_deleted }) = counts {
            let of =
                |count: &u64, what: &str| format!("{count} {what}{}", if *count == 1 { "" } else { "s" });
            write!(f, "): {} of its log {} read", of(files, "file"), if *files == 1 { "is" } else { "are" })?;
            return match (files_left_out, rows_deleted) {
                (0, 0) => f.write_str("."),
                (left_out, 0) => write!(f, "; {} left out.", of(left_out, "other file")),
                (0, deleted) => write!(f, "; {} left out.", of(deleted, "deleted row")),
                (left_out, deleted) => {
                    write!(f, "; {} and {} left out.", of(left_out, "other file"), of(deleted, "deleted row"))
                }
            };
        }
        f.write_str(if *as_files {
            "): all files are read, regardless of its log; rows that it replaced or deleted count too."
        } else {
            "): its log decides which files are read."
        })
    }
}

impl TableUse {
    /// Adds the rows that delete files delete from a file of a table to its count, which has those of the
    /// file's deletion vector already.
    pub fn add_deleted(uses: &mut [Self], table: &ReadTable, file: usize, rows: &DeletedRows) {
        let vector = table.snapshot.files.get(file).and_then(|file| file.deletion_vector.as_ref());
        let others = rows.len().saturating_sub(vector.map_or(0, |vector| vector.cardinality));
        for counts in uses.iter_mut().filter(|of| of.path == table.shown).filter_map(|of| of.counts.as_mut())
        {
            counts.rows_deleted = counts.rows_deleted.saturating_add(others);
        }
    }

    /// Creates the use of a table whose files are all read.
    pub(super) fn as_files(shown: &str, format: &str) -> Self {
        Self {
            path: shown.to_owned(),
            format: format.to_owned(),
            version: None,
            committed: None,
            snapshot: None,
            metadata: None,
            as_files: true,
            counts: None,
        }
    }
}

/// Formats milliseconds since 1970 as YYYY-MM-DDTHH:MM:SSZ; `None` for a time outside the calendar.
pub(super) fn time(milliseconds: i64) -> Option<String> {
    let seconds = milliseconds.div_euclid(1000);
    let day = Day::new(i32::try_from(seconds.div_euclid(86_400)).ok()?)?;
    let time = seconds.rem_euclid(86_400);
    Some(format!("{day}T{:02}:{:02}:{:02}Z", time / 3600, time / 60 % 60, time % 60))
}
