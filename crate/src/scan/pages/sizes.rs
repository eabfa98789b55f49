//! Sizes of batches, pages and values.

use parquet::basic::Type;

use crate::error::Result;
use crate::scan::pages::chunk_pages::corrupt;

/// How many rows are decoded at once: few enough for the cache, many enough to outweigh the
/// overhead.
pub(in crate::scan) const BATCH_ROWS: usize = 16_384;

/// The default limit of a decompressed page: 256 MiB. Writers end a page at about 1 MiB, and some
/// have one page per column chunk.
pub const MAX_PAGE_BYTES: u64 = 256 << 20;

/// Returns the bytes of a value in memory if all have the same size; for text, those of a view.
pub(super) fn value_width(of: Type, length: i32) -> u64 {
    match of {
        Type::BOOLEAN => 1,
        Type::INT32 | Type::FLOAT => 4,
        Type::INT64 | Type::DOUBLE => 8,
        Type::INT96 => 12,
        Type::BYTE_ARRAY => 16,
        Type::FIXED_LEN_BYTE_ARRAY => u64::try_from(length).unwrap_or_default(),
    }
}

/// Refuses bytes that are not `width` streams of the same length, from which the decoder makes
/// values.
pub(super) fn check_stream_split(bytes: usize, width: u64) -> Result<()> {
    if (bytes as u64).is_multiple_of(width.max(1)) {
        return Ok(());
    }
    Err(corrupt(format!("a page of {bytes} bytes in BYTE_STREAM_SPLIT"))
        .expected(format!("a multiple of {width}")))
}
