//! View counts from integers, decimals, floating point and text.
//!
//! Written without Arrow's `cast`: see `docs/design/own-code/counts.md`.

use arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType,
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type, i256,
};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::columns::instant::trimmed;
use crate::scan::columns::tally::Tally;

/// The smallest power of two above every 64-bit integer; exact as a float.
const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

/// Reads a batch of counts. A value that is not a whole number of 64 bits is null and counted.
pub(in crate::scan) fn read_counts(array: &ArrayRef, tally: &mut Tally) -> Result<Int64Array> {
    Ok(match array.data_type() {
        DataType::Int64 => array.as_primitive().clone(),
        DataType::Int32 => numbers::<Int32Type>(array, tally, |value| Some(value.into())),
        DataType::Int16 => numbers::<Int16Type>(array, tally, |value| Some(value.into())),
        DataType::Int8 => numbers::<Int8Type>(array, tally, |value| Some(value.into())),
        DataType::UInt64 => numbers::<UInt64Type>(array, tally, |value| value.try_into().ok()),
        DataType::UInt32 => numbers::<UInt32Type>(array, tally, |value| Some(value.into())),
        DataType::UInt16 => numbers::<UInt16Type>(array, tally, |value| Some(value.into())),
        DataType::UInt8 => numbers::<UInt8Type>(array, tally, |value| Some(value.into())),
        DataType::Decimal32(_, 0) => numbers::<Decimal32Type>(array, tally, |value| Some(value.into())),
        DataType::Decimal64(_, 0) => numbers::<Decimal64Type>(array, tally, Some),
        DataType::Decimal32(_, scale) => {
            let unit = ten_to(*scale)?;
            decimals::<Decimal32Type>(array, tally, |value| in_units(value.into(), unit))
        }
        DataType::Decimal64(_, scale) => {
            let unit = ten_to(*scale)?;
            decimals::<Decimal64Type>(array, tally, |value| in_units(value.into(), unit))
        }
        DataType::Decimal128(_, scale) => {
            let unit = ten_to(*scale)?;
            decimals::<Decimal128Type>(array, tally, |value| in_units(value, unit))
        }
        DataType::Decimal256(_, scale) => {
            let unit = i256::from_i128(10).checked_pow((*scale).max(0).cast_unsigned().into());
            let unit = unit.ok_or_else(|| unexpected(array.data_type()))?;
            decimals::<Decimal256Type>(array, tally, |value| {
                let whole = value.checked_rem(unit)? == i256::ZERO;
                let count = value.checked_div(unit)?.to_i128()?.try_into().ok()?;
                whole.then_some(count)
            })
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

/// Returns ten to the power of `scale`. A decimal of 128 bits has at most 38 digits.
fn ten_to(scale: i8) -> Result<i128> {
    let unit = 10_i128.checked_pow(scale.max(0).cast_unsigned().into());
    unit.ok_or_else(|| Error::new(ErrorCode::Unsupported, format!("a decimal has the scale {scale}")))
}

fn in_units(value: i128, unit: i128) -> Option<i64> {
    (value % unit == 0).then(|| (value / unit).try_into().ok()).flatten()
}

/// Parses a whole number of 64 bits: a sign, digits, and a fraction or an exponent if the value is
/// whole. It is exact, without floating point.
pub(in crate::scan) fn parse_count(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| parse_whole_decimal(text))
}

/// The digits of the largest 64-bit integer.
const MAX_DIGITS: i64 = 19;

fn parse_whole_decimal(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        None => (unsigned, 0),
        Some((number, exponent)) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digits.is_empty() || !all_digits(digits) {
                return None;
            }
            // A larger exponent fits only zero.
            let size = digits
                .bytes()
                .fold(0_i64, |value, digit| (value * 10 + i64::from(digit - b'0')).min(i64::from(i32::MAX)));
            (number, if exponent.starts_with('-') { -size } else { size })
        }
    };
    let (whole, fraction) = match number.split_once('.') {
        None => (number, ""),
        Some((_, "")) => return None,
        Some(parts) => parts,
    };
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let Some(first) = digits.iter().position(|&digit| digit != b'0') else { return Some(0) };
    let last = digits.iter().rposition(|&digit| digit != b'0')?;
    let significant = &digits[first..=last];
    // The value is those digits times ten to this power.
    let zeros = i64::try_from(digits.len() - 1 - last).ok()?;
    let power = exponent + zeros - i64::try_from(fraction.len()).ok()?;
    if power < 0 || i64::try_from(significant.len()).ok()? + power > MAX_DIGITS {
        return None;
    }
    let value = significant.iter().fold(0_i128, |value, digit| value * 10 + i128::from(digit - b'0'));
    let value = value * 10_i128.checked_pow(u32::try_from(power).ok()?)?;
    i64::try_from(if text.starts_with('-') { -value } else { value }).ok()
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
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
    read_numbers::<T>(array, tally, count, |value| format!("{value:?}"))
}

fn decimals<T: DecimalType>(
    array: &ArrayRef,
    tally: &mut Tally,
    count: impl Fn(T::Native) -> Option<i64>,
) -> Int64Array {
    let typed = array.as_primitive::<T>();
    let (precision, scale) = (typed.precision(), typed.scale());
    read_numbers::<T>(array, tally, count, |value| T::format_decimal(value, precision, scale))
}

/// Reads numbers; `text` formats one that is not a count.
fn read_numbers<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    tally: &mut Tally,
    count: impl Fn(T::Native) -> Option<i64>,
    text: impl Fn(T::Native) -> String,
) -> Int64Array {
    let values = array.as_primitive::<T>().iter();
    values
        .map(|value| {
            let found = value.and_then(&count);
            if let (Some(value), None) = (value, found) {
                tally.add(1, || text(value));
            }
            found
        })
        .collect()
}

