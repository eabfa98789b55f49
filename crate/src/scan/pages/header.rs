//! The header of each page of a column chunk.

use std::ops::Range;

use parquet::basic::Encoding;

use crate::source::Thrift;

/// The maximum depth of nested structures in a page's header.
const MAX_DEPTH: u32 = 32;

/// `PageType` in the format's `parquet.thrift`.
pub(super) const DATA_PAGE: i64 = 0;
pub(super) const INDEX_PAGE: i64 = 1;
pub(super) const DICTIONARY_PAGE: i64 = 2;
pub(super) const DATA_PAGE_V2: i64 = 3;

/// `Encoding` in the same file.
pub(super) const PLAIN: i64 = 0;
pub(super) const PLAIN_DICTIONARY: i64 = 2;
pub(super) const DELTA_LENGTH_BYTE_ARRAY: i64 = 6;
pub(super) const DELTA_BYTE_ARRAY: i64 = 7;
pub(super) const RLE_DICTIONARY: i64 = 8;
pub(super) const BYTE_STREAM_SPLIT: i64 = 9;

/// Returns whether a number stands for an encoding of the format.
pub(super) fn is_encoding(number: i64) -> bool {
    Encoding::VARIANTS.iter().any(|&known| i64::from(known as i32) == number)
}

/// A page's header, without its statistics.
pub(super) struct PageHeader {
    /// The length of the header.
    pub(super) length: usize,
    pub(super) kind: i64,
    pub(super) uncompressed: usize,
    pub(super) uncompressed_at: Range<usize>,
    pub(super) compressed: usize,
    pub(super) compressed_at: Range<usize>,
    pub(super) checksum: Option<(Range<usize>, u32)>,
    /// The length of the levels at the page's start that are never compressed.
    pub(super) levels: usize,
    pub(super) is_compressed: bool,
    /// How many values it has, including nulls, and their encoding.
    pub(super) values: i64,
    pub(super) encoding: i64,
    /// The encoding of the definition levels of a page of the first version.
    pub(super) level_encoding: i64,
    /// Whether it has every field that a page of the first version or a dictionary must have.
    pub(super) is_complete: bool,
}

impl PageHeader {
    /// Parses the header at the start of the bytes. Returns `None` if it is missing, truncated, or
    /// ambiguous. The decoder trusts a field's number and not its kind, takes the last of repeated
    /// fields, and the lower bits of a number that has too many.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut thrift = Thrift::new(bytes);
        let (mut kind, mut uncompressed, mut compressed, mut checksum) = (None, None, None, None);
        let mut data = None;
        let mut before = 0;
        while let Some((field, of)) = thrift.field(before)? {
            if field <= before {
                return None;
            }
            before = field;
            let start = bytes.len() - thrift.rest().len();
            match (field, of) {
                (1..=4, Thrift::I32) => {
                    let value = thrift.i32()?;
                    let place = start..bytes.len() - thrift.rest().len();
                    match field {
                        1 => kind = Some(value.into()),
                        2 => uncompressed = Some((usize::try_from(value).ok()?, place)),
                        3 => compressed = Some((usize::try_from(value).ok()?, place)),
                        _ => checksum = Some((place, value.cast_unsigned())),
                    }
                }
                (5 | 7 | 8, Thrift::STRUCT) => {
                    let (of_kind, encoding_at) = match field {
                        5 => (DATA_PAGE, 2),
                        7 => (DICTIONARY_PAGE, 2),
                        _ => (DATA_PAGE_V2, 4),
                    };
                    if kind != Some(of_kind) {
                        return None;
                    }
                    data = Some(Data::read(&mut thrift, encoding_at)?);
                }
                (1..=5 | 7 | 8, _) => return None,
                _ => thrift.skip(of, MAX_DEPTH)?,
            }
        }
        let (compressed, compressed_at) = compressed?;
        if data.is_none() && kind != Some(INDEX_PAGE) {
            return None;
        }
        let Data { values, encoding, level_encoding, levels, is_compressed, fields } =
            data.unwrap_or(Data::NONE);
        let (kind, (uncompressed, uncompressed_at)) = (kind?, uncompressed?);
        if values < 0 || levels > uncompressed.min(compressed) {
            return None;
        }
        Some(Self {
            length: bytes.len() - thrift.rest().len(),
            kind,
            uncompressed,
            uncompressed_at,
            compressed,
            compressed_at,
            checksum,
            levels,
            is_compressed,
            values,
            encoding,
            level_encoding,
            is_complete: fields == if kind == DATA_PAGE { 0b1111 } else { 0b11 },
        })
    }
}

/// The header of one kind of page.
struct Data {
    values: i64,
    encoding: i64,
    level_encoding: i64,
    levels: usize,
    is_compressed: bool,
    /// Which of the number of values and known encodings it has, bit 0 for field 1.
    fields: u8,
}

impl Data {
    const NONE: Self =
        Self { values: 0, encoding: 0, level_encoding: 0, levels: 0, is_compressed: true, fields: 0 };

    /// Parses a `DataPageHeader` or `DictionaryPageHeader`, with the encoding in field 2, or a
    /// `DataPageHeaderV2`, with it in field 4.
    fn read(thrift: &mut Thrift<'_>, encoding_at: i64) -> Option<Self> {
        let mut data = Self::NONE;
        let mut before = 0;
        while let Some((field, of)) = thrift.field(before)? {
            if field <= before {
                return None;
            }
            before = field;
            match (field, of) {
                (1, Thrift::I32) => {
                    data.values = thrift.i32()?.into();
                    data.fields |= 1;
                }
                (2..=4, Thrift::I32) => {
                    let value = thrift.i32()?.into();
                    data.fields |= u8::from(is_encoding(value)) << (field - 1);
                    if field == encoding_at {
                        data.encoding = value;
                    } else if field == 3 {
                        data.level_encoding = value;
                    }
                }
                (5 | 6, Thrift::I32) if encoding_at == 4 => {
                    data.levels = data.levels.checked_add(usize::try_from(thrift.i32()?).ok()?)?;
                }
                (7, Thrift::TRUE | Thrift::FALSE) => data.is_compressed = of == Thrift::TRUE,
                (1, _) => return None,
                (2..=7, _) if field == encoding_at || field > 4 && encoding_at == 4 => return None,
                _ => thrift.skip(of, MAX_DEPTH)?,
            }
        }
        Some(data)
    }
}
