//! The places of a row group's pages, by which parts of it are read by themselves.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, PageType};
use parquet::file::metadata::page_index::PageIndexBuilder;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataBuilder};
use parquet::file::page_index::offset_index::{OffsetIndexMetaData, PageLocation};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::pages::chunk_pages::{ChunkPages, PagePlace};
use crate::scan::pages::chunks::{is_dictionary, single_row_group};
use crate::scan::pages::spare_bytes::are_possible;
use crate::source::File;

/// The rows of a part of a row group, if pages allow it: as many as most row groups have.
pub const PART_ROWS: u64 = 1 << 20;
/// Pages that two parts share are decompressed twice: at most this share of all bytes. Tests share
/// more.
const MAX_REPEATED: u64 = if cfg!(test) { 1 } else { 8 };

/// The maximum number of headers of a column that are read: the file may have millions.
const MAX_HEADERS: usize = 1 << 16;

/// The places of the pages of some columns of a row group.
#[derive(Debug)]
pub struct RowGroupPages {
    row_group: usize,
    leaves: Vec<usize>,
    /// The footer of the row group alone, with the places of its pages.
    metadata: Arc<ParquetMetaData>,
    parts: Vec<Range<u64>>,
}

impl RowGroupPages {
    /// Reads the headers of the pages of some columns, by the numbers of their leaves, and cuts the
    /// row group into parts of about `part_rows` rows; `read` returns a half-open range of the file.
    ///
    /// It is `None` if the row group is better read as a whole: because its pages are too large,
    /// because an encoding's limits need the whole chunk, or because a page is not valid. The
    /// decoder of the whole row group reports what is wrong.
    pub(in crate::scan) fn find(
        file: &File,
        row_group: usize,
        leaves: &[usize],
        part_rows: u64,
        read: &dyn Fn(Range<u64>) -> Result<Bytes>,
    ) -> Option<Self> {
        let metadata = file.metadata();
        let group = metadata.row_groups().get(row_group)?;
        let rows = group.num_rows();
        let column = |&leaf: &usize| {
            let headers = Cell::new(0);
            pages(group.column(leaf), rows, &|range| {
                headers.set(headers.get() + 1);
                if headers.get() > MAX_HEADERS { Err(too_many()) } else { read(range) }
            })
        };
        let columns: Vec<ChunkPages> = leaves.iter().map(column).collect::<Option<_>>()?;
        let parts = parts(&columns, rows.try_into().ok()?, part_rows)?;
        let mut index = PageIndexBuilder::new(1, group.num_columns());
        for (&leaf, column) in leaves.iter().zip(&columns) {
            index.put_offset_index(offset_index(column)?, 0, leaf);
        }
        let index = Arc::new(index.build());
        let alone = single_row_group(metadata, row_group, group.columns().to_vec()).ok()?;
        let alone = ParquetMetaDataBuilder::new_from_metadata(alone).set_page_index(Some(index)).build();
        Some(Self { row_group, leaves: leaves.to_vec(), metadata: Arc::new(alone), parts })
    }

    /// Returns half-open ranges of the row group's rows, in order, to be read by themselves.
    pub fn parts(&self) -> &[Range<u64>] {
        &self.parts
    }

    /// Returns the number of the row group.
    pub fn row_group(&self) -> usize {
        self.row_group
    }

    pub(in crate::scan) fn leaves(&self) -> &[usize] {
        &self.leaves
    }

    pub(in crate::scan) fn metadata(&self) -> &Arc<ParquetMetaData> {
        &self.metadata
    }

    /// Returns the first row of the page of a column that has a row.
    pub(in crate::scan) fn first_row(&self, leaf: usize, row: u64) -> u64 {
        let index = self.metadata.page_index_for_row_group(0);
        let pages = index.page_locations(leaf).map(Vec::as_slice).unwrap_or_default();
        let firsts = pages.iter().map(|page| page.first_row_index.cast_unsigned());
        firsts.take_while(|&first| first <= row).last().unwrap_or_default()
    }

    /// Returns the columns, and the half-open ranges in the file of the pages that some rows need.
    pub(in crate::scan) fn ranges(
        &self,
        rows: &Range<u64>,
    ) -> impl Iterator<Item = (&ColumnChunkMetaData, Vec<Range<u64>>)> {
        let index = self.metadata.page_index_for_row_group(0);
        self.leaves.iter().map(move |&leaf| {
            let chunk = self.metadata.row_group(0).column(leaf);
            let pages = index.page_locations(leaf).map(Vec::as_slice).unwrap_or_default();
            let start = chunk.byte_range().0;
            let first = pages.first().map_or(start, |first| first.offset.cast_unsigned());
            let dictionary = (start < first).then_some(start..first);
            let begins =
                |before: u64| pages.partition_point(|page| page.first_row_index.cast_unsigned() < before);
            let pages = &pages[begins(rows.start + 1).saturating_sub(1)..begins(rows.end)];
            let range = |page: &PageLocation| {
                let start = page.offset.cast_unsigned();
                start..start + u64::from(page.compressed_page_size.cast_unsigned())
            };
            (chunk, dictionary.into_iter().chain(pages.iter().map(range)).collect())
        })
    }
}

