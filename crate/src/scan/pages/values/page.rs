//! A page, decompressed, and where its values are.

use arrow::buffer::Buffer;
use parquet::basic::{Compression, Encoding};

use crate::scan::pages::header::{
    DATA_PAGE, DICTIONARY_PAGE, PLAIN, PLAIN_DICTIONARY, PageHeader, RLE_DICTIONARY,
};
use crate::scan::pages::values::codec::decompress;
use crate::scan::pages::values::hybrid::{Hybrid, SPARE};

/// A page of data or a dictionary.
#[derive(Debug)]
pub(super) struct Page {
    /// The page without compression, and [`SPARE`] bytes.
    pub(super) bytes: Buffer,
    /// Where its next values begin, and where it ends.
    pub(super) at: usize,
    pub(super) end: usize,
    /// How many of its values were not read yet.
    pub(super) left: usize,
    pub(super) values: Values,
}

/// How a page stores its values.
#[derive(Debug)]
pub(super) enum Values {
    /// One after the other.
    Plain,
    /// As codes of the chunk's dictionary.
    Codes(Hybrid),
    /// The page is a dictionary.
    Dictionary,
}

impl Page {
    /// Returns the page before the first.
    pub(super) fn none() -> Self {
        Self { bytes: Buffer::default(), at: 0, end: 0, left: 0, values: Values::Plain }
    }

    /// Reads the page at the start of a chunk's bytes, and returns its length. The memory of this
    /// page is used again, unless arrays still refer to it.
    pub(super) fn read(&mut self, chunk: &[u8], codec: Compression, has_levels: bool) -> Option<usize> {
        let header = PageHeader::read(chunk)?;
        if !header.is_complete {
            return None;
        }
        let length = header.length.checked_add(header.compressed)?;
        let stored = chunk.get(header.length..length)?;
        if header.checksum.as_ref().is_some_and(|(_, sum)| *sum != crc32fast::hash(stored)) {
            return None;
        }
        let mut bytes = std::mem::take(&mut self.bytes).into_vec::<u8>().unwrap_or_default();
        *self = Self::none();
        if header.kind == DATA_PAGE && header.values == 0 {
            self.bytes = bytes.into();
            return Some(length);
        }
        bytes.resize(header.uncompressed.checked_add(SPARE)?, 0);
        decompress(codec, stored, &mut bytes[..header.uncompressed])?;
        (self.end, self.left) = (header.uncompressed, usize::try_from(header.values).ok()?);
        self.values = match header.kind {
            DICTIONARY_PAGE if matches!(header.encoding, PLAIN | PLAIN_DICTIONARY) => Values::Dictionary,
            DATA_PAGE => {
                if has_levels {
                    self.at = Self::end_of_levels(&header, &bytes)?;
                }
                match header.encoding {
                    PLAIN => Values::Plain,
                    PLAIN_DICTIONARY | RLE_DICTIONARY => {
                        let bits = *bytes.get(self.at..self.end)?.first()?;
                        Values::Codes(Hybrid::new(bits.into(), self.at + 1, self.end)?)
                    }
                    _ => return None,
                }
            }
            _ => return None,
        };
        self.bytes = bytes.into();
        Some(length)
    }

    /// Returns where the definition levels end, if they say that no value is null.
    fn end_of_levels(header: &PageHeader, bytes: &[u8]) -> Option<usize> {
        if header.level_encoding != i64::from(Encoding::RLE as i32) {
            return None;
        }
        let start = size_of::<u32>();
        let length = usize::try_from(u32::from_le_bytes(*bytes.first_chunk()?)).ok()?;
        let end = start.checked_add(length).filter(|&end| end <= header.uncompressed)?;
        let count = usize::try_from(header.values).ok()?;
        Hybrid::new(1, start, end)?.are_all(bytes, count, 1)?.then_some(end)
    }
}
