//! Pages with spare bytes behind their last value, which are cut off before the decoder sees them.
//!
//! fastparquet ends the pages of its fixed-length text with eight spare bytes. pyarrow and DuckDB
//! stop at the last value; the parquet crate refuses the page.

use bytes::Bytes;
use parquet::basic::{ConvertedType, Encoding, LogicalType, Type};
use parquet::column::page::{Page, PageReader};
use parquet::file::metadata::ColumnChunkMetaData;

use crate::scan::guard::decoding;
use crate::scan::pages::decompressed::{body, pages};
use crate::scan::pages::header::{DATA_PAGE, DATA_PAGE_V2, INDEX_PAGE, PLAIN, PageHeader};
use crate::scan::pages::sizes::MAX_PAGE_BYTES;

/// Returns whether a column has values of a fixed length that may be ids. Those of decimals are left
/// to the decoder: no writer is known that has spare bytes there.
pub(in crate::scan) fn are_possible(chunk: &ColumnChunkMetaData) -> bool {
    let column = chunk.column_descr();
    column.physical_type() == Type::FIXED_LEN_BYTE_ARRAY
        && column.converted_type() != ConvertedType::DECIMAL
        && !matches!(column.logical_type_ref(), Some(LogicalType::Decimal { .. }))
        && column.max_rep_level() == 0
}

/// Returns the pages of a chunk without compression and spare bytes.
///
/// It is `None` if the first page has no spare bytes, and also if it cannot be read or all pages take
/// more than [`MAX_PAGE_BYTES`]: the decoder reports what is wrong.
pub(in crate::scan) fn trimmed(chunk: &ColumnChunkMetaData, bytes: &Bytes) -> Option<Vec<u8>> {
    decoding(|| trim(chunk, bytes).ok_or(()), |_| ()).ok()
}

fn trim(chunk: &ColumnChunkMetaData, bytes: &Bytes) -> Option<Vec<u8>> {
    let column = chunk.column_descr();
    let width = usize::try_from(column.type_length()).ok().filter(|&width| width > 0)?;
    let is_data = |header: &PageHeader| matches!(header.kind, DATA_PAGE | DATA_PAGE_V2);
    let first = Headers(bytes).find(|(header, _)| is_data(header))?.0;
    let is_exact = column.max_def_level() == 0
        && usize::try_from(first.values).ok()?.checked_mul(width) == Some(first.uncompressed);
    if first.encoding != PLAIN || is_exact {
        return None;
    }
    let mut pages = pages(chunk, bytes).ok()?;
    let (mut plain, mut is_first) = (Vec::new(), true);
    for (header, head) in Headers(bytes) {
        if header.kind == INDEX_PAGE {
            continue;
        }
        let page = pages.get_next_page().ok()??;
        let data = page.buffer();
        let spare = if is_data(&header) && page.encoding() == Encoding::PLAIN {
            spare_bytes(&page, column.max_def_level(), width)?
        } else {
            0
        };
        if is_data(&header) && std::mem::take(&mut is_first) && spare == 0 {
            return None;
        }
        header.write(head, &data[..data.len() - spare], &mut plain).ok()?;
        if plain.len() as u64 > MAX_PAGE_BYTES {
            return None;
        }
    }
    Some(plain)
}

/// The headers of a chunk's pages and their bytes, as far as the pages are whole.
struct Headers<'a>(&'a [u8]);

impl<'a> Iterator for Headers<'a> {
    type Item = (PageHeader, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let header = PageHeader::read(self.0)?;
        let (head, after) = self.0.split_at(header.length);
        self.0 = after.get(header.compressed..)?;
        Some((header, head))
    }
}

/// Returns how many bytes follow the values of a page; `None` if it has too few.
fn spare_bytes(page: &Page, max_level: i16, width: usize) -> Option<usize> {
    let values = usize::try_from(page.num_values()).ok()?;
    let present = match page {
        Page::DataPageV2 { num_nulls, .. } => values.checked_sub(usize::try_from(*num_nulls).ok()?)?,
        _ if max_level == 0 => values,
        Page::DataPage { buf, def_level_encoding: Encoding::RLE, .. } => {
            let (length, levels) = buf.split_first_chunk()?;
            let levels = levels.get(..usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
            count_level(levels, max_level, values)?
        }
        _ => return None,
    };
    body(page, [0, max_level])?.len().checked_sub(present.checked_mul(width)?)
}

/// Counts how many of the first `values` levels, in the hybrid of runs and bits, are the highest one
/// (<https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE>).
fn count_level(mut levels: &[u8], max_level: i16, values: usize) -> Option<usize> {
    let (level, bits) = (u64::try_from(max_level).ok()?, (i16::BITS - max_level.leading_zeros()) as usize);
    let (mut left, mut count) = (values, 0);
    while left > 0 {
        let header = varint(&mut levels)?;
        let length = usize::try_from(header >> 1).ok()?;
        if header & 1 == 0 {
            let (value, rest) = levels.split_at_checked(bits.div_ceil(8))?;
            levels = rest;
            let value = value.iter().rev().fold(0_u64, |value, &byte| value << 8 | u64::from(byte));
            let run = length.min(left);
            count += if value == level { run } else { 0 };
            left -= run;
        } else {
            // Groups of eight values take as many bytes as a value has bits.
            let packed;
            (packed, levels) = levels.split_at_checked(length.checked_mul(bits)?.min(levels.len()))?;
            let bit = |at: usize| u64::from(packed[at / 8] >> (at % 8) & 1);
            let value = |index: usize| (0..bits).map(|at| bit(index * bits + at) << at).sum::<u64>();
            let run = (packed.len() * 8 / bits).min(left);
            count += (0..run).filter(|&index| value(index) == level).count();
            left -= run;
        }
        if length == 0 {
            return None;
        }
    }
    Some(count)
}

/// Reads a number of seven bits a byte, the lowest first.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn levels_are_counted_in_runs_and_bits() {
        // Five of level 1, three of level 0.
        assert_eq!(count_level(&[10, 1, 6, 0], 1, 8), Some(5));
        // The bits 0b0000_1101, then padding that is no value.
        assert_eq!(count_level(&[3, 0b1000_1101], 1, 4), Some(3));
        // Two bits a level: 2, 1, 2, 0.
        assert_eq!(count_level(&[3, 0b0010_0110, 0], 2, 4), Some(2));
        assert_eq!(count_level(&[10, 1], 1, 8), None);
        assert_eq!(count_level(&[0, 1], 1, 8), None);
    }
}