fn texts<'a>(values: impl Iterator<Item = Option<&'a [u8]>>, tally: &mut Tally) -> Int64Array {
    values
        .map(|value| {
            let count = value.and_then(|text| parse_count(trimmed(text)?));
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
    fn text_of_whole_numbers_is_exact() {
        for (text, expected) in [
            ("148419.0", Some(148_419)),
            ("+5.000", Some(5)),
            ("-0.0", Some(0)),
            ("1.5e3", Some(1_500)),
            ("1E2", Some(100)),
            ("1e+2", Some(100)),
            ("1500e-2", Some(15)),
            ("1.50e1", Some(15)),
            ("0e999999999999999999999", Some(0)),
            ("9007199254740993.0", Some(9_007_199_254_740_993)),
            ("9223372036854775807.00", Some(i64::MAX)),
            ("-9.223372036854775808e18", Some(i64::MIN)),
            ("9223372036854775808.0", None),
            ("1e19", None),
            ("1e999999999999999999999", None),
            ("1e-999999999999999999999", None),
            ("1.5", None),
            ("15e-1", None),
            ("1.", None),
            (".0", None),
            ("1e", None),
            ("e5", None),
            ("1e+", None),
            ("1.0.0", None),
            ("1 0", None),
            ("--1", None),
            ("+-1.0", None),
            ("0x10", None),
            ("1_000", None),
            ("1,000", None),
            ("inf", None),
            ("NaN", None),
        ] {
            assert_eq!(parse_count(text), expected, "{text}");
        }
    }

    #[test]
    fn decimals_of_any_scale_are_counts_if_whole() {
        let decimals = Decimal128Array::from(vec![Some(500), Some(501), None, Some(-100), Some(i128::MAX)]);
        assert_eq!(
            read(decimals.with_precision_and_scale(38, 2).unwrap()),
            (vec![Some(5), None, None, Some(-1), None], 2)
        );
        let half: ArrayRef =
            Arc::new(Decimal128Array::from(vec![-550]).with_precision_and_scale(38, 2).unwrap());
        let mut tally = Tally::default();
        read_counts(&half, &mut tally).unwrap();
        assert_eq!(tally.example.as_deref(), Some("-5.50"));
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
            (vec![Some(i64::MIN), Some(1), None, Some(1)], 1)
        );
        let fixed = FixedSizeBinaryArray::try_from_iter(["12", "n/", "-1"].into_iter()).unwrap();
        assert_eq!(read(fixed), (vec![Some(12), None, Some(-1)], 1));
    }
}
