//! Checks the content of pages before it is decoded, if their headers are not sufficient.
//!
//! For DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY, the parquet crate allocates as many lengths as
//! a page claims. It copies a shared prefix for each value, and a dictionary's values if the chunk
//! also has pages without a dictionary. So a small page can take any amount of memory, and a failed
//! allocation ends the process. The crate also misreads a truncated page of BYTE_STREAM_SPLIT.

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;

use crate::error::{Error, ErrorCode};
use crate::scan::guard::{CORRUPT_REMEDY, decoding};
use crate::scan::pages::chunks::is_dictionary;
use crate::scan::pages::decompressed::{body, pages};
use crate::scan::pages::delta_lengths::DeltaLengths;
use crate::scan::pages::sizes::{BATCH_ROWS, check_stream_split, value_width};

/// The maximum size of the values in a window. A batch is in at most two windows, so its values
/// take less than 4 GiB.
const MAX_OF_WINDOW: u64 = i32::MAX as u64;

/// Why a page is refused.
pub(super) enum PageRejection {
    /// More lengths than values.
    Lengths {
        /// The lengths that it claims.
        claimed: u64,
        /// The values in its header.
        values: u64,
    },
    /// The size of its values and of earlier ones in the same batch.
    Bytes(u64),
    /// Another reason.
    Other(Error),
}

/// Checks the pages of a chunk, one after the other. The decoder reports other faults, and reads no
/// further than this check.
pub(super) fn check(chunk: &ColumnChunkMetaData, bytes: &Bytes, max: u64) -> Option<PageRejection> {
    let descriptor = chunk.column_descr();
    let levels = [descriptor.max_rep_level(), descriptor.max_def_level()];
    let (mut values, mut taken) = (0_usize, 0_u64);
    let mut rejection = None;
    let looked = decoding(
        || {
            let mut pages = pages(chunk, bytes)?;
            while let Some(page) = pages.get_next_page()? {
                let Some(body) = body(&page, levels) else { return Ok(()) };
                let encoding = page.encoding();
                if encoding == Encoding::BYTE_STREAM_SPLIT {
                    let width = value_width(descriptor.physical_type(), descriptor.type_length());
                    if let Err(error) = check_stream_split(body.len(), width) {
                        rejection = Some(PageRejection::Other(error));
                        return Ok(());
                    }
                }
                if !matches!(encoding, Encoding::DELTA_LENGTH_BYTE_ARRAY | Encoding::DELTA_BYTE_ARRAY) {
                    continue;
                }
                let Some(lengths) = DeltaLengths::new(body) else { return Ok(()) };
                let claimed = lengths.left();
                if claimed > u64::from(page.num_values()) {
                    rejection = Some(PageRejection::Lengths { claimed, values: page.num_values().into() });
                    return Ok(());
                }
                // Prefixes and suffixes are a list of 32-bit numbers each.
                let room = claimed * 8;
                if room > max {
                    rejection = Some(PageRejection::Bytes(room));
                    return Ok(());
                }
                if encoding == Encoding::DELTA_BYTE_ARRAY {
                    let Some(bytes) = written_out(body) else { return Ok(()) };
                    taken = taken.saturating_add(bytes);
                }
                values += page.num_values() as usize;
                if taken > max.min(MAX_OF_WINDOW) {
                    rejection = Some(PageRejection::Bytes(taken));
                    return Ok(());
                }
                if values >= BATCH_ROWS {
                    (values, taken) = (0, 0);
                }
            }
            Ok(())
        },
        ParquetError::General,
    );
    drop(looked);
    rejection
}

/// Returns the maximum size of a batch for which the decoder copies a dictionary value to each row.
/// It does so if it reads a chunk as a dictionary and the chunk has a page without one.
pub(super) fn written_out_dictionary(chunk: &ColumnChunkMetaData, bytes: &Bytes) -> Option<u64> {
    if !is_dictionary(chunk) {
        return None;
    }
    let page = decoding(|| pages(chunk, bytes)?.get_next_page(), ParquetError::General).ok()??;
    let Page::DictionaryPage { buf, .. } = page else { return None };
    let (mut rest, mut longest) = (&buf[..], 0);
    while let Some((length, values)) = rest.split_first_chunk() {
        let length = u32::from_le_bytes(*length);
        longest = longest.max(length);
        rest = values.get(usize::try_from(length).ok()?..).unwrap_or_default();
    }
    let values = u64::try_from(chunk.num_values()).unwrap_or_default();
    Some(u64::from(longest) * values.min(BATCH_ROWS as u64))
}

/// Returns the size of the values of a DELTA_BYTE_ARRAY page, up to where the decoder fails.
fn written_out(body: &[u8]) -> Option<u64> {
    let mut prefixes = DeltaLengths::new(body)?;
    prefixes.by_ref().for_each(drop);
    let suffixes = DeltaLengths::new(body.get(prefixes.end()..)?)?;
    let (mut length, mut bytes) = (0_u64, 0_u64);
    for (prefix, suffix) in DeltaLengths::new(body)?.zip(suffixes) {
        let Ok(suffix) = u64::try_from(suffix) else { break };
        // For a prefix length that is not valid, the decoder takes all of the previous value.
        length = length.min(u64::try_from(prefix).unwrap_or(u64::MAX)) + suffix;
        bytes = bytes.saturating_add(length);
    }
    Some(bytes)
}

impl PageRejection {
    /// Returns the error. `too_large` creates the one for a page that takes too much memory,
    /// because only its caller knows the limit.
    pub(super) fn error(self, too_large: impl FnOnce(u64) -> Error) -> Error {
        match self {
            Self::Other(error) => error,
            Self::Bytes(bytes) => too_large(bytes),
            Self::Lengths { claimed, values } => {
                Error::new(ErrorCode::Corrupt, "a page has more lengths than values")
                    .expected(format!("{values} lengths, as its header says"))
                    .found(format!("{claimed}"))
                    .remedy(CORRUPT_REMEDY)
            }
        }
    }
}
