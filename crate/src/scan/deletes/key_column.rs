//! A column of keys.

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray};
use arrow::buffer::Buffer;
use arrow::datatypes::{DataType, TimeUnit};

use crate::scan::deletes::bytes_column::BytesColumn;
use crate::source::table::{KIND_OF_BYTES, KIND_OF_NULLS, KIND_OF_NUMBERS};

/// A column of keys. Equal values have equal bytes.
pub(super) struct KeyColumn<'a> {
    array: &'a dyn Array,
    kind: u8,
    values: Values<'a>,
}

enum Values<'a> {
    Nulls,
    Booleans(&'a BooleanArray),
    Bytes(BytesColumn<'a>),
    /// Whole numbers, and the factor that converts them to the unit of their kind.
    Numbers(Numbers, i128),
    /// Floating-point numbers.
    Reals(Numbers),
}

/// Numbers of one width.
struct Numbers {
    bytes: Buffer,
    width: usize,
    /// The index of the first value in `bytes`.
    first: usize,
}

impl Numbers {
    fn new(array: &dyn Array) -> Option<Self> {
        let data = array.to_data();
        let width = data.data_type().primitive_width()?;
        Some(Self { bytes: data.buffers().first()?.clone(), width, first: data.offset() })
    }

    /// Returns the number of a row with its sign.
    fn value(&self, row: usize) -> i128 {
        let at = (self.first + row) * self.width;
        let stored = self.bytes.get(at..at + self.width).unwrap_or_default();
        let sign = if stored.last().is_some_and(|&byte| byte >= 0x80) { 0xff } else { 0 };
        let mut wide = [sign; 16];
        wide[..stored.len()].copy_from_slice(stored);
        i128::from_le_bytes(wide)
    }
}

impl<'a> KeyColumn<'a> {
    /// Creates a column; `None` if its type cannot be compared.
    pub(super) fn new(array: &'a ArrayRef) -> Option<Self> {
        let (kind, units) = match array.data_type() {
            DataType::Null => (KIND_OF_NULLS, 0),
            DataType::Boolean => (1, 0),
            DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => (KIND_OF_NUMBERS, 1),
            DataType::Float32 | DataType::Float64 => (3, 0),
            // Iceberg does not allow the scale of a column to change, so the kind can include it.
            DataType::Decimal128(_, scale) => (4_u8.wrapping_add(scale.cast_unsigned() << 3), 1),
            DataType::Date32 => (5, 1),
            DataType::Timestamp(TimeUnit::Millisecond, _) => (6, 1_000_000),
            DataType::Timestamp(TimeUnit::Microsecond, _) => (6, 1_000),
            DataType::Timestamp(TimeUnit::Nanosecond, _) => (6, 1),
            DataType::Time32(TimeUnit::Millisecond) => (7, 1_000_000),
            DataType::Time64(TimeUnit::Microsecond) => (7, 1_000),
            DataType::Time64(TimeUnit::Nanosecond) => (7, 1),
            _ => (KIND_OF_BYTES, 0),
        };
        let values = match kind {
            KIND_OF_NULLS => Values::Nulls,
            KIND_OF_BYTES => Values::Bytes(BytesColumn::new(array)?),
            1 => Values::Booleans(array.as_boolean()),
            3 => Values::Reals(Numbers::new(array)?),
            _ => Values::Numbers(Numbers::new(array)?, units),
        };
        Some(Self { array, kind, values })
    }

    /// Returns the kind of the values. Values of different kinds cannot be compared. The kind is
    /// [`KIND_OF_NULLS`] if all values are null.
    pub(super) fn kind(&self) -> u8 {
        if self.array.null_count() == self.array.len() { KIND_OF_NULLS } else { self.kind }
    }

    /// Appends the value of a row to its key: see [`StoredValues`](crate::source::table::StoredValues).
    pub(super) fn append(&self, row: usize, key: &mut Vec<u8>) {
        let is_null = self.array.is_null(row) || matches!(self.values, Values::Nulls);
        key.push(u8::from(!is_null));
        if is_null {
            return;
        }
        let number = match &self.values {
            Values::Nulls => return,
            Values::Bytes(column) => {
                let bytes = column.value(row);
                key.extend((bytes.len() as u64).to_le_bytes());
                key.extend(bytes);
                return;
            }
            Values::Booleans(values) => i128::from(values.value(row)),
            Values::Numbers(numbers, units) => numbers.value(row) * units,
            Values::Reals(numbers) if numbers.width == 4 => {
                bits(f64::from(f32::from_bits(numbers.value(row) as u32)))
            }
            Values::Reals(numbers) => bits(f64::from_bits(numbers.value(row) as u64)),
        };
        key.extend(number.to_le_bytes());
    }
}

/// Returns the bits of a number; all NaNs have the same bits.
fn bits(value: f64) -> i128 {
    i128::from(if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() })
}
