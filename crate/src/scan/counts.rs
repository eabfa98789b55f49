//! View counts from integers, decimals, floating point and text.
//!
//! Arrow's `cast` would do the half of it, and with it come the casts between all of Arrow's
//! types, some megabytes of WebAssembly.

use arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float16Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::instant::trimmed;
use crate::scan::unreadable::Tally;

/// The smallest power of two above every 64-bit integer; exact as a float.
const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

/// Reads a batch of counts; what is no whole number of 64 bits is null and counted.
pub(super) fn read_counts(array: &ArrayRef, tally: &mut Tally) -> Result<Int64Array> {
    Ok(match array.data_type() {
        DataType::Int64 => array.as_primitive().clone(),
        DataType::Int32 => numbers::<Int32Type>(array, tally, |value| Some(value.into())),
        DataType::Int16 => numbers::<Int16Type>(array, tally, |value| Some(value.into())),
        DataType::Int8 => numbers::<Int8Type>(array, tally, |value| Some(value.into())),
        DataType::UInt64 => numbers::<UInt64Type>(array, tally, |value| value.try_into().ok()),
        DataType::UInt32 => numbers::<UInt32Type>(array, tally, |value| Some(value.into())),
        DataType::UInt16 => numbers::<UInt16Type>(array, tally, |value| Some(value.into())),
        DataType::UInt8 => numbers::<UInt8Type>(array, tally, |value| Some(value.into())),
        DataType::Decimal32(..) => numbers::<Decimal32Type>(array, tally, |value| Some(value.into())),
        DataType::Decimal64(..) => numbers::<Decimal64Type>(array, tally, Some),
        DataType::Decimal128(..) => numbers::<Decimal128Type>(array, tally, |value| value.try_into().ok()),
        DataType::Decimal256(..) => {
            numbers::<Decimal256Type>(array, tally, |value| value.to_i128()?.try_into().ok())
        }
        DataType::Float16 => numbers::<Float16Type>(array, tally, |value| whole(value.to_f64())),
        DataType::Float32 => numbers::<Float32Type>(array, tally, |value| whole(value.into())),
        DataType::Float64 => numbers::<Float64Type>(array, tally, whole),
        DataType::Null => Int64Array::new_null(array.len()),
        DataType::BinaryView => texts(array.as_binary_view().iter(), tally),
        DataType::FixedSizeBinary(_) => texts(array.as_fixed_size_binary().iter(), tally),
        DataType::Dictionary(..) => {
            let dictionary = array.as_dictionary::<Int32Type>();
            let Some(values) = dictionary.values().as_binary_opt::<i32>() else {
                return Err(unexpected(dictionary.values().data_type()));
            };
            let rows = dictionary.keys().iter().map(|key| {
                let key = usize::try_from(key?).ok()?;
                values.is_valid(key).then(|| values.value(key))
            });
            texts(rows, tally)
        }
        other => return Err(unexpected(other)),
    })
}

fn unexpected(data_type: &DataType) -> Error {
    Error::new(ErrorCode::Internal, format!("a count column was read as {data_type}"))
}

fn whole(value: f64) -> Option<i64> {
    // Within these bounds and without a fraction the conversion is exact.
    (value.fract() == 0.0 && (-TWO_TO_63..TWO_TO_63).contains(&value)).then_some(value as i64)
}

fn numbers<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    tally: &mut Tally,
    count: impl Fn(T::Native) -> Option<i64>,
) -> Int64Array {
    let values = array.as_primitive::<T>().iter();
    values
        .map(|value| {
            let found = value.and_then(&count);
            if let (Some(value), None) = (value, found) {
                tally.add(1, || format!("{value:?}"));
            }
            found
        })
        .collect()
}

fn texts<'a>(values: impl Iterator<Item = Option<&'a [u8]>>, tally: &mut Tally) -> Int64Array {
    values
        .map(|value| {
            let count = value.and_then(|text| trimmed(text)?.parse().ok());
            if let (Some(text), None) = (value, count) {
                tally.add_bytes(text);
            }
            count
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use arrow::array::{BinaryViewArray, Decimal128Array, FixedSizeBinaryArray, Float64Array, UInt64Array};

    fn read(array: impl Array + 'static) -> (Vec<Option<i64>>, u64) {
        let array: ArrayRef = Arc::new(array);
        let mut tally = Tally::default();
        let counts = read_counts(&array, &mut tally).unwrap();
        (counts.iter().collect(), tally.rows)
    }

    #[test]
    fn only_whole_numbers_of_64_bits_are_counts() {
        assert_eq!(
            read(UInt64Array::from(vec![Some(1), None, Some(u64::MAX)])),
            (vec![Some(1), None, None], 1)
        );
        assert_eq!(
            read(Float64Array::from(vec![-0.0, 1.5, f64::NAN, TWO_TO_63, -TWO_TO_63])),
            (vec![Some(0), None, None, None, Some(i64::MIN)], 3)
        );
        let decimals = Decimal128Array::from(vec![i128::from(i64::MAX), i128::from(i64::MAX) + 1]);
        assert_eq!(read(decimals.with_precision_and_scale(38, 0).unwrap()), (vec![Some(i64::MAX), None], 1));
        assert_eq!(
            read(BinaryViewArray::from_iter_values(["-9223372036854775808", "1.0", "", " 1"])),
            (vec![Some(i64::MIN), None, None, Some(1)], 2)
        );
        let fixed = FixedSizeBinaryArray::try_from_iter(["12", "n/", "-1"].into_iter()).unwrap();
        assert_eq!(read(fixed), (vec![Some(12), None, Some(-1)], 1));
    }
}
