//! The Parquet decoder of one row group.

pub(super) mod kept_rows;
mod open;
mod rewritten_chunks;

use arrow::array::RecordBatch;
use bytes::Bytes;
use parquet::DecodeResult;
use parquet::arrow::push_decoder::ParquetPushDecoder;
use parquet::errors::{ParquetError, Result};

use crate::scan::decoder::kept_rows::KeptRows;
use crate::scan::decoder::open::open;
use crate::scan::decoder::rewritten_chunks::{RewrittenChunks, is_rewritten};
use crate::scan::guard::decoding;
use crate::source::File;

/// Decodes some columns and rows of a row group, by the numbers of the columns' leaves.
#[derive(Debug)]
// There is one per row group, and a box would not make it faster.
#[allow(clippy::large_enum_variant)]
pub(super) enum RowGroupDecoder {
    /// Decodes the bytes as they are in the file.
    Open(ParquetPushDecoder),
    /// Collects chunks of which some are rewritten.
    Rewritten(RewrittenChunks),
}

impl RowGroupDecoder {
    pub(super) fn new(file: &File, row_group: usize, leaves: &[usize], rows: KeptRows) -> Result<Self> {
        let metadata = file.metadata();
        let group = metadata.row_group(row_group);
        if leaves.iter().any(|&leaf| is_rewritten(group.column(leaf))) {
            return Ok(Self::Rewritten(RewrittenChunks::new(file, row_group, leaves, rows)));
        }
        Ok(Self::Open(open(metadata, file.stored_columns(), row_group, leaves, rows)?))
    }

    /// Pushes the bytes that begin at `start`.
    pub(super) fn push(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        match self {
            Self::Open(decoder) => decoder.push_range(start..start + bytes.len() as u64, bytes),
            Self::Rewritten(chunks) => {
                chunks.push(start, bytes);
                Ok(())
            }
        }
    }

    /// Returns the next rows, or the bytes that they need.
    pub(super) fn try_decode(&mut self) -> Result<DecodeResult<RecordBatch>> {
        loop {
            match self {
                Self::Open(decoder) => return decoding(|| decoder.try_decode(), ParquetError::General),
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
