//! Decodes a row group without Parquet's decoder, as long as nothing is unusual.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{FieldRef, SchemaRef};
use bytes::Bytes;
use parquet::DecodeResult;
use parquet::arrow::push_decoder::ParquetPushDecoder;
use parquet::errors::Result;
use parquet::file::metadata::ParquetMetaData;

use crate::scan::decoder::kept_rows::KeptRows;
use crate::scan::decoder::open::open;
use crate::scan::guard::decoding;
#[cfg(not(target_arch = "wasm32"))]
use crate::scan::pages::row_group_pages::RowGroupPages;
use crate::scan::pages::sizes::BATCH_ROWS;
use crate::scan::pages::values::column::ColumnValues;
use crate::source::parts;

/// Row groups of which more than this share is deleted are left to Parquet's decoder.
const MAX_DELETED: u64 = 4;

/// Decodes rows of a row group, if its columns look usual by the footer.
#[derive(Debug)]
pub(in crate::scan) struct DirectDecoder {
    /// The footer, which has the places of the pages if a part of a row group is decoded.
    metadata: Arc<ParquetMetaData>,
    row_group: usize,
    leaves: Vec<usize>,
    /// All columns of the row group.
    schema: SchemaRef,
    /// The batches' columns, in the order of the leaves.
    projected: SchemaRef,
    /// Half-open ranges of the file with the pages of each column, and how many rows the first of
    /// their pages has before those that are decoded.
    pages: Vec<(Vec<Range<u64>>, u64)>,
    parts: Vec<(u64, Bytes)>,
    /// None until the bytes are there.
    columns: Option<Vec<ColumnValues>>,
    /// A half-open range of the row group's rows that were not decoded yet.
    rows: Range<u64>,
    /// The rows that were not returned yet.
    kept: KeptRows,
}

impl DirectDecoder {
    /// Decodes all rows but those that are deleted. Returns `None` if a column or the choice of rows is
    /// unusual.
    pub(super) fn new(
        metadata: &Arc<ParquetMetaData>,
        schema: &SchemaRef,
        row_group: usize,
        leaves: &[usize],
        rows: &KeptRows,
    ) -> Result<Option<Self>> {
        let group = metadata.row_group(row_group);
        let all = group.num_rows().cast_unsigned();
        // Deleted rows are decoded and left out. If they are many, skipping them takes less time. The
        // page leaves them to Parquet's decoder, because the filter makes its module larger.
        let is_filtered = cfg!(not(target_arch = "wasm32")) && rows.all >= all - all / MAX_DELETED;
        if rows.range != (0..rows.all) || rows.mask.is_some() && !is_filtered {
            return Ok(None);
        }
        let chunk = |&leaf: &usize| {
            let (start, length) = group.column(leaf).byte_range();
            (std::iter::once(start..start + length).collect(), 0)
        };
        let pages = leaves.iter().map(chunk).collect();
        Self::of(metadata, schema, row_group, leaves, pages, 0..all, rows.clone())
    }

