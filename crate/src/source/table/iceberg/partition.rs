//! The values of a partition.

use arrow::datatypes::{DataType, TimeUnit};

use super::avro::Value;
use crate::calendar::Day;
use crate::source::table::TableType;

/// A value of a partition, which can be compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

    /// Returns the value as text, as logs of Delta have it, for a column of a type; `None` for null.
    ///
    /// # Errors
    ///
    /// The value, if it is not one of the type.
    pub(super) fn text(&self, of: &TableType) -> Result<Option<String>, String> {
        let TableType::Value { data_type, .. } = of else {
            return if *self == Self::Null { Ok(None) } else { Err(format!("{self:?}")) };
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
            (Self::Real(bits), DataType::Float32 | DataType::Float64) => {
                Some(f64::from_bits(*bits).to_string())
            }
            (Self::Bytes(bytes), DataType::Decimal128(_, scale)) => decimal(bytes, *scale),
            (Self::Bytes(bytes), DataType::Binary) => String::from_utf8(bytes.to_vec()).ok(),
            _ => None,
        };
        text.map(Some).ok_or_else(|| format!("{self:?}"))
    }
}

/// Returns a time in units of which a second has 10 to the power of `digits`.
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
    let sign = if bytes[0] < 0x80 { 0 } else { -1 };
    let unscaled = bytes.iter().fold(sign, |value: i128, &byte| value << 8 | i128::from(byte));
    let scale = usize::try_from(scale).ok()?;
    let digits = format!("{:0width$}", unscaled.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let point = if scale > 0 { "." } else { "" };
    Some(format!("{}{whole}{point}{fraction}", if unscaled < 0 { "-" } else { "" }))
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
        assert_eq!(Datum::Null.text(&of(DataType::Date32)), Ok(None));
        assert!(bytes(&[0xff]).text(&of(DataType::Binary)).is_err());
        assert!(Datum::Whole(1).text(&of(DataType::Binary)).is_err());
    }
}
