//! The Parquet decoder of one row group.

mod direct;
pub(super) mod kept_rows;
mod open;
mod rewritten_chunks;

use arrow::array::RecordBatch;
use bytes::Bytes;
use parquet::DecodeResult;
use parquet::arrow::push_decoder::ParquetPushDecoder;
use parquet::errors::{ParquetError, Result};

use crate::scan::decoder::direct::DirectDecoder;
use crate::scan::decoder::kept_rows::KeptRows;
use crate::scan::decoder::open::{decoded_schema, open};
use crate::scan::decoder::rewritten_chunks::{RewrittenChunks, is_rewritten};
use crate::scan::guard::decoding;
#[cfg(not(target_arch = "wasm32"))]
use crate::scan::pages::row_group_pages::RowGroupPages;
use crate::source::File;
#[cfg(not(target_arch = "wasm32"))]
use crate::source::parts;

/// Decodes some columns and rows of a row group, by the numbers of the columns' leaves.
#[derive(Debug)]
// There is one per row group, and a box would not make it faster.
#[allow(clippy::large_enum_variant)]
pub(super) enum RowGroupDecoder {
    /// Decodes usual pages by itself.
    Direct(DirectDecoder),
    /// Decodes the bytes as they are in the file.
    Open(ParquetPushDecoder),
    /// Decodes some pages.
    #[cfg(not(target_arch = "wasm32"))]
    Part(ParquetPushDecoder),
    /// Collects chunks, some of which are rewritten.
    Rewritten(RewrittenChunks),
}

impl RowGroupDecoder {
    pub(super) fn new(file: &File, row_group: usize, leaves: &[usize], rows: KeptRows) -> Result<Self> {
        let metadata = file.metadata();
        let group = metadata.row_group(row_group);
        if leaves.iter().any(|&leaf| is_rewritten(group.column(leaf))) {
            return Ok(Self::Rewritten(RewrittenChunks::new(file, row_group, leaves, rows)));
        }
        let schema = decoded_schema(metadata, file.stored_columns(), row_group)?;
        if let Some(direct) = DirectDecoder::new(metadata, &schema, row_group, leaves, &rows)? {
            return Ok(Self::Direct(direct));
        }
        Ok(Self::Open(open(metadata, schema, row_group, leaves, rows)?))
    }

    /// Decodes a half-open range of the rows of a row group, from their pages only.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn part(file: &File, pages: &RowGroupPages, leaves: &[usize], rows: KeptRows) -> Result<Self> {
        let schema = decoded_schema(pages.metadata(), file.stored_columns(), 0)?;
        if let Some(direct) = DirectDecoder::part(pages, &schema, leaves, &rows)? {
            return Ok(Self::Direct(direct));
        }
        Ok(Self::Part(open(pages.metadata(), schema, 0, leaves, rows)?))
    }

    /// Returns whether usual pages are decoded directly. Days are then within
    /// [`Day::MIN`](crate::Day::MIN)`..=`[`Day::MAX`](crate::Day::MAX), and views are ASCII.
    pub(super) fn is_direct(&self) -> bool {
        matches!(self, Self::Direct(_))
    }

    /// Continues with Parquet's decoder.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn leave_direct(&mut self) -> Result<()> {
        if let Self::Direct(direct) = self {
            *self = Self::Open(direct.open()?);
        }
        Ok(())
    }

    /// Pushes the bytes that begin at `start`.
    pub(super) fn push(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Self::Part(decoder) => decoder.push_range(start..start + bytes.len() as u64, bytes),
            Self::Open(decoder) => decoder.push_range(start..start + bytes.len() as u64, bytes),
            Self::Rewritten(chunks) => {
                chunks.push(start, bytes);
                Ok(())
            }
            Self::Direct(direct) => {
                direct.push(start, bytes);
                Ok(())
            }
        }
    }

    /// Returns the next rows, or the bytes that they need.
    pub(super) fn try_decode(&mut self) -> Result<DecodeResult<RecordBatch>> {
        loop {
            match self {
                Self::Open(decoder) => return decoding(|| decoder.try_decode(), ParquetError::General),
                #[cfg(not(target_arch = "wasm32"))]
                Self::Part(decoder) => {
                    return Ok(match decoding(|| decoder.try_decode(), ParquetError::General)? {
                        DecodeResult::NeedsData(pages) => DecodeResult::NeedsData(parts::joined(pages)),
                        other => other,
                    });
                }
                Self::Direct(direct) => {
                    let needs = direct.needs();
                    if !needs.is_empty() {
                        return Ok(DecodeResult::NeedsData(needs));
                    }
                    if let Some(decoded) = direct.next() {
                        return Ok(decoded);
                    }
                    *self = Self::Open(direct.open()?);
                }
                Self::Rewritten(chunks) => {
                    let needs = chunks.needs();
                    if !needs.is_empty() {
                        return Ok(DecodeResult::NeedsData(needs));
                    }
                    *self = Self::Open(chunks.open()?);
                }
            }
        }
    }
}
