//! Decompresses Brotli pages before the Parquet decoder sees them.
//!
//! Written without parquet's `brotli` feature: see `docs/design/own-code/brotli.md`.

#[cfg(feature = "brotli")]
use std::io::Read;

#[cfg(feature = "brotli")]
use brotli_decompressor::Decompressor;
use parquet::errors::{ParquetError, Result};

use crate::scan::pages::header::{DATA_PAGE_V2, INDEX_PAGE, PageHeader};
use crate::source::Thrift;

/// The initial capacity of a page, whatever its header claims.
const FIRST_CAPACITY: usize = 1024 * 1024;

/// Returns the same pages without compression.
///
/// # Errors
///
/// Returns a reason if a page's header or data cannot be read, or they contradict each other.
pub(in crate::scan) fn decompressed(chunk: &[u8]) -> Result<Vec<u8>> {
    let mut plain = Vec::new();
    let mut rest = chunk;
    while !rest.is_empty() {
        let header = PageHeader::read(rest).ok_or_else(|| broken("its header cannot be read"))?;
        let (bytes, after) = rest.split_at(header.length);
        let page = after.get(..header.compressed).ok_or_else(|| broken("it ends after its chunk"))?;
        rest = &after[header.compressed..];
        if header.checksum.as_ref().is_some_and(|(_, sum)| *sum != crc32fast::hash(page)) {
            return Err(broken("its bytes do not have the checksum of its header"));
        }
        if header.kind == INDEX_PAGE {
            continue;
        }
        let data = header.decompress(page)?;
        header.write(bytes, &data, &mut plain)?;
    }
    Ok(plain)
}

impl PageHeader {
    fn decompress(&self, page: &[u8]) -> Result<Vec<u8>> {
        let (levels, is_compressed) = match self.kind {
            DATA_PAGE_V2 => (self.levels, self.is_compressed),
            _ => (0, true),
        };
        if !is_compressed {
            return Ok(page.to_vec());
        }
        let mut data = Vec::with_capacity(self.uncompressed.min(FIRST_CAPACITY));
        data.extend(page.get(..levels).ok_or_else(|| broken("its levels are longer than the page"))?);
        let values = self.uncompressed.checked_sub(levels);
        let values = values.ok_or_else(|| broken("its levels are longer than the page"))?;
        // A page without values has no Brotli stream. Without the feature, the footer is refused.
        if values > 0 {
            // One byte more than expected shows that a page continues.
            #[cfg(feature = "brotli")]
            Decompressor::new(&page[levels..], 4096).take(values as u64 + 1).read_to_end(&mut data)?;
        }
        if data.len() == self.uncompressed {
            return Ok(data);
        }
        let found = if data.len() > self.uncompressed { "more".into() } else { data.len().to_string() };
        Err(broken(&format!("it has {found} bytes and not {}, as its header says", self.uncompressed)))
    }

    /// Writes a page with the header `bytes` and the uncompressed `data`. The sizes and the
    /// checksum in the header become those of `data`.
    pub(in crate::scan) fn write(&self, bytes: &[u8], data: &[u8], plain: &mut Vec<u8>) -> Result<()> {
        let size = i32::try_from(data.len()).map_err(|_| broken("it is larger than 2 GiB"))?;
        let mut places = vec![(&self.uncompressed_at, size), (&self.compressed_at, size)];
        if let Some((place, _)) = &self.checksum {
            places.push((place, crc32fast::hash(data).cast_signed()));
        }
        // The fields of a header can be in any order.
        places.sort_by_key(|(place, _)| place.start);
        let mut copied = 0;
        for (place, value) in places {
            plain.extend(&bytes[copied..place.start]);
            Thrift::write_i32(value, plain);
            copied = place.end;
        }
        plain.extend(&bytes[copied..]);
        plain.extend(data);
        Ok(())
    }
}

fn broken(what: &str) -> ParquetError {
    ParquetError::General(format!("a page in Brotli is broken: {what}"))
}

#[cfg(test)]
#[cfg(feature = "brotli")]
mod tests {
    use super::*;

    /// Returns a Brotli stream that stores its bytes uncompressed.
    fn stored(bytes: &[u8]) -> Vec<u8> {
        let begin = ((bytes.len() as u32 - 1) << 4) | (1 << 20);
        [&begin.to_le_bytes()[..3], bytes, &[3]].concat()
    }

    /// Returns the fields 1 to 4 of a header, and the rest of it.
    fn page(numbers: [i32; 4], rest: &[u8], data: &[u8]) -> Vec<u8> {
        let mut page = Vec::new();
        for number in numbers {
            page.push(0x15);
            Thrift::write_i32(number, &mut page);
        }
        [&page, rest, data].concat()
    }

    fn sum(bytes: &[u8]) -> i32 {
        crc32fast::hash(bytes).cast_signed()
    }

    /// A `DataPageHeader`: six values in plain encoding.
    const FIRST: &[u8] = &[0x1c, 0x15, 12, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0];

    #[test]
    fn a_page_keeps_all_but_its_size_and_checksum() {
        let data = b"a page of more than sixty-three bytes, whose size takes two bytes of the header";
        let size = data.len() as i32;
        let stream = stored(data);
        let header = |data: &[u8]| [0, size, data.len() as i32, sum(data)];
        let chunk = [page(header(&stream), FIRST, &stream), page(header(&stream), FIRST, &stream)].concat();
        let plain = [page(header(data), FIRST, data), page(header(data), FIRST, data)].concat();
        assert_eq!(decompressed(&chunk).unwrap(), plain);
    }

    #[test]
    fn the_levels_of_the_second_version_are_not_compressed() {
        // A `DataPageHeaderV2`: fields 5 and 6 are the lengths of the levels, 7 is whether it is
        // compressed.
        let rest = |flag: u8| [0x4c, 0x55, 4, 0x15, 2, flag, 0, 0];
        let page = |flag: u8, data: &[u8]| page([3, 8, data.len() as i32, sum(data)], &rest(flag), data);
        let data = b"defvalue";
        let compressed = [b"def", &stored(b"value")[..]].concat();
        assert_eq!(decompressed(&page(0x11, &compressed)).unwrap(), page(0x11, data));
        assert_eq!(decompressed(&page(0x12, data)).unwrap(), page(0x12, data));
    }

    #[test]
    fn a_page_without_values_has_no_stream() {
        let empty = page([0, 0, 0, 0], FIRST, &[]);
        assert_eq!(decompressed(&empty).unwrap(), empty);
    }

    #[test]
    fn broken_pages_are_refused() {
        let stream = stored(b"values");
        let size = stream.len() as i32;
        let refused = |numbers: [i32; 4], text: &str| {
            let error = decompressed(&page(numbers, FIRST, &stream)).unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        };
        refused([0, 6, size, 7], "checksum");
        refused([0, 7, size, sum(&stream)], "6 bytes and not 7");
        refused([0, 5, size, sum(&stream)], "more bytes and not 5");
        refused([0, 6, size + 1, sum(&stream)], "ends after its chunk");
        refused([0, -6, size, sum(&stream)], "cannot be read");
        assert!(
            decompressed(&page([0, 6, size - 1, sum(&stream[..stream.len() - 1])], FIRST, &stream)).is_err()
        );
        assert!(decompressed(&[0x15, 0x15]).is_err());
    }
}
