//! What became of a table.

use std::fmt;

use serde::{Deserialize, Serialize};

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
    /// Whether every file was read regardless of the log.
    pub as_files: bool,
}

impl fmt::Display for TableUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, format, version, as_files } = self;
        write!(f, "{path} ({format}")?;
        if let Some(version) = version {
            write!(f, ", version {version}")?;
        }
        f.write_str(if *as_files {
            "): all files are read, regardless of its log; rows that it replaced or deleted count too."
        } else {
            "): its log decides which files are read."
        })
    }
}

impl TableUse {
    /// Creates the use of a table of which every file is read.
    pub(super) fn as_files(shown: &str, format: &str) -> Self {
        Self { path: shown.to_owned(), format: format.to_owned(), version: None, as_files: true }
    }
}
