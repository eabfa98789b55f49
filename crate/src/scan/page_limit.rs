//! What a page may take in memory, asked of its header before anything is decompressed.

use std::ops::Range;

use parquet::basic::Compression;
use parquet::file::metadata::RowGroupMetaData;

use crate::error::{Error, ErrorCode, Result};
use crate::scan::page_header::{DICTIONARY_PAGE, PageHeader};

/// The most bytes of a page, decompressed, where nothing else is said: 256 MiB. Writers end a page
/// at 1 MiB or so, and some have one page for a column chunk.
pub const PAGE_BYTES: u64 = 256 << 20;

/// Keeps pages out that would take more memory than is allowed.
///
/// Decoders believe a page's header, and make room for what it claims.
#[derive(Debug)]
pub(super) struct PageLimit {
    pub(super) most: u64,
    chunks: Vec<Chunk>,
}

#[derive(Debug)]
struct Chunk {
    range: Range<u64>,
    column: String,
    compression: Compression,
}

impl PageLimit {
    /// Of a row group's columns, by the numbers of their leaves.
    pub(super) fn new(row_group: &RowGroupMetaData, leaves: &[usize]) -> Self {
        let chunk = |&leaf: &usize| {
            let chunk = row_group.column(leaf);
            let (start, length) = chunk.byte_range();
            let column = chunk.column_path().string();
            Chunk { range: start..start + length, column, compression: chunk.compression() }
        };
        Self { most: PAGE_BYTES, chunks: leaves.iter().map(chunk).collect() }
    }

    /// Looks at the pages of every chunk that lies in these bytes, which begin at `start`.
    ///
    /// # Errors
    /// `OverLimit` for a page that is too large; `Corrupt` for one that has more than it says.
    pub(super) fn check(&self, start: u64, bytes: &[u8]) -> Result<()> {
        for Chunk { range, column, compression } in &self.chunks {
            let at = |place: u64| usize::try_from(place.checked_sub(start)?).ok();
            let chunk = at(range.start).zip(at(range.end)).and_then(|(from, to)| bytes.get(from..to));
            let Some(chunk) = chunk else { continue };
            self.check_chunk(chunk, *compression).map_err(|error| error.in_column(column.as_str()))?;
        }
        Ok(())
    }

    /// What is wrong with a header otherwise, the decoder says.
    fn check_chunk(&self, mut rest: &[u8], compression: Compression) -> Result<()> {
        while let Some(header) = PageHeader::read(rest) {
            let claimed = header.uncompressed as u64;
            if claimed > self.most {
                return Err(self.too_large(claimed));
            }
            // Each value of a dictionary takes a byte at least, and a place in a list.
            if header.kind == DICTIONARY_PAGE && header.values > header.uncompressed.max(1) as i64 {
                return Err(
                    corrupt().found(format!("a dictionary of {} values in {claimed} bytes", header.values))
                );
            }
            let Some(page) = rest[header.length..].get(..header.compressed) else { return Ok(()) };
            #[cfg(not(target_arch = "wasm32"))]
            if matches!(compression, Compression::GZIP(_)) {
                gzip::check(&header, page, self.most)?;
            }
            #[cfg(target_arch = "wasm32")]
            let _ = compression;
            rest = &rest[header.length + page.len()..];
        }
        Ok(())
    }

    fn too_large(&self, claimed: u64) -> Error {
        Error::new(ErrorCode::OverLimit, "a page is too large")
            .expected(format!("at most {} bytes, decompressed", self.most))
            .found(format!("{claimed}"))
            .remedy(
                "Write the file with smaller pages or row groups, or allow more by --max-page on the command \
                 line.",
            )
    }
}

fn corrupt() -> Error {
    Error::new(ErrorCode::Corrupt, "a page is larger than its header says")
        .remedy("Leave the file out, or copy, download or write it again.")
}

/// The other codecs stop where the header says; that of gzip goes on for as long as there is more.
/// In WebAssembly that ends the worker, as a page that memory has no room for does.
#[cfg(not(target_arch = "wasm32"))]
mod gzip {
    use std::io::{self, Read};

    use flate2::read::MultiGzDecoder;

    use super::{PageHeader, Result, corrupt};
    use crate::scan::page_header::DATA_PAGE_V2;

    /// Deflate makes no byte into more.
    const MOST_RATIO: u64 = 1_032;

    pub(super) fn check(header: &PageHeader, page: &[u8], most: u64) -> Result<()> {
        let (levels, is_compressed) = match header.kind {
            DATA_PAGE_V2 => (header.levels, header.is_compressed),
            _ => (0, true),
        };
        let values = page.get(levels..).unwrap_or_default();
        if !is_compressed || (values.len() as u64).saturating_mul(MOST_RATIO) <= most {
            return Ok(());
        }
        let claimed = header.uncompressed.saturating_sub(levels) as u64;
        let mut stream = MultiGzDecoder::new(values).take(claimed + 1);
        // What else is wrong with it, the decoder says.
        match io::copy(&mut stream, &mut io::sink()) {
            Ok(found) if found > claimed => {
                Err(corrupt().expected(format!("{claimed} bytes, decompressed")).found("more"))
            }
            _ => Ok(()),
        }
    }
}
