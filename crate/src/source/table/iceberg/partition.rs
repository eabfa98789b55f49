//! The values of a partition.

use arrow::datatypes::{DataType, TimeUnit};

use super::avro::Value;
use crate::calendar::Day;
use crate::source::table::TableType;

/// A value of a partition, which can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Datum {
    Null,
    Boolean(bool),
    Whole(i64),
    /// The bits of a floating-point number.
    Real(u64),
    Bytes(Box<[u8]>),
}

impl Datum {
    /// Returns the value of a field of a manifest; `None` for a list or a record.
    pub(super) fn new(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => Self::Null,
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Whole(value) => Self::Whole(*value),
            Value::Real(value) => Self::Real(value.to_bits()),
            Value::Bytes(bytes) => Self::Bytes(bytes.clone()),
            Value::List(_) | Value::Record(_) => return None,
        })
    }

    /// Appends the value as bytes. Different values have different bytes, even if other values
    /// follow.
    pub(super) fn write(&self, to: &mut Vec<u8>) {
        let (kind, number, bytes): (u8, u64, &[u8]) = match self {
            Self::Null => (0, 0, &[]),
            Self::Boolean(value) => (1, u64::from(*value), &[]),
            Self::Whole(value) => (2, value.cast_unsigned(), &[]),
            Self::Real(bits) => (3, *bits, &[]),
            Self::Bytes(bytes) => (4, bytes.len() as u64, bytes),
        };
        to.push(kind);
        to.extend(number.to_le_bytes());
        to.extend(bytes);
    }

    /// Returns the value for an error.
    fn shown(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Boolean(value) => value.to_string(),
            Self::Whole(value) => value.to_string(),
            Self::Real(bits) => real(f64::from_bits(*bits)),
            Self::Bytes(bytes) => format!("{} bytes", bytes.len()),
        }
    }

    /// Returns the value as text, as logs of Delta have it, for a column of a type; `None` for null.
    ///
    /// # Errors
    ///
    /// The value, if it is not one of the type.
    pub(super) fn text(&self, of: &TableType) -> Result<Option<String>, String> {
        let TableType::Value { data_type, .. } = of else {
            return if *self == Self::Null { Ok(None) } else { Err(self.shown()) };
        };
        let text = match (self, data_type) {
            (Self::Null, _) => return Ok(None),
            (Self::Boolean(value), DataType::Boolean) => Some(value.to_string()),
            (Self::Whole(day), DataType::Date32) => {
                i32::try_from(*day).ok().and_then(Day::new).map(|day| day.to_string())
            }
            (Self::Whole(time), DataType::Timestamp(TimeUnit::Microsecond, _)) => instant(*time, 6),
            (Self::Whole(time), DataType::Timestamp(TimeUnit::Nanosecond, _)) => instant(*time, 9),
            (Self::Whole(value), DataType::Int32 | DataType::Int64) => Some(value.to_string()),
            (Self::Real(bits), DataType::Float32 | DataType::Float64) => Some(real(f64::from_bits(*bits))),
            (Self::Bytes(bytes), DataType::Decimal128(_, scale)) => decimal(bytes, *scale),
            (Self::Bytes(bytes), DataType::Binary) => String::from_utf8(bytes.to_vec()).ok(),
            _ => None,
        };
        text.map(Some).ok_or_else(|| self.shown())
    }
}

/// Returns a time as text. A second has 10 to the power of `digits` units.
fn instant(time: i64, digits: u32) -> Option<String> {
    let units = 10_i64.pow(digits);
    let (seconds, fraction) = (time.div_euclid(units), time.rem_euclid(units));
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let day = Day::new(i32::try_from(day).ok()?)?;
    let (hours, minutes, seconds) = (second / 3_600, second / 60 % 60, second % 60);
    let width = digits as usize;
    Some(format!("{day} {hours:02}:{minutes:02}:{seconds:02}.{fraction:0width$}"))
}

/// Returns a decimal from its digits as a number in two's complement, most significant byte first.
fn decimal(bytes: &[u8], scale: i8) -> Option<String> {
    if bytes.is_empty() || bytes.len() > 16 {
        return None;
    }
    let is_negative = bytes[0] >= 0x80;
    let mut digits = Digits::default();
    for &byte in bytes {
        digits.times(256, if is_negative { u32::from(!byte) } else { u32::from(byte) });
    }
    digits.times(1, u32::from(is_negative));
    Some(digits.text(is_negative, usize::try_from(scale).ok()?))
}

