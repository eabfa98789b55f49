//! How many rows of a file are odd.

use serde::{Deserialize, Serialize};

use crate::order::order_of;
use crate::scan::Role;

/// Rows of a file whose value of a role is odd in one way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct OddRows {
    /// The file's path.
    pub file: String,
    /// The number of the row group in it, of the first one if there are several.
    pub row_group: u32,
    /// The role.
    pub role: Role,
    /// How many rows have such a value.
    pub rows: u64,
    /// One of the values as it stands in the file, shortened, if it could not be read.
    pub example: String,
}

/// How many rows are odd without being unreadable, by role: those whose value is null, and of the
/// upload day those whose date is before it.
pub type OddCounts = [u64; Role::ALL.len()];

impl OddRows {
    /// Adds others and puts all of them in order.
    pub(crate) fn append(all: &mut Vec<Self>, others: Vec<Self>) {
        all.extend(others);
        let order = order_of(all.len(), &|a, b| all[a].cmp(&all[b]));
        *all = order.into_iter().map(|at| all[at as usize].clone()).collect();
    }

    /// Adds others to a list by file and role, which stays in that order.
    pub(crate) fn merge(known: &mut Vec<Self>, others: Vec<Self>) {
        for other in others {
            let order = |odd: &Self| odd.file.cmp(&other.file).then(odd.role.cmp(&other.role));
            match known.binary_search_by(order) {
                Ok(at) => {
                    known[at].rows += other.rows;
                    known[at].row_group = known[at].row_group.min(other.row_group);
                }
                Err(at) => known.insert(at, other),
            }
        }
    }
}
