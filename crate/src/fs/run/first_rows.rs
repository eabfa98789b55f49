//! The first rows of a result.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

/// A bounded number of rows, from the first on.
#[derive(Debug)]
pub(in crate::fs) struct FirstRows {
    left: usize,
    batches: Vec<RecordBatch>,
}

impl FirstRows {
    pub(in crate::fs) fn new(max: usize, schema: &SchemaRef) -> Self {
        // Without rows there are still columns.
        Self { left: max, batches: vec![RecordBatch::new_empty(SchemaRef::clone(schema))] }
    }

    /// Returns whether no more rows are kept.
    pub(in crate::fs) fn has_enough(&self) -> bool {
        self.left == 0
    }

    /// Keeps the rows that there is room for.
    pub(in crate::fs) fn add(&mut self, batch: &RecordBatch) {
        let rows = batch.num_rows().min(self.left);
        if rows > 0 {
            self.left -= rows;
            self.batches.push(batch.slice(0, rows));
        }
    }

    pub(in crate::fs) fn into_batches(self) -> Vec<RecordBatch> {
        self.batches
    }
}
