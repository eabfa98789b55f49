//! Ids from text and binary of every layout.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BinaryViewArray, BinaryViewBuilder, FixedSizeBinaryArray,
    new_null_array,
};
use arrow::datatypes::{DataType, Int32Type};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::columns::tally::Tally;
use crate::scan::{Dictionary, Ids};

/// Reads one id column of one row group.
#[derive(Debug, Default)]
pub(super) struct IdReader {
    last: Option<Known>,
}

/// A checked dictionary, with the array that it came from.
#[derive(Debug)]
struct Known {
    source: ArrayRef,
    dictionary: Arc<Dictionary>,
    /// The codes of values that are not UTF-8; almost always empty.
    bad: Vec<i32>,
}

impl IdReader {
    /// Returns the ids of an array. `are_ascii` if all its views are.
    pub(super) fn read(&mut self, array: &ArrayRef, are_ascii: bool, tally: &mut Tally) -> Result<Ids> {
        match array.data_type() {
            DataType::Dictionary(..) => self.read_dictionary(array, tally),
            DataType::BinaryView if are_ascii => Ok(Ids::Plain(array.as_binary_view().clone())),
            DataType::BinaryView => Ok(Ids::Plain(checked(array.as_binary_view(), tally))),
            DataType::FixedSizeBinary(_) => {
                let values: &FixedSizeBinaryArray = array.as_fixed_size_binary();
                let unpadded = values.iter().map(|value| value.map(unpadded));
                Ok(Ids::Plain(checked(&unpadded.collect(), tally)))
            }
            DataType::Null => Ok(Ids::Plain(BinaryViewArray::new_null(array.len()))),
            other => Err(Error::new(ErrorCode::Internal, format!("an id column was read as {other}"))),
        }
    }

    fn read_dictionary(&mut self, array: &ArrayRef, tally: &mut Tally) -> Result<Ids> {
        let array = array.as_dictionary::<Int32Type>();
        let known = match self.last.take() {
            Some(known) if same(&known.source, array.values()) => known,
            _ => Known::new(array.values())?,
        };
        if !known.bad.is_empty() {
            for code in array.keys().iter().flatten().filter(|code| known.bad.contains(code)) {
                let source = known.source.as_binary::<i32>();
                tally.add_bytes(source.value(usize::try_from(code).unwrap_or_default()));
            }
        }
        let ids = Ids::Dictionary { dictionary: known.dictionary.clone(), codes: array.keys().clone() };
        self.last = Some(known);
        Ok(ids)
    }
}

impl Known {
    fn new(source: &ArrayRef) -> Result<Self> {
        let Some(values) = source.as_binary_opt::<i32>() else {
            let found = source.data_type();
            return Err(Error::new(ErrorCode::Internal, format!("a dictionary of ids was read as {found}")));
        };
        let bad: Vec<i32> = (0..)
            .zip(values.iter())
            .filter(|(_, value)| value.is_some_and(|value| std::str::from_utf8(value).is_err()))
            .map(|(code, _)| code)
            .collect();
        let values = if bad.is_empty() {
            values.clone()
        } else {
            values.iter().map(|value| value.filter(|value| std::str::from_utf8(value).is_ok())).collect()
        };
        Ok(Self { source: source.clone(), dictionary: Arc::new(Dictionary { values }), bad })
    }
}

/// Returns whether two dictionaries are one allocation. The kept one is alive, so its memory cannot
/// be reused.
pub(super) fn same(a: &ArrayRef, b: &ArrayRef) -> bool {
    a.len() == b.len() && a.to_data().ptr_eq(&b.to_data())
}

fn checked(values: &BinaryViewArray, tally: &mut Tally) -> BinaryViewArray {
    if values.views().iter().all(|&view| is_short_ascii(view)) {
        return values.clone();
    }
    let good = |value: &[u8]| value.is_ascii() || std::str::from_utf8(value).is_ok();
    if values.iter().flatten().all(good) {
        return values.clone();
    }
    let mut builder = BinaryViewBuilder::with_capacity(values.len());
    for value in values {
        if let Some(bad) = value.filter(|value| !good(value)) {
            tally.add_bytes(bad);
        }
        builder.append_option(value.filter(|value| good(value)));
    }
    builder.finish()
}

/// Returns an id of a fixed-length column without the zero bytes that pad it.
fn unpadded(id: &[u8]) -> &[u8] {
    let length = id.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    &id[..length]
}

/// Returns whether a view contains its whole text, at most 12 bytes, all of them ASCII.
fn is_short_ascii(view: u128) -> bool {
    const HIGH_BITS: u128 = 0x8080_8080_8080_8080_8080_8080_0000_0000;
    // The lower half of the word begins with the length.
    view as u32 <= 12 && view & HIGH_BITS == 0
}

/// Returns a column with the same text in each row, as a dictionary of one value.
pub(super) fn constant(value: Option<&str>, rows: usize) -> ArrayRef {
    let data_type = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Binary));
    let Some(value) = value else { return new_null_array(&data_type, rows) };
    let values: ArrayRef = Arc::new(BinaryArray::from_vec(vec![value.as_bytes()]));
    let keys = arrow::array::Int32Array::from(vec![0; rows]);
    Arc::new(arrow::array::DictionaryArray::new(keys, values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{DictionaryArray, Int32Array};

    #[test]
    fn text_that_is_not_utf8_is_null_and_counted() {
        let values: ArrayRef = Arc::new(BinaryArray::from_vec(vec![b"ok", b"\xff\xfe"]));
        let keys = Int32Array::from(vec![Some(0), Some(1), None, Some(1)]);
        let array: ArrayRef = Arc::new(DictionaryArray::new(keys, values));
        let (mut reader, mut tally) = (IdReader::default(), Tally::default());
        let ids = reader.read(&array, false, &mut tally).unwrap();
        assert_eq!(
            (0..4).map(|row| ids.value(row)).collect::<Vec<_>>(),
            [Some(&b"ok"[..]), None, None, None]
        );
        assert_eq!((tally.rows, tally.example.as_deref()), (2, Some("\\xff\\xfe")));

        let plain: ArrayRef = Arc::new(BinaryViewArray::from(vec![Some(&b"\xc3"[..]), Some("é".as_bytes())]));
        let ids = reader.read(&plain, false, &mut tally).unwrap();
        assert_eq!((ids.value(0), ids.value(1)), (None, Some("é".as_bytes())));
        assert_eq!(tally.rows, 3);
    }

    #[test]
    fn ids_of_a_fixed_length_lose_their_padding() {
        let ids = [b"abc", b"a\0\0", b"\0b\0", b"\0\0\0"];
        let array: ArrayRef = Arc::new(FixedSizeBinaryArray::try_from_iter(ids.into_iter()).unwrap());
        let ids = IdReader::default().read(&array, false, &mut Tally::default()).unwrap();
        let read: Vec<_> = (0..4).map(|row| ids.value(row).unwrap()).collect();
        assert_eq!(read, [&b"abc"[..], b"a", b"\0b", b""]);
    }
}