/// Returns the pages of a chunk, if ranges of its values can be read by themselves.
fn pages(
    chunk: &ColumnChunkMetaData,
    rows: i64,
    read: &dyn Fn(Range<u64>) -> Result<Bytes>,
) -> Option<ChunkPages> {
    let is_rewritten = matches!(chunk.compression(), Compression::BROTLI(_)) || are_possible(chunk);
    if is_rewritten || chunk.column_descr().max_rep_level() > 0 || chunk.num_values() != rows {
        return None;
    }
    let pages = ChunkPages::walk(chunk, read).ok()?;
    let is_known = pages.encodings.iter().all(|page| match page.encoding {
        Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY => pages.dictionary_at.is_some(),
        // The decoder of a chunk that is read as a dictionary copies the values of other pages.
        Encoding::PLAIN | Encoding::DELTA_BINARY_PACKED => {
            !is_dictionary(chunk) || page.page_type == PageType::DICTIONARY_PAGE
        }
        _ => false,
    });
    let data = &pages.places.data;
    let firsts = data.iter().map(|page| page.first);
    let has_empty = firsts.clone().zip(firsts.skip(1).chain([rows])).any(|(first, next)| first >= next);
    (is_known && !has_empty && !data.is_empty() && !pages.places.has_others).then_some(pages)
}

fn too_many() -> Error {
    Error::new(ErrorCode::OverLimit, "a column chunk has too many pages to be read in parts")
}

fn offset_index(pages: &ChunkPages) -> Option<OffsetIndexMetaData> {
    let location = |page: &PagePlace| {
        Some(PageLocation {
            offset: page.range.start.try_into().ok()?,
            compressed_page_size: (page.range.end - page.range.start).try_into().ok()?,
            first_row_index: page.first,
        })
    };
    let page_locations = pages.places.data.iter().map(location).collect::<Option<_>>()?;
    Some(OffsetIndexMetaData { page_locations, unencoded_byte_array_data_bytes: None })
}

/// Cuts a row group where pages of its largest column begin.
fn parts(columns: &[ChunkPages], rows: u64, part_rows: u64) -> Option<Vec<Range<u64>>> {
    let bytes = |column: &ChunkPages| column.places.data.iter().map(|page| page.bytes).sum::<u64>();
    let largest = columns.iter().max_by_key(|column| bytes(column))?;
    let all: u64 = columns.iter().map(bytes).sum();
    let mut size = part_rows.max(1);
    while size <= rows / 2 {
        let parts = cut(&largest.places.data, rows, size);
        let repeated: u64 = columns.iter().map(|column| repeated(column, &parts, rows)).sum();
        if parts.len() > 1 && repeated <= all / MAX_REPEATED {
            return Some(parts);
        }
        size *= 2;
    }
    None
}

/// Returns parts of about `size` rows that begin with pages.
fn cut(pages: &[PagePlace], rows: u64, size: u64) -> Vec<Range<u64>> {
    let first = |page: &PagePlace| page.first.cast_unsigned();
    let mut parts = Vec::new();
    let mut start = 0;
    // No part has less than half of the rows.
    while rows - start >= size + size / 2 {
        let next = pages.partition_point(|page| first(page) < start + size);
        let Some(end) = pages.get(next).map(first) else { break };
        parts.push(start..end);
        start = end;
    }
    parts.push(start..rows);
    parts
}

/// Returns how many bytes of a column's pages and dictionary are decompressed more than once.
fn repeated(column: &ChunkPages, parts: &[Range<u64>], rows: u64) -> u64 {
    let data = &column.places.data;
    let dictionaries = column.places.dictionary_bytes * (parts.len() as u64 - 1);
    let ends = data.iter().skip(1).map(|page| page.first.cast_unsigned()).chain([rows]);
    let cut = |(page, end): (&PagePlace, u64)| {
        let begin = |before: u64| parts.partition_point(|part| part.start < before);
        let cuts = begin(end) - begin(page.first.cast_unsigned() + 1);
        page.bytes * cuts as u64
    };
    data.iter().zip(ends).map(cut).sum::<u64>() + dictionaries
}

#[cfg(test)]
mod tests;
