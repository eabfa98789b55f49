//! What was read of the input besides its files, recorded with every result.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::source::table::{SkipReason, Skipped, TableUse};

/// The maximum number of skipped files listed per reason; all are counted.
const MAX_LISTED: usize = 100;

/// The tables among the input, and what was skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InputRecord {
    /// The tables, streaming sinks and commits, and whether their logs decided which files count.
    pub tables: Vec<TableUse>,
    /// How many files and folders were skipped, by reason.
    pub skipped_counts: BTreeMap<SkipReason, usize>,
    /// The skipped files, at most a hundred per reason, without hidden ones.
    pub skipped: Vec<Skipped>,
}

impl InputRecord {
    pub(crate) fn new(tables: Vec<TableUse>, all: Vec<Skipped>) -> Self {
        let mut skipped_counts = BTreeMap::new();
        let mut skipped = Vec::new();
        for each in all {
            let count: &mut usize = skipped_counts.entry(each.reason).or_default();
            *count += 1;
            if each.reason != SkipReason::Hidden && *count <= MAX_LISTED {
                skipped.push(each);
            }
        }
        Self { tables, skipped_counts, skipped }
    }

    /// Returns sentences about skipped files: the first few of each reason, and how many more there
    /// are.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for (&reason, &count) in &self.skipped_counts {
            let listed: Vec<&Skipped> = self.skipped.iter().filter(|it| it.reason == reason).collect();
            let shown = if count <= MAX_NOTES { count } else { MAX_NOTES - 1 };
            notes.extend(listed.iter().take(shown).map(ToString::to_string));
            let more = count - shown;
            if let Some(first) = listed.get(shown) {
                notes.push(format!("{} and {} more were skipped: {}.", first.path, more - 1, first.why));
            }
        }
        notes.extend(self.tables.iter().map(ToString::to_string));
        notes
    }
}

/// The maximum number of notes per reason.
const MAX_NOTES: usize = 5;
