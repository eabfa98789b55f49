//! How many rows of a file have a data issue.

use serde::{Deserialize, Serialize};

use crate::order::order_of;
use crate::scan::Role;

/// The rows of a file whose value of a role has one kind of issue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RowIssues {
    /// The file's path.
    pub file: String,
    /// The number of its row group, the first one if there are several.
    pub row_group: u32,
    /// The role.
    pub role: Role,
    /// How many rows have such a value.
    pub rows: u64,
    /// One of the values as it is in the file, shortened, if it could not be read.
    pub example: String,
}

/// How many rows have an issue other than an unreadable value, by role: a null, or for the upload
/// day a date before it.
pub type IssueCounts = [u64; Role::ALL.len()];

impl RowIssues {
    /// Adds others and sorts all of them.
    pub(crate) fn append(all: &mut Vec<Self>, others: Vec<Self>) {
        all.extend(others);
        let order = order_of(all.len(), &|a, b| all[a].cmp(&all[b]));
        *all = order.into_iter().map(|at| all[at as usize].clone()).collect();
    }

    /// Adds others to a list sorted by file and role.
    pub(crate) fn merge(known: &mut Vec<Self>, others: Vec<Self>) {
        for other in others {
            let order = |issue: &Self| issue.file.cmp(&other.file).then(issue.role.cmp(&other.role));
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
