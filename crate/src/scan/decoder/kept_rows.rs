//! The rows of a row group that are decoded.

use std::ops::Range;

use arrow::array::BooleanBufferBuilder;
#[cfg(not(target_arch = "wasm32"))]
use arrow::array::{BooleanArray, RecordBatch};
use arrow::buffer::BooleanBuffer;
#[cfg(not(target_arch = "wasm32"))]
use arrow::compute::filter_record_batch;

use crate::error::{Error, ErrorCode, Result};
use crate::source::File;

/// The maximum number of rows of a row group with deleted rows: a bit is kept for each.
const MAX_ROWS: u64 = 1 << 30;

/// The rows of a row group that are decoded.
#[derive(Clone, Debug)]
pub(in crate::scan) struct KeptRows {
    /// A half-open range of the rows that are not deleted.
    pub(super) range: Range<u64>,
    /// How many rows are not deleted.
    pub(super) all: u64,
    /// A bit for each row, set if the row is not deleted; `None` if no row is deleted.
    pub(super) mask: Option<BooleanBuffer>,
}

impl KeptRows {
    /// Finds the rows that are not deleted, or a half-open range of them.
    pub(in crate::scan) fn new(file: &File, row_group: usize, range: Option<Range<u64>>) -> Result<Self> {
        let groups = file.metadata().row_groups();
        let rows = groups.get(row_group).map_or(0, |group| group.num_rows().cast_unsigned());
        let mut all = rows;
        let mut mask = None;
        if let Some((deleted, first)) = file.deleted_rows(row_group)? {
            let group = first..first.saturating_add(rows);
            all -= deleted.count(group.clone());
            if all < rows {
                let length = usize::try_from(rows).ok().filter(|_| rows <= MAX_ROWS).ok_or_else(too_many)?;
                let mut kept = BooleanBufferBuilder::new(length);
                let bits = |row: u64| usize::try_from(row - first).unwrap_or(length);
                deleted.ranges(group, |deleted| {
                    kept.append_n(bits(deleted.start) - kept.len(), true);
                    kept.append_n(bits(deleted.end) - kept.len(), false);
                });
                kept.append_n(length - kept.len(), true);
                mask = Some(kept.finish());
            }
        }
        let range = range.map_or(0..all, |range| range.start.min(all)..range.end.min(all));
        Ok(Self { range, all, mask })
    }

    /// Returns the rows of a batch that are not deleted; its first row has the position `start` in the
    /// row group.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn filtered(&self, batch: RecordBatch, start: u64) -> Option<RecordBatch> {
        let Some(mask) = &self.mask else { return Some(batch) };
        let mask = mask.slice(usize::try_from(start).ok()?, batch.num_rows());
        filter_record_batch(&batch, &BooleanArray::new(mask, None)).ok()
    }

    /// Returns how many rows are decoded.
    pub(in crate::scan) fn len(&self) -> u64 {
        self.range.end.saturating_sub(self.range.start)
    }

    /// Returns the position in the row group of a decoded row.
    pub(in crate::scan) fn position(&self, number: u64) -> u64 {
        let number = self.range.start + number;
        let nth = |mask: &BooleanBuffer| mask.set_indices().nth(usize::try_from(number).ok()?);
        self.mask.as_ref().map_or(Some(number), |mask| nth(mask).map(|at| at as u64)).unwrap_or(number)
    }
}

fn too_many() -> Error {
    Error::new(ErrorCode::OverLimit, "a row group with deleted rows is too large")
        .expected(format!("at most {MAX_ROWS} rows"))
        .remedy("Rewrite the table's files with smaller row groups.")
}
