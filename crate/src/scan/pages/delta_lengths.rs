//! Decodes lengths in DELTA_BINARY_PACKED.

use crate::source::Thrift;

/// An iterator over an encoded list of 32-bit numbers. It ends early if the bytes end.
///
/// The layout is in the format's `Encodings.md`: the values per block, the miniblocks per block,
/// the number of values, the first value. Then come blocks of a minimum delta, a bit width per
/// miniblock, and the miniblocks, each of a multiple of 32 deltas.
pub(super) struct DeltaLengths<'a> {
    bytes: &'a [u8],
    /// The position of the next bytes, and the end of the current block.
    at: usize,
    block_end: usize,
    miniblocks: usize,
    of_miniblock: usize,
    left: u64,
    is_first: bool,
    last: i32,
    least: i32,
    /// The range of the widths of the block's remaining miniblocks.
    widths: std::ops::Range<usize>,
    /// The remaining deltas of the miniblock, the bits of each, and the bit after `at` where they
    /// begin.
    in_miniblock: usize,
    width: usize,
    bit: usize,
}

impl<'a> DeltaLengths<'a> {
    /// Returns `None` if the bytes do not begin with a list.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        // Numbers are encoded as in Thrift's compact protocol.
        let mut numbers = Thrift::new(bytes);
        let (of_block, miniblocks, left) = (numbers.varint()?, numbers.varint()?, numbers.varint()?);
        let first = number(&mut numbers)?;
        let at = bytes.len() - numbers.rest().len();
        let of_miniblock = usize::try_from(of_block.checked_div(miniblocks)?).ok()?;
        (of_miniblock > 0).then_some(Self {
            bytes,
            at,
            block_end: at,
            miniblocks: usize::try_from(miniblocks).ok()?,
            of_miniblock,
            left,
            is_first: true,
            last: first,
            least: 0,
            widths: 0..0,
            in_miniblock: 0,
            width: 0,
            bit: 0,
        })
    }

    /// Returns how many claimed values remain.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// Returns the end of the list, after all of it was read.
    pub(super) fn end(&self) -> usize {
        self.block_end.max(self.at)
    }

    fn begin_block(&mut self) -> Option<()> {
        let mut numbers = Thrift::new(self.bytes.get(self.at..)?);
        self.least = number(&mut numbers)?;
        self.at = self.bytes.len() - numbers.rest().len();
        self.widths = self.at..self.at.checked_add(self.miniblocks)?;
        let widths = self.bytes.get(self.widths.clone())?;
        self.at = self.widths.end;
        self.block_end = self.at;
        // Miniblocks after the last value have a width and no bytes.
        let some = self.left.div_ceil(self.of_miniblock as u64);
        for width in widths.iter().take(usize::try_from(some).unwrap_or(usize::MAX)) {
            let bytes = usize::from(*width).checked_mul(self.of_miniblock)? / 8;
            self.block_end = self.block_end.checked_add(bytes)?;
        }
        Some(())
    }

    fn delta(&mut self) -> Option<i32> {
        if self.in_miniblock == 0 {
            self.at += self.bit / 8;
            self.bit = 0;
            if self.widths.is_empty() {
                self.begin_block()?;
            }
            self.width = usize::from(*self.bytes.get(self.widths.next()?)?);
            self.in_miniblock = self.of_miniblock;
        }
        if self.width > 32 {
            return None;
        }
        let from = self.at + self.bit / 8;
        let bits = self.bytes.get(from..from + (self.bit % 8 + self.width).div_ceil(8))?;
        let packed = bits.iter().rev().fold(0_u64, |packed, &byte| packed << 8 | u64::from(byte));
        let mask = (1_u64 << self.width) - 1;
        self.bit += self.width;
        self.in_miniblock -= 1;
        Some((((packed >> ((self.bit - self.width) % 8)) & mask) as u32).cast_signed())
    }
}

impl Iterator for DeltaLengths<'_> {
    type Item = i32;

    fn next(&mut self) -> Option<i32> {
        if self.left == 0 {
            return None;
        }
        if !std::mem::take(&mut self.is_first) {
            let delta = self.delta()?;
            self.last = self.last.wrapping_add(self.least).wrapping_add(delta);
        }
        self.left -= 1;
        Some(self.last)
    }
}

/// Reads a number, of which the decoder keeps only the lower 32 bits.
fn number(numbers: &mut Thrift<'_>) -> Option<i32> {
    Some(numbers.integer()? as i32)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;
    use parquet::basic::Encoding;
    use parquet::data_type::Int32Type;
    use parquet::file::properties::WriterProperties;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use proptest::prelude::*;

    use super::*;

    /// Returns the page that parquet encodes of these values, and the bytes after it.
    fn encoded(values: &[i32]) -> Vec<u8> {
        let schema = parse_message_type("message m { required int32 n; }").unwrap();
        let properties = WriterProperties::builder()
            .set_dictionary_enabled(false)
            .set_encoding(Encoding::DELTA_BINARY_PACKED)
            .build();
        let mut file = Vec::new();
        let mut writer =
            SerializedFileWriter::new(&mut file, Arc::new(schema), Arc::new(properties)).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(values, None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
        let reader = SerializedFileReader::new(Bytes::from(file)).unwrap();
        let group = reader.get_row_group(0).unwrap();
        let mut pages = group.get_column_page_reader(0).unwrap();
        pages.get_next_page().unwrap().unwrap().buffer().to_vec()
    }

    proptest! {
        #[test]
        fn what_parquet_writes_is_read(values in prop_oneof![
            prop::collection::vec(any::<i32>(), 1..300),
            prop::collection::vec(0..1000_i32, 1..1000),
            prop::collection::vec(Just(7), 1..300),
        ]) {
            let mut bytes = encoded(&values);
            let length = bytes.len();
            bytes.extend([1, 2, 3]);
            let mut lengths = DeltaLengths::new(&bytes).unwrap();
            prop_assert_eq!(lengths.left(), values.len() as u64);
            prop_assert_eq!(lengths.by_ref().collect::<Vec<_>>(), values);
            prop_assert_eq!(lengths.end(), length);
        }

        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(lengths) = DeltaLengths::new(&bytes) {
                for _ in lengths.take(10_000) {}
            }
        }
    }
}
