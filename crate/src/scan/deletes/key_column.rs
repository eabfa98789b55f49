//! A column of keys.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, Time32MillisecondType, Time64MicrosecondType, Time64NanosecondType, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
};

use crate::scan::deletes::bytes_column::BytesColumn;

/// A column of keys, whose equal values have equal bytes.
pub(super) struct KeyColumn<'a> {
    array: &'a dyn Array,
    kind: u8,
    values: Values<'a>,
}

enum Values<'a> {
    Nulls,
    Bytes(BytesColumn<'a>),
    /// A number that is equal for equal values.
    Numbers(Box<dyn Fn(usize) -> i128 + 'a>),
}

impl<'a> KeyColumn<'a> {
    /// Creates a column; `None` if its type cannot be compared.
    pub(super) fn new(array: &'a ArrayRef) -> Option<Self> {
        let numbers = |kind, number| Some((kind, Values::Numbers(number)));
        let (kind, values) = match array.data_type() {
            DataType::Null => Some((0, Values::Nulls)),
            DataType::Boolean => {
                let values = array.as_boolean();
                numbers(1, Box::new(move |row| i128::from(values.value(row))))
            }
            DataType::Int8 => numbers(2, scaled::<Int8Type>(array, 1)),
            DataType::Int16 => numbers(2, scaled::<Int16Type>(array, 1)),
            DataType::Int32 => numbers(2, scaled::<Int32Type>(array, 1)),
            DataType::Int64 => numbers(2, scaled::<Int64Type>(array, 1)),
            DataType::Float32 => {
                let values = array.as_primitive::<Float32Type>();
                numbers(3, Box::new(move |row| bits(f64::from(values.value(row)))))
            }
            DataType::Float64 => {
                let values = array.as_primitive::<Float64Type>();
                numbers(3, Box::new(move |row| bits(values.value(row))))
            }
            DataType::Decimal128(_, scale) => {
                // The scale of a column never changes.
                numbers(4_u8.wrapping_add(scale.cast_unsigned() << 3), scaled::<Decimal128Type>(array, 1))
            }
            DataType::Date32 => numbers(5, scaled::<Date32Type>(array, 1)),
            DataType::Timestamp(TimeUnit::Millisecond, _) => {
                numbers(6, scaled::<TimestampMillisecondType>(array, 1_000_000))
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                numbers(6, scaled::<TimestampMicrosecondType>(array, 1_000))
            }
            DataType::Timestamp(TimeUnit::Nanosecond, _) => {
                numbers(6, scaled::<TimestampNanosecondType>(array, 1))
            }
            DataType::Time32(TimeUnit::Millisecond) => {
                numbers(7, scaled::<Time32MillisecondType>(array, 1_000_000))
            }
            DataType::Time64(TimeUnit::Microsecond) => {
                numbers(7, scaled::<Time64MicrosecondType>(array, 1_000))
            }
            DataType::Time64(TimeUnit::Nanosecond) => numbers(7, scaled::<Time64NanosecondType>(array, 1)),
            _ => BytesColumn::new(array).map(|bytes| (15, Values::Bytes(bytes))),
        }?;
        Some(Self { array, kind, values })
    }

    /// Returns the kind of its values: values of different kinds cannot be compared. It is 0 if all
    /// are null.
    pub(super) fn kind(&self) -> u8 {
        if self.array.null_count() == self.array.len() { 0 } else { self.kind }
    }

    /// Appends the value of a row to its key.
    pub(super) fn append(&self, row: usize, key: &mut Vec<u8>) {
        let is_null = self.array.is_null(row) || matches!(self.values, Values::Nulls);
        key.push(u8::from(!is_null));
        if is_null {
            return;
        }
        match &self.values {
            Values::Nulls => {}
            Values::Numbers(number) => key.extend(number(row).to_le_bytes()),
            Values::Bytes(column) => {
                let bytes = column.value(row);
                key.extend((bytes.len() as u64).to_le_bytes());
                key.extend(bytes);
            }
        }
    }
}

fn scaled<T: ArrowPrimitiveType<Native: Into<i128>>>(
    array: &ArrayRef,
    units: i128,
) -> Box<dyn Fn(usize) -> i128 + '_> {
    let values = array.as_primitive::<T>();
    Box::new(move |row| values.value(row).into() * units)
}

/// Returns the bits of a number; all that are not numbers are equal.
fn bits(value: f64) -> i128 {
    i128::from(if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() })
}