/// Returns a floating-point number as its exact decimal, which is parsed to the same number.
///
/// The standard library's shortest decimal would take 8 kB of code and tables.
fn real(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "NaN"
        } else if value > 0.0 {
            "inf"
        } else {
            "-inf"
        }
        .to_owned();
    }
    let bits = value.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    // Subnormal numbers have no implicit leading bit.
    let (mut mantissa, mut power) =
        if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    while power < 0 && mantissa % 2 == 0 && mantissa > 0 {
        (mantissa, power) = (mantissa / 2, power + 1);
    }
    let mut digits = Digits::default();
    for byte in mantissa.to_be_bytes() {
        digits.times(256, u32::from(byte));
    }
    // To halve a decimal, multiply it by 5 and add a digit after the point.
    let factor = if power < 0 { 5 } else { 2 };
    (0..power.unsigned_abs()).for_each(|_| digits.times(factor, 0));
    let places = if mantissa > 0 && power < 0 { power.unsigned_abs() as usize } else { 0 };
    digits.text(value.is_sign_negative(), places)
}

/// The decimal digits of a whole number, the last one first.
#[derive(Default)]
struct Digits(Vec<u8>);

impl Digits {
    /// Multiplies the number by `factor` and adds `more`.
    fn times(&mut self, factor: u32, mut more: u32) {
        for digit in &mut self.0 {
            more += u32::from(*digit) * factor;
            *digit = (more % 10) as u8;
            more /= 10;
        }
        while more > 0 {
            self.0.push((more % 10) as u8);
            more /= 10;
        }
    }

    /// Returns the number with `places` digits after the point.
    fn text(mut self, is_negative: bool, places: usize) -> String {
        self.0.resize(self.0.len().max(places + 1), 0);
        let mut text = if is_negative { "-".to_owned() } else { String::new() };
        for (place, digit) in self.0.into_iter().enumerate().rev() {
            text.push(char::from(b'0' + digit));
            if place == places && places > 0 {
                text.push('.');
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_the_text_of_a_log() {
        let of = |data_type| TableType::Value { data_type, label: String::new() };
        let bytes = |bytes: &[u8]| Datum::Bytes(bytes.into());
        let time = |unit| DataType::Timestamp(unit, None);
        for (datum, data_type, text) in [
            (Datum::Whole(-1), DataType::Date32, "1969-12-31"),
            (Datum::Whole(-1), time(TimeUnit::Microsecond), "1969-12-31 23:59:59.999999"),
            (Datum::Whole(1_000_000_001), time(TimeUnit::Nanosecond), "1970-01-01 00:00:01.000000001"),
            (Datum::Whole(7), DataType::Int64, "7"),
            (Datum::Boolean(true), DataType::Boolean, "true"),
            (Datum::Real(1.5_f64.to_bits()), DataType::Float64, "1.5"),
            (bytes(&[0xff, 0x85]), DataType::Decimal128(9, 2), "-1.23"),
            (bytes(&[7]), DataType::Decimal128(9, 2), "0.07"),
            (bytes(&[0, 200]), DataType::Decimal128(9, 0), "200"),
            (bytes("é".as_bytes()), DataType::Binary, "é"),
        ] {
            assert_eq!(datum.text(&of(data_type)), Ok(Some(text.to_owned())));
        }
        for value in [0.0, -0.0, 0.1, -1.0 / 3.0, 1e22, 5e-324, 2.5e-308, f64::MAX, f64::MIN, f64::INFINITY] {
            let text = real(value);
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits(), "{text}");
        }
        assert_eq!((real(f64::NAN), real(0.75), real(-12.0)), ("NaN".into(), "0.75".into(), "-12".into()));
        assert_eq!(Datum::Null.text(&of(DataType::Date32)), Ok(None));
        assert!(bytes(&[0xff]).text(&of(DataType::Binary)).is_err());
        assert!(Datum::Whole(1).text(&of(DataType::Binary)).is_err());
    }
}
