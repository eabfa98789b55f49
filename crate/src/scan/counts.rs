//! View counts from integers, decimals, floating point and text.

use arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use arrow::compute::{CastOptions, cast, cast_with_options};
use arrow::datatypes::{DataType, Float64Type, Int32Type};
use arrow::util::display::array_value_to_string;

use crate::error::{Error, ErrorCode, Result};
use crate::scan::instant::trimmed;
use crate::scan::unreadable::Tally;

/// The smallest power of two above every 64-bit integer; exact as a float.
const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

/// Reads a batch of counts; what is no whole number of 64 bits is null and counted.
pub(super) fn read_counts(array: &ArrayRef, tally: &mut Tally) -> Result<Int64Array> {
    match array.data_type() {
        DataType::Int64 => Ok(array.as_primitive().clone()),
        DataType::Null => Ok(Int64Array::new_null(array.len())),
        data_type if data_type.is_integer() || data_type.is_decimal() => {
            let counts = cast_with_options(
                array,
                &DataType::Int64,
                &CastOptions { safe: true, ..Default::default() },
            )?;
            tally_lost(array, &counts, tally);
            Ok(counts.as_primitive().clone())
        }
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            let floats = cast(array, &DataType::Float64)?;
            let counts = floats.as_primitive::<Float64Type>().iter().map(|value| value.and_then(whole));
            let counts: Int64Array = counts.collect();
            tally_lost(array, &counts, tally);
            Ok(counts)
        }
        DataType::BinaryView => Ok(texts(array.as_binary_view().iter(), tally)),
        DataType::Dictionary(..) => {
            let dictionary = array.as_dictionary::<Int32Type>();
            let Some(values) = dictionary.values().as_binary_opt::<i32>() else {
                return Err(unexpected(dictionary.values().data_type()));
            };
            let rows = dictionary.keys().iter().map(|key| {
                let key = usize::try_from(key?).ok()?;
                values.is_valid(key).then(|| values.value(key))
            });
            Ok(texts(rows, tally))
        }
        other => Err(unexpected(other)),
    }
}

fn unexpected(data_type: &DataType) -> Error {
    Error::new(ErrorCode::Internal, format!("a count column was read as {data_type}"))
}

fn whole(value: f64) -> Option<i64> {
    // Within these bounds and without a fraction the conversion is exact.
    #[allow(clippy::cast_possible_truncation)]
    (value.fract() == 0.0 && (-TWO_TO_63..TWO_TO_63).contains(&value)).then_some(value as i64)
}

fn tally_lost(array: &ArrayRef, counts: &dyn Array, tally: &mut Tally) {
    let lost = counts.null_count().saturating_sub(array.null_count());
    if lost == 0 {
        return;
    }
    let first = (0..array.len()).find(|&row| array.is_valid(row) && counts.is_null(row));
    tally.add(lost as u64, || {
        first.and_then(|row| array_value_to_string(array, row).ok()).unwrap_or_default()
    });
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
    use arrow::array::{BinaryViewArray, Decimal128Array, Float64Array, UInt64Array};

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
    }
}
