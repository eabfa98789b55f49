//! Values that could not be read as their role's type.

use serde::{Deserialize, Serialize};

use crate::order::order_of;
use crate::scan::Role;

/// How many values of a role could not be read in a row group; each became a null.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Unreadable {
    /// The file's path.
    pub file: String,
    /// The row group's number in it.
    pub row_group: u32,
    /// The role.
    pub role: Role,
    /// How many rows had such a value.
    pub rows: u64,
    /// One of the values, shortened.
    pub example: String,
}

impl Unreadable {
    /// Adds others and puts all of them in order.
    pub(crate) fn merge(all: &mut Vec<Self>, others: Vec<Self>) {
        all.extend(others);
        let order = order_of(all.len(), &|a, b| all[a].cmp(&all[b]));
        *all = order.into_iter().map(|at| all[at as usize].clone()).collect();
    }
}

/// The unreadable values of one column, counted while it is read.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) rows: u64,
    pub(super) example: Option<String>,
}

/// How much of an unreadable value is kept as an example.
const EXAMPLE_CHARS: usize = 80;

impl Tally {
    pub(super) fn add(&mut self, rows: u64, example: impl FnOnce() -> String) {
        if rows > 0 {
            self.rows += rows;
            self.example.get_or_insert_with(|| example().chars().take(EXAMPLE_CHARS).collect());
        }
    }

    pub(super) fn add_bytes(&mut self, bytes: &[u8]) {
        self.add(1, || bytes.utf8_chunks().map(chunk_text).collect());
    }
}

fn chunk_text(chunk: std::str::Utf8Chunk<'_>) -> String {
    let invalid: String = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")).collect();
    chunk.valid().to_owned() + &invalid
}
