//! Limits the memory of a page, by its header, before anything is decompressed.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::Compression;
#[cfg(not(target_arch = "wasm32"))]
use parquet::basic::Type;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::guard::CORRUPT_REMEDY;
#[cfg(not(target_arch = "wasm32"))]
use crate::scan::pages::bodies::{self, written_out_dictionary};
use crate::scan::pages::chunk_pages;
use crate::scan::pages::header::{
    BYTE_STREAM_SPLIT, DATA_PAGE, DATA_PAGE_V2, DELTA_BYTE_ARRAY, DELTA_LENGTH_BYTE_ARRAY, DICTIONARY_PAGE,
    PLAIN_DICTIONARY, PageHeader, RLE_DICTIONARY, is_encoding,
};
use crate::scan::pages::sizes::{MAX_PAGE_BYTES, check_stream_split, value_width};
use crate::source::parts;

/// Refuses pages that would take more memory than is allowed.
///
/// Decoders trust a page's header and allocate what it claims.
#[derive(Debug)]
pub(in crate::scan) struct PageLimit {
    pub(in crate::scan) max: u64,
    /// Ascending by where they begin.
    chunks: Vec<Chunk>,
}

#[derive(Debug)]
struct Chunk {
    range: Range<u64>,
    metadata: Arc<ColumnChunkMetaData>,
    /// The minimum number of values that a decoder may request from its pages.
    values: i64,
}

impl PageLimit {
    /// Creates the limit for a row group's columns, given by the numbers of their leaves.
    pub(in crate::scan) fn new(row_group: &RowGroupMetaData, leaves: &[usize]) -> Self {
        let chunk = |&leaf: &usize| {
            let chunk = row_group.column(leaf);
            let (start, length) = chunk.byte_range();
            let values = chunk.num_values().max(row_group.num_rows());
            Chunk { range: start..start + length, metadata: Arc::new(chunk.clone()), values }
        };
        Self::of(leaves.iter().map(chunk).collect())
    }

    /// Creates the limit for pages that are read by themselves, given by their columns and ranges.
    #[cfg(not(target_arch = "wasm32"))]
    pub(in crate::scan) fn of_pages<'a>(
        columns: impl Iterator<Item = (&'a ColumnChunkMetaData, Vec<Range<u64>>)>,
    ) -> Self {
        let pages = columns.flat_map(|(chunk, ranges)| {
            let metadata = Arc::new(chunk.clone());
            // One value is expected, so that a header that cannot be read is an error.
            ranges.into_iter().map(move |range| Chunk { range, metadata: metadata.clone(), values: 1 })
        });
        Self::of(pages.collect())
    }

    fn of(mut chunks: Vec<Chunk>) -> Self {
        chunks.sort_by_key(|chunk| chunk.range.start);
        Self { max: MAX_PAGE_BYTES, chunks }
    }

    /// Checks the pages of every chunk that lies in these bytes, which begin at `start`.
    ///
    /// # Errors
    ///
    /// [`OverLimit`](crate::ErrorCode::OverLimit) for a page that is too large;
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for one that has more than it claims, or whose header
    /// is ambiguous.
    pub(in crate::scan) fn check(&self, start: u64, bytes: &Bytes) -> Result<()> {
        let end = start.saturating_add(bytes.len() as u64);
        // There may be as many pushes as chunks.
        let first = self.chunks.partition_point(|chunk| chunk.range.start < start);
        for chunk in self.chunks[first..].iter().take_while(|chunk| chunk.range.start <= end) {
            let Some(range) = parts::within(start, bytes.len(), &chunk.range) else { continue };
            let checked = self.check_chunk(chunk, &bytes.slice(range));
            checked.map_err(|error| error.in_column(chunk.metadata.column_path().string()))?;
        }
        Ok(())
    }

