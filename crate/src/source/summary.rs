//! The facts of a footer, small enough to be sent between workers.

use serde::{Deserialize, Serialize};

use crate::source::Kind;

/// The facts in a file's footer and path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FileSummary {
    /// The file's number in its dataset.
    pub file: u32,
    /// Its path as the user sees it.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How many rows it has, without deleted ones.
    pub rows: u64,
    /// How many of its rows a table has deleted.
    #[serde(default, skip_serializing_if = "is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub deleted_rows: u64,
    /// A hash of its footer, to find copies; empty if it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub footer: String,
    /// Its top-level columns, the leaves of its structs, then its hive keys.
    pub columns: Vec<ColumnSummary>,
    /// Its row groups in order.
    pub row_groups: Vec<RowGroupSummary>,
}

// Serde passes a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_none(rows: &u64) -> bool {
    *rows == 0
}

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ColumnSummary {
    /// Its name; for a leaf of a struct its dotted path.
    pub name: String,
    /// A description of its type, such as `text` or `timestamp(us, UTC)`.
    #[serde(rename = "type")]
    pub type_label: String,
    /// `file`, `path` for a Hive key, or `log` for a column that only a table's log has.
    pub source: String,
    /// The kind of its values, as far as its type shows it.
    pub kind: Kind,
    /// The value of every row, if the path or a table's log has it and it is not null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The first day of a date column in UTC, `YYYY-MM-DD`, if the statistics have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_day: Option<String>,
    /// The last day of a date column in UTC, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_day: Option<String>,
}

impl ColumnSummary {
    /// Returns whether it is a Hive key.
    pub fn is_key(&self) -> bool {
        self.source == "path"
    }
}

/// A row group of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RowGroupSummary {
    /// How many rows it has, deleted ones included.
    pub rows: u64,
    /// The compressed size of each of the file's columns in it, in bytes, in their order.
    pub column_bytes: Vec<u64>,
}
