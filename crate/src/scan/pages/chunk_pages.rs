//! The pages of a column chunk, from their headers alone.

use std::collections::BTreeMap;
use std::ops::Range;

use bytes::Bytes;
use parquet::basic::{EncodingMask, PageType};
use parquet::file::metadata::{ColumnChunkMetaData, PageEncodingStats};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::guard::CORRUPT_REMEDY;
use crate::scan::pages::header::{DATA_PAGE, DATA_PAGE_V2, DICTIONARY_PAGE, INDEX_PAGE, PageHeader};

/// How many bytes are read for a header at first, and the maximum: a header may have statistics.
const HEADER_BYTES: u64 = 512;
const MAX_HEADER_BYTES: u64 = 16 * 1024 * 1024;

/// The headers of a chunk's pages.
#[derive(Debug)]
pub(in crate::scan) struct ChunkPages {
    pub(in crate::scan) encodings: Vec<PageEncodingStats>,
    pub(in crate::scan) checksums: Vec<Checksum>,
    /// The position of the first data page; the start of the chunk if it has no dictionary.
    pub(in crate::scan) data_at: u64,
    /// The position of the dictionary.
    pub(in crate::scan) dictionary_at: Option<u64>,
    #[cfg(not(target_arch = "wasm32"))]
    pub(in crate::scan) places: PagePlaces,
}

/// The places of a chunk's pages.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Default)]
pub(in crate::scan) struct PagePlaces {
    pub(in crate::scan) data: Vec<PagePlace>,
    /// The size of the dictionary without compression.
    pub(in crate::scan) dictionary_bytes: u64,
    /// Whether there are pages that are neither data nor a dictionary.
    pub(in crate::scan) has_others: bool,
}

/// The place of a data page.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug)]
pub(in crate::scan) struct PagePlace {
    /// Its bytes in the file with its header, half-open.
    pub(in crate::scan) range: Range<u64>,
    /// The number of its first value in the chunk.
    pub(in crate::scan) first: i64,
    /// Its size without compression.
    pub(in crate::scan) bytes: u64,
}

/// A half-open range of a file, and its CRC-32.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checksum {
    /// The range.
    pub range: Range<u64>,
    /// Its checksum.
    pub crc32: u32,
}

impl ChunkPages {
    /// Walks from header to header; `read` returns a half-open range of the file.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if the pages differ from the footer; errors of
    /// `read`.
    pub(in crate::scan) fn walk(
        chunk: &ColumnChunkMetaData,
        read: &dyn Fn(Range<u64>) -> Result<Bytes>,
    ) -> Result<Self> {
        let (start, length) = chunk.byte_range();
        let end = start + length;
        let (mut at, mut values, mut dictionaries) = (start, 0_i64, 0);
        let mut first_data = None;
        let mut counts: BTreeMap<(i64, i64), i32> = BTreeMap::new();
        let mut checksums = Vec::new();
        #[cfg(not(target_arch = "wasm32"))]
        let mut places = PagePlaces::default();
        while at < end {
            let header = header_at(at, end, read)?;
            let data = at + header.length as u64;
            let next = data.checked_add(header.compressed as u64).filter(|&next| next <= end);
            let Some(next) = next else {
                return Err(corrupt(format!("a page of {} bytes at {data}", header.compressed))
                    .expected(format!("pages up to {end}, where the footer lets the column chunk end")));
            };
            #[cfg(not(target_arch = "wasm32"))]
            places.add(&header, at..next, values);
            match header.kind {
                DATA_PAGE | DATA_PAGE_V2 => {
                    values = header.values.saturating_add(values);
                    first_data.get_or_insert(at);
                }
                DICTIONARY_PAGE if at == start => dictionaries += 1,
                INDEX_PAGE => {}
                kind => {
                    return Err(corrupt(format!("a page of type {kind} at {at}"))
                        .expected("a dictionary at the column chunk's start, then data pages"));
                }
            }
            if header.kind != INDEX_PAGE && encoding_stats(((header.kind, header.encoding), 1)).is_none() {
                return Err(corrupt(format!("a page of the encoding {} at {at}", header.encoding))
                    .expected("an encoding of the Parquet format"));
            }
            *counts.entry((header.kind, header.encoding)).or_default() += 1;
            checksums.extend(header.checksum.map(|(_, crc32)| Checksum { range: data..next, crc32 }));
            at = next;
        }
        if values != chunk.num_values() {
            return Err(corrupt(format!("pages of {values} values"))
                .expected(format!("{} values, as its footer says", chunk.num_values())));
        }
        // DuckDB before 0.10.1 did not count the dictionary's header; the pages give the position.
        let dictionary_at = (dictionaries > 0).then_some(start);
        let data_at = dictionary_at.and(first_data).unwrap_or(start);
        let encodings = counts.into_iter().filter_map(encoding_stats).collect();
        Ok(Self {
            encodings,
            checksums,
            data_at,
            dictionary_at,
            #[cfg(not(target_arch = "wasm32"))]
            places,
        })
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl PagePlaces {
    fn add(&mut self, header: &PageHeader, range: Range<u64>, first: i64) {
        let bytes = header.uncompressed as u64;
        match header.kind {
            DATA_PAGE | DATA_PAGE_V2 => self.data.push(PagePlace { range, first, bytes }),
            DICTIONARY_PAGE => self.dictionary_bytes = bytes,
            _ => self.has_others = true,
        }
    }
}

fn header_at(at: u64, end: u64, read: &dyn Fn(Range<u64>) -> Result<Bytes>) -> Result<PageHeader> {
    let mut length = HEADER_BYTES;
    loop {
        let bytes = read(at..end.min(at + length))?;
        match PageHeader::read(&bytes) {
            Some(header) => return Ok(header),
            None if at + length < end && length < MAX_HEADER_BYTES => length *= 8,
            None => {
                return Err(corrupt(format!("other bytes at {at}")).expected("the header of a page"));
            }
        }
    }
}

fn encoding_stats(((kind, encoding), count): ((i64, i64), i32)) -> Option<PageEncodingStats> {
    let page_type = match kind {
        DATA_PAGE => PageType::DATA_PAGE,
        DATA_PAGE_V2 => PageType::DATA_PAGE_V2,
        DICTIONARY_PAGE => PageType::DICTIONARY_PAGE,
        _ => return None,
    };
    let bit = 1_i32.checked_shl(u32::try_from(encoding).ok()?)?;
    let encoding = EncodingMask::try_new(bit).ok()?.encodings().next()?;
    Some(PageEncodingStats { page_type, encoding, count })
}

pub(in crate::scan) fn corrupt(found: String) -> Error {
    Error::new(ErrorCode::Corrupt, "a column chunk is not as its footer says")
        .found(found)
        .remedy(CORRUPT_REMEDY)
}
