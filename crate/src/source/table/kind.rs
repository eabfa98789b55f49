//! The formats of tables whose own log decides which files count.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Entry;
use super::Reach;
use super::entry::{folder_of, folders_above};
use super::names::{DELTA_LOG, HUDI, is_hidden_folder, is_hudi_partition_mark, is_iceberg_metadata};
use crate::error::{Error, ErrorCode};

/// The format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum TableKind {
    /// Delta Lake, by its folder `_delta_log`.
    Delta,
    /// Apache Iceberg, by `metadata/*.metadata.json`, or by a snapshot, a manifest or the version
    /// hint there.
    Iceberg,
    /// Apache Hudi, by its folder `.hoodie`.
    Hudi,
}

impl TableKind {
    /// Returns the format's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delta => "Delta",
            Self::Iceberg => "Iceberg",
            Self::Hudi => "Hudi",
        }
    }

    /// Returns what the format calls a state of a table.
    pub(super) fn version(self) -> &'static str {
        match self {
            Self::Iceberg => "snapshot",
            Self::Delta | Self::Hudi => "version",
        }
    }

    /// Returns the part of a table that decides which files count.
    fn log(self) -> &'static str {
        match self {
            Self::Delta => "its log (_delta_log/)",
            Self::Iceberg => "its metadata (metadata/)",
            Self::Hudi => "its timeline (.hoodie/)",
        }
    }

    /// Returns the error for tables of which this one, in the folder `shown`, is the first.
    pub(super) fn refused(self, shown: &str, tables: usize) -> Error {
        let name = self.name();
        let others = match tables {
            0 | 1 => String::new(),
            2 => " (and another table)".to_owned(),
            _ => format!(" (and {} other tables)", tables - 1),
        };
        let what = format!(
            "this is {} {name} table{others}, and {} decides which files and rows count; read as plain \
             files, deleted and replaced rows would count too",
            if self == Self::Iceberg { "an" } else { "a" },
            self.log()
        );
        let export = match self {
            Self::Delta => "with DuckDB: COPY (FROM delta_scan('TABLE')) TO 'views.parquet'",
            Self::Iceberg => "with DuckDB: COPY (FROM iceberg_scan('TABLE')) TO 'views.parquet'",
            Self::Hudi => "with Spark: spark.read.format(\"hudi\").load(TABLE).write.parquet(OUT)",
        };
        let remedy = |option: &str| {
            format!(
                "Export its current version to Parquet, for example {export}. To read every Parquet file \
                 regardless of the log, use {option}."
            )
        };
        let page = "\"Read all files\" (in the npm package the option asFiles)";
        Error::new(ErrorCode::Table, what).in_file(shown).remedy_by_host(remedy("--as-files"), remedy(page))
    }
}

impl fmt::Display for TableKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The folder of a table among some entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRoot {
    /// The folder with a trailing `/`, as in the paths of entries.
    pub path: String,
    /// The folder as the user knows it.
    pub shown: String,
    /// Its format.
    pub kind: TableKind,
}

/// Returns the folders of the tables in or above the given paths. One folder may be a table of two
/// formats.
pub fn table_roots(entries: &[Entry]) -> Vec<TableRoot> {
    let root = |&(path, kind, shown): &Marked<'_>| TableRoot {
        path: path.to_owned(),
        shown: shown.to_owned(),
        kind,
    };
    tables(entries).iter().map(root).collect()
}

/// The folder of a table with a trailing `/`, its format, and the folder as the user knows it.
pub(super) type Marked<'a> = (&'a str, TableKind, &'a str);

/// Returns the tables among entries, by their folders and their formats. A folder can be a table of
/// two formats.
pub(super) fn tables(entries: &[Entry]) -> Vec<Marked<'_>> {
    let mut found: Vec<Marked<'_>> = Vec::new();
    for entry in entries {
        if let Some((root, kind)) = table_of(entry) {
            let cut = entry.path.len() - root.len();
            let shown = entry.shown();
            let shown = shown.get(..shown.len().saturating_sub(cut)).unwrap_or_default();
            let place = found.binary_search_by(|&(known, of, _)| (known, of).cmp(&(root, kind)));
            if let Err(at) = place {
                found.insert(at, (root, kind, if shown.is_empty() { "./" } else { shown }));
            }
        }
    }
    found
}

/// Returns the root and the format of the table that an entry marks.
fn table_of(entry: &Entry) -> Option<(&str, TableKind)> {
    for folder in folders_above(&entry.path).filter(|folder| !folder.is_empty()) {
        let name = last_name(folder);
        let root = folder_of(folder.strip_suffix('/').unwrap_or_default());
        let kind = match name {
            DELTA_LOG => Some(TableKind::Delta),
            HUDI => Some(TableKind::Hudi),
            "metadata" if folder == entry.folder() && is_iceberg_metadata(entry.name()) => {
                Some(TableKind::Iceberg)
            }
            _ => None,
        };
        if let Some(kind) = kind {
            // A table inside a hidden folder is not data.
            return is_visible(entry, root).then_some((root, kind));
        }
    }
    let is_mark = is_hudi_partition_mark(entry.name()) && is_visible(entry, entry.folder());
    is_mark.then(|| (entry.folder(), TableKind::Hudi))
}

/// Returns whether no folder from the given path to a folder of an entry's path is hidden.
pub(super) fn is_visible(entry: &Entry, folder: &str) -> bool {
    if entry.reach != Reach::InFolder {
        return true;
    }
    let inside = folder.get(entry.outside..).unwrap_or_default();
    !inside.split('/').any(|name| !name.is_empty() && is_hidden_folder(name))
}

fn last_name(folder: &str) -> &str {
    let folder = folder.strip_suffix('/').unwrap_or_default();
    folder.rsplit_once('/').map_or(folder, |(_, name)| name)
}
