//! Column chunks that the Parquet decoder cannot read as they are.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use parquet::arrow::push_decoder::ParquetPushDecoder;
use parquet::basic::Compression;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};

use crate::scan::decoder::kept_rows::KeptRows;
use crate::scan::decoder::open::{decoded_schema, open};
use crate::scan::pages::brotli::decompressed;
use crate::scan::pages::chunks::{self, Pages};
use crate::scan::pages::spare_bytes;
use crate::source::{Column, File, parts};

/// Returns whether a chunk may have to be rewritten for the decoder.
pub(super) fn is_rewritten(chunk: &ColumnChunkMetaData) -> bool {
    if spare_bytes::are_possible(chunk) {
        return true;
    }
    matches!(chunk.compression(), Compression::BROTLI(_))
}

/// Returns a chunk rewritten without compression; `None` if the decoder can read it as it is.
fn rewritten(chunk: &ColumnChunkMetaData, bytes: &Bytes) -> Result<Option<Bytes>> {
    if spare_bytes::are_possible(chunk)
        && let Some(trimmed) = spare_bytes::trimmed(chunk, bytes)
    {
        return Ok(Some(trimmed.into()));
    }
    match chunk.compression() {
        Compression::BROTLI(_) => Ok(Some(decompressed(bytes)?.into())),
        _ => Ok(None),
    }
}

/// The chunks of a row group's columns, collected until some of them can be rewritten.
#[derive(Debug)]
pub(in crate::scan) struct RewrittenChunks {
    metadata: Arc<ParquetMetaData>,
    columns: Vec<Column>,
    /// The file's size; rewritten chunks are placed behind its end.
    bytes: u64,
    row_group: usize,
    leaves: Vec<usize>,
    rows: KeptRows,
    parts: Vec<(u64, Bytes)>,
}

impl RewrittenChunks {
    pub(super) fn new(file: &File, row_group: usize, leaves: &[usize], rows: KeptRows) -> Self {
        Self {
            metadata: file.metadata().clone(),
            columns: file.stored_columns().to_vec(),
            bytes: file.bytes(),
            row_group,
            leaves: leaves.to_vec(),
            rows,
            parts: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, start: u64, bytes: Bytes) {
        self.parts.push((start, bytes));
    }

    /// Returns the chunks that were not pushed yet.
    pub(super) fn needs(&self) -> Vec<Range<u64>> {
        let ranges = self.leaves.iter().map(|&leaf| self.range(leaf));
        ranges.filter(|range| self.chunk(range).is_none()).collect()
    }

    /// Returns a decoder with all chunks, some of them rewritten.
    pub(super) fn open(&mut self) -> Result<ParquetPushDecoder> {
        let group = self.metadata.row_group(self.row_group);
        let mut chunks = group.columns().to_vec();
        let mut parts = Vec::new();
        let mut end = self.bytes;
        for &leaf in &self.leaves {
            let range = self.range(leaf);
            let chunk = self
                .chunk(&range)
                .ok_or_else(|| ParquetError::General("the bytes of a chunk are missing".to_owned()))?;
            let Some(plain) = rewritten(&chunks[leaf], &chunk)? else {
                parts.push((range.start, chunk));
                continue;
            };
            let dictionary = chunks[leaf].dictionary_page_offset().map(|_| end.cast_signed());
            let size = plain.len() as u64;
            let pages = Pages {
                compression: Compression::UNCOMPRESSED,
                bytes: size,
                dictionary_at: dictionary,
                data_at: end.cast_signed(),
            };
            chunks[leaf] = chunks::relocate_chunk(&chunks[leaf], &pages)?;
            parts.push((end, plain));
            end += size;
        }
        self.parts.clear();
        let metadata = chunks::single_row_group(&self.metadata, self.row_group, chunks)?;
        let rows = self.rows.clone();
        let metadata = Arc::new(metadata);
        let schema = decoded_schema(&metadata, &self.columns, 0)?;
        let mut decoder = open(&metadata, schema, 0, &self.leaves, rows)?;
        for (start, bytes) in parts {
            decoder.push_range(start..start + bytes.len() as u64, bytes)?;
        }
        Ok(decoder)
    }

    fn range(&self, leaf: usize) -> Range<u64> {
        let (start, length) = self.metadata.row_group(self.row_group).column(leaf).byte_range();
        start..start + length
    }

    fn chunk(&self, range: &Range<u64>) -> Option<Bytes> {
        parts::find(&self.parts, range)
    }
}