    /// Decodes a half-open range of the rows, from their pages only.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn part(
        pages: &RowGroupPages,
        schema: &SchemaRef,
        leaves: &[usize],
        rows: &KeptRows,
    ) -> Result<Option<Self>> {
        if rows.mask.is_some() {
            return Ok(None);
        }
        let kept = rows.clone();
        let rows = &rows.range;
        let column = |(leaf, (_, ranges)): (&usize, (_, _))| {
            (parts::joined(ranges), rows.start.saturating_sub(pages.first_row(*leaf, rows.start)))
        };
        let ranges = leaves.iter().zip(pages.ranges(rows)).map(column).collect();
        Self::of(pages.metadata(), schema, 0, leaves, ranges, rows.clone(), kept)
    }

    fn of(
        metadata: &Arc<ParquetMetaData>,
        schema: &SchemaRef,
        row_group: usize,
        leaves: &[usize],
        pages: Vec<(Vec<Range<u64>>, u64)>,
        rows: Range<u64>,
        kept: KeptRows,
    ) -> Result<Option<Self>> {
        let group = metadata.row_group(row_group);
        let roots = leaves.iter().map(|&leaf| group.schema_descr().get_column_root_idx(leaf));
        let projected = schema.project(&roots.collect::<Vec<_>>())?;
        let are_usual = leaves.iter().zip(projected.fields()).all(|(&leaf, field)| {
            let chunk = group.column(leaf);
            chunk.num_values() == group.num_rows() && ColumnValues::are_usual(chunk, field.data_type())
        });
        Ok(are_usual.then(|| Self {
            metadata: metadata.clone(),
            row_group,
            leaves: leaves.to_vec(),
            schema: schema.clone(),
            projected: Arc::new(projected),
            pages,
            parts: Vec::new(),
            columns: None,
            rows,
            kept,
        }))
    }

    pub(super) fn push(&mut self, start: u64, bytes: Bytes) {
        self.parts.push((start, bytes));
    }

    /// Returns the pages that were not pushed yet.
    pub(super) fn needs(&self) -> Vec<Range<u64>> {
        if self.columns.is_some() {
            return Vec::new();
        }
        let ranges = self.pages.iter().flat_map(|(ranges, _)| ranges);
        ranges.filter(|range| parts::find(&self.parts, range).is_none()).cloned().collect()
    }

    /// Returns the next rows, and nothing at the end; `None` if anything about them is unusual.
    pub(super) fn next(&mut self) -> Option<DecodeResult<RecordBatch>> {
        decoding(|| self.batch().ok_or(()), |_| ()).ok()
    }

    fn batch(&mut self) -> Option<DecodeResult<RecordBatch>> {
        if self.columns.is_none() {
            self.columns = Some(self.open_columns()?);
        }
        let columns = self.columns.as_mut()?;
        while !self.rows.is_empty() {
            let rows = self.rows.end - self.rows.start;
            let mut rows = BATCH_ROWS.min(usize::try_from(rows).unwrap_or(BATCH_ROWS));
            for column in &mut *columns {
                rows = rows.min(column.left()?);
            }
            let arrays = columns.iter_mut().map(|column| column.take(rows)).collect::<Option<_>>()?;
            let batch = RecordBatch::try_new(self.projected.clone(), arrays).ok()?;
            #[cfg(not(target_arch = "wasm32"))]
            let batch = self.kept.filtered(batch, self.rows.start)?;
            self.rows.start += rows as u64;
            self.kept.range.start += batch.num_rows() as u64;
            if batch.num_rows() > 0 {
                return Some(DecodeResult::Data(batch));
            }
        }
        Some(DecodeResult::Finished)
    }

    fn open_columns(&self) -> Option<Vec<ColumnValues>> {
        let group = self.metadata.row_group(self.row_group);
        let all = group.num_rows().cast_unsigned();
        let is_whole = self.rows == (0..all);
        let columns = self.leaves.iter().zip(self.projected.fields()).zip(&self.pages);
        let open = |((&leaf, field), (ranges, before)): ((&usize, &FieldRef), &(Vec<_>, u64))| {
            let pages = ranges.iter().map(|range| parts::find(&self.parts, range));
            let pages = pages.collect::<Option<_>>()?;
            let mut values = ColumnValues::open(group.column(leaf), field.data_type(), pages)?;
            if is_whole && !values.have(all) {
                return None;
            }
            values.skip(*before)?;
            Some(values)
        };
        columns.map(open).collect()
    }

    /// Returns Parquet's decoder for the rows that remain.
    pub(super) fn open(&mut self) -> Result<ParquetPushDecoder> {
        self.columns = None;
        let kept = self.kept.clone();
        let schema = self.schema.clone();
        let mut decoder = open(&self.metadata, schema, self.row_group, &self.leaves, kept)?;
        for (start, bytes) in self.parts.drain(..) {
            decoder.push_range(start..start + bytes.len() as u64, bytes)?;
        }
        Ok(decoder)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
