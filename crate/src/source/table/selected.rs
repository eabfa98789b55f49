//! The decision about a listing.

use serde::{Deserialize, Serialize};

use super::names::is_from_table_writer;
use super::table_use::TableUse;
use super::{Entry, Reach, Skipped};
use crate::warning::Warning;

/// The files to read, and the skipped ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Selected {
    /// The positions of the files to read, in the listing's order.
    pub files: Vec<usize>,
    /// The skipped entries, in the listing's order.
    pub skipped: Vec<Skipped>,
    /// The tables, sinks and commits in or above the given paths.
    pub tables: Vec<TableUse>,
    /// What names suggest about folders that cannot be seen, in sentences.
    pub notes: Vec<String>,
    /// Warnings to show above the results.
    pub warnings: Vec<Warning>,
    /// Which of the files to read belong to tables that were read, in the listing's order.
    #[serde(skip)]
    pub members: Vec<Member>,
}

/// A file to read that is part of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The file's position in the listing.
    pub entry: usize,
    /// The position of its table among those that were read.
    pub table: usize,
    /// Its position among the table's files.
    pub file: usize,
}

/// Returns a note if files may belong to a table whose log cannot be seen: files of a table writer
/// that were given by themselves, or in a folder that is a partition.
pub(super) fn possible_table<'a>(files: impl Iterator<Item = &'a Entry>) -> Option<String> {
    let mut suspected = files.filter(|entry| {
        let root = entry.path.split('/').next().unwrap_or_default();
        let is_part = entry.reach == Reach::Given || root.contains('=');
        is_part && is_from_table_writer(entry.name())
    });
    let first = suspected.next()?.shown();
    let (files, have, they) = match suspected.count() {
        0 => (first.to_owned(), "has a name", "it counts"),
        more => (format!("{first} and {more} more"), "have names", "they count"),
    };
    Some(format!(
        "{files} {have} that Spark and Delta Lake give. In a Delta table or a streaming sink, a log above the \
         files decides whether {they}, and it cannot be seen from here: open the whole folder to check."
    ))
}