    fn check_chunk(&self, chunk: &Chunk, bytes: &Bytes) -> Result<()> {
        let descriptor = chunk.metadata.column_descr();
        let width = value_width(descriptor.physical_type(), descriptor.type_length());
        if width > self.max {
            return Err(self.too_large("a value", width));
        }
        let mut rest = &bytes[..];
        let (mut values, mut has_bodies, mut has_other) = (0_i64, false, false);
        while !rest.is_empty() {
            let Some(header) = PageHeader::read(rest) else {
                if values < chunk.values {
                    return Err(chunk_pages::corrupt("a header that cannot be read".to_owned())
                        .expected(format!("pages of {} values", chunk.values)));
                }
                break;
            };
            let claimed = header.uncompressed as u64;
            if claimed > self.max {
                return Err(self.too_large("a page", claimed));
            }
            // One row may hold all values of a page of lists, whose levels take only a few bytes.
            // The browser reads no lists.
            #[cfg(not(target_arch = "wasm32"))]
            if descriptor.max_rep_level() > 0 && width.saturating_mul(header.values as u64) > self.max {
                return Err(self.too_large("a page of lists", width.saturating_mul(header.values as u64)));
            }
            // Each value of a dictionary takes at least a byte, and a place in a list.
            if header.kind == DICTIONARY_PAGE && header.values > header.uncompressed.max(1) as i64 {
                return Err(
                    corrupt().found(format!("a dictionary of {} values in {claimed} bytes", header.values))
                );
            }
            // The decoder reports other faults.
            let Some(page) = rest[header.length..].get(..header.compressed) else { break };
            #[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
            if matches!(chunk.metadata.compression(), Compression::GZIP(_)) {
                gzip::check(&header, page, self.max)?;
            }
            if matches!(header.kind, DATA_PAGE | DATA_PAGE_V2) {
                if !is_encoding(header.encoding) {
                    return Err(unknown_encoding(header.encoding));
                }
                values = values.saturating_add(header.values);
                has_bodies |= matches!(header.encoding, DELTA_LENGTH_BYTE_ARRAY | DELTA_BYTE_ARRAY);
                has_other |= !matches!(header.encoding, PLAIN_DICTIONARY | RLE_DICTIONARY);
                if header.encoding == BYTE_STREAM_SPLIT {
                    // Levels of older pages are in the compressed part.
                    if header.kind == DATA_PAGE_V2 || descriptor.max_def_level() == 0 {
                        let is_compressed =
                            header.is_compressed && chunk.metadata.compression() != Compression::UNCOMPRESSED;
                        let bytes = if is_compressed { header.uncompressed } else { header.compressed };
                        check_stream_split(bytes - header.levels, width)?;
                    } else {
                        has_bodies = true;
                    }
                }
            }
            rest = &rest[header.length + page.len()..];
        }
        // In WebAssembly a failed allocation ends the worker.
        #[cfg(target_arch = "wasm32")]
        let _ = (has_bodies, has_other);
        #[cfg(not(target_arch = "wasm32"))]
        {
            if has_bodies && let Some(refused) = bodies::check(&chunk.metadata, bytes, self.max) {
                return Err(refused.error(|claimed| self.too_large("a page", claimed)));
            }
            if has_other
                && descriptor.physical_type() == Type::BYTE_ARRAY
                && let Some(bytes) = written_out_dictionary(&chunk.metadata, bytes)
                && bytes > self.max
            {
                return Err(self.too_large("a dictionary beside other pages", bytes));
            }
        }
        Ok(())
    }

    fn too_large(&self, what: &str, claimed: u64) -> Error {
        Error::new(ErrorCode::OverLimit, format!("{what} is too large"))
            .expected(format!("at most {} bytes, decompressed", self.max))
            .found(format!("{claimed}"))
            .remedy(
                "Write the file with smaller pages or row groups, or allow more with --max-page on the command \
                 line.",
            )
    }
}

fn unknown_encoding(found: i64) -> Error {
    Error::new(ErrorCode::Unsupported, "the column's values are in an encoding that is not known")
        .expected("an encoding of Parquet 2.13 or earlier")
        .found(format!("the encoding {found}"))
        .remedy("Rewrite the file without that encoding.")
}

fn corrupt() -> Error {
    Error::new(ErrorCode::Corrupt, "a page is larger than its header says").remedy(CORRUPT_REMEDY)
}

/// The other codecs stop at the size in the header, but gzip continues as long as there is data. In
/// WebAssembly that ends the worker, as does any page that does not fit into memory.
#[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
mod gzip {
    use std::io::{self, Read};

    use flate2::read::MultiGzDecoder;

    use super::{PageHeader, Result, corrupt};
    use crate::scan::pages::header::DATA_PAGE_V2;

    /// The maximum expansion of Deflate.
    const MAX_RATIO: u64 = 1_032;

    pub(super) fn check(header: &PageHeader, page: &[u8], max: u64) -> Result<()> {
        let (levels, is_compressed) = match header.kind {
            DATA_PAGE_V2 => (header.levels, header.is_compressed),
            _ => (0, true),
        };
        let values = page.get(levels..).unwrap_or_default();
        if !is_compressed || (values.len() as u64).saturating_mul(MAX_RATIO) <= max {
            return Ok(());
        }
        let claimed = header.uncompressed.saturating_sub(levels) as u64;
        let mut stream = MultiGzDecoder::new(values).take(claimed + 1);
        // The decoder reports other faults.
        match io::copy(&mut stream, &mut io::sink()) {
            Ok(found) if found > claimed => {
                Err(corrupt().expected(format!("{claimed} bytes, decompressed")).found("more"))
            }
            _ => Ok(()),
        }
    }
}
