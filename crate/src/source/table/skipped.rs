//! What is skipped of the given paths, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a file or folder is not read. The names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Its name, or that of a folder that holds it, begins with `_` or `.`.
    Hidden,
    /// It has no bytes.
    Empty,
    /// It neither begins nor ends as Parquet files do.
    NotParquet,
    /// The log of a streaming sink does not list it.
    NotListed,
    /// Its transaction was not committed.
    Uncommitted,
    /// A commit removed it.
    Removed,
    /// It describes a table, and has none of its rows.
    TableMetadata,
    /// It is the same file as another one.
    SameFile,
    /// It is a symbolic link, which is not followed.
    Link,
    /// It is neither a file nor a folder.
    Special,
    /// It cannot be opened.
    Unopened,
}

/// A skipped file or folder, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Skipped {
    /// Its path as the user knows it.
    pub path: String,
    /// The kind of reason.
    pub reason: SkipReason,
    /// The reason in words, to follow "because".
    pub why: String,
}

impl Skipped {
    /// Creates an entry for something that is skipped; `why` is a clause.
    pub fn new(path: impl Into<String>, reason: SkipReason, why: impl Into<String>) -> Self {
        Self { path: path.into(), reason, why: why.into() }
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was skipped: {}.", self.path, self.why)
    }
}
