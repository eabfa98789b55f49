//! The ids that got no count, and why.

use std::sync::{Arc, LazyLock};

use arrow::array::{RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use crate::error::Result;

static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    Arc::new(Schema::new(vec![
        Field::new("video_id", DataType::Utf8, true),
        Field::new("reason", DataType::Utf8, true),
    ]))
});

/// Returns the columns of the result `unanswered`: `video_id` and `reason`, both text.
pub fn unanswered_schema() -> SchemaRef {
    Arc::clone(&SCHEMA)
}

/// The result `unanswered`, in ascending order of the ids' bytes.
#[derive(Debug, Default)]
pub(super) struct Unanswered {
    text: String,
    ends: Vec<usize>,
    reason_of: Vec<usize>,
    reasons: Vec<String>,
}

impl Unanswered {
    pub(super) fn push(&mut self, id: &str, reason: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len());
        // Neighbours mostly share their reason, which is stored once.
        if self.reasons.last().is_none_or(|last| last != reason) {
            self.reasons.push(reason.to_owned());
        }
        self.reason_of.push(self.reasons.len() - 1);
    }

    pub(super) fn rows(&self) -> usize {
        self.ends.len()
    }

    /// Returns some rows by their numbers.
    pub(super) fn at(&self, rows: impl Iterator<Item = usize> + Clone) -> Result<RecordBatch> {
        let rows = rows.filter(|&row| row < self.rows());
        let ids = rows.clone().map(|row| self.id(row));
        let reasons = rows.map(|row| self.reasons[self.reason_of[row]].as_str());
        let columns = vec![
            Arc::new(StringArray::from_iter_values(ids)) as _,
            Arc::new(StringArray::from_iter_values(reasons)) as _,
        ];
        Ok(RecordBatch::try_new(unanswered_schema(), columns)?)
    }

    /// Returns the numbers of the rows with an id that is wanted, ascending.
    pub(super) fn of(&self, takes: &dyn Fn(&str) -> bool) -> Vec<usize> {
        (0..self.rows()).filter(|&row| takes(self.id(row))).collect()
    }

    fn id(&self, row: usize) -> &str {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[row]]
    }
}
