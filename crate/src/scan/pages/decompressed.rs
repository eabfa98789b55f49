//! The pages of a column chunk without compression, and the values in them.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::page::Page;
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use crate::scan::pages::brotli::decompressed;
use crate::scan::pages::chunks::{self, Pages};

/// Returns the pages of a chunk, decompressed.
pub(super) fn pages(
    chunk: &ColumnChunkMetaData,
    bytes: &Bytes,
) -> Result<SerializedPageReader<Bytes>, ParquetError> {
    let (compression, bytes) = match chunk.compression() {
        Compression::BROTLI(_) => (Compression::UNCOMPRESSED, Bytes::from(decompressed(bytes)?)),
        other => (other, bytes.clone()),
    };
    let dictionary_at = chunk.dictionary_page_offset().map(|_| 0);
    let whole = Pages { compression, bytes: bytes.len() as u64, dictionary_at, data_at: 0 };
    let values = usize::try_from(chunk.num_values()).unwrap_or_default();
    SerializedPageReader::new(Arc::new(bytes), &chunks::relocate_chunk(chunk, &whole)?, values, None)
}

/// Returns the values of a page, after its repetition and definition levels.
pub(super) fn body(page: &Page, levels: [i16; 2]) -> Option<&[u8]> {
    match page {
        Page::DataPage { buf, num_values, rep_level_encoding, def_level_encoding, .. } => {
            let mut rest = &buf[..];
            for (max, encoding) in levels.into_iter().zip([rep_level_encoding, def_level_encoding]) {
                if max == 0 {
                    continue;
                }
                let bytes = if *encoding == Encoding::RLE {
                    let (length, _) = rest.split_first_chunk()?;
                    4 + usize::try_from(u32::from_le_bytes(*length)).ok()?
                } else {
                    let bits = u64::from(i16::BITS - max.leading_zeros());
                    usize::try_from((u64::from(*num_values) * bits).div_ceil(8)).ok()?
                };
                rest = rest.get(bytes..)?;
            }
            Some(rest)
        }
        Page::DataPageV2 { buf, def_levels_byte_len, rep_levels_byte_len, .. } => {
            buf.get(def_levels_byte_len.checked_add(*rep_levels_byte_len)? as usize..)
        }
        Page::DictionaryPage { buf, .. } => Some(buf),
    }
}
