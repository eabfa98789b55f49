//! Text or binary in one of the forms in which it is decoded.

use arrow::array::{Array, AsArray, BinaryArray, BinaryViewArray, DictionaryArray, FixedSizeBinaryArray};
use arrow::datatypes::{DataType, Int32Type};

/// A column of text or binary.
pub(super) enum BytesColumn<'a> {
    Plain(&'a BinaryArray),
    Views(&'a BinaryViewArray),
    Dictionary(&'a DictionaryArray<Int32Type>, &'a BinaryArray),
    Fixed(&'a FixedSizeBinaryArray),
}

impl<'a> BytesColumn<'a> {
    /// Returns the column; `None` for another type.
    pub(super) fn new(array: &'a dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Binary => Self::Plain(array.as_binary()),
            DataType::BinaryView => Self::Views(array.as_binary_view()),
            DataType::FixedSizeBinary(_) => Self::Fixed(array.as_fixed_size_binary()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_dictionary_opt::<Int32Type>()?;
                Self::Dictionary(dictionary, dictionary.values().as_binary_opt()?)
            }
            _ => return None,
        })
    }

    /// Returns the value of a row that is not null.
    pub(super) fn value(&self, row: usize) -> &'a [u8] {
        match *self {
            Self::Plain(array) => array.value(row),
            Self::Views(array) => array.value(row),
            Self::Fixed(array) => array.value(row),
            Self::Dictionary(keys, values) => {
                let key = usize::try_from(keys.keys().value(row)).unwrap_or_default();
                if key < values.len() { values.value(key) } else { &[] }
            }
        }
    }
}
