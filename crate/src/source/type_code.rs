//! The types of a table's columns as short strings.

use arrow::datatypes::{DataType, TimeUnit};

/// Returns the code of a type; empty for one that no table's column has.
pub(crate) fn code_of_type(data_type: &DataType) -> String {
    let code = match data_type {
        DataType::Binary => "b",
        DataType::Boolean => "o",
        DataType::Int8 => "i8",
        DataType::Int16 => "i16",
        DataType::Int32 => "i32",
        DataType::Int64 => "i64",
        DataType::Float32 => "f32",
        DataType::Float64 => "f64",
        DataType::Date32 => "d",
        DataType::Null => "n",
        DataType::Timestamp(unit, zone) => {
            let code = match unit {
                TimeUnit::Second => "ts",
                TimeUnit::Millisecond => "tm",
                TimeUnit::Microsecond => "tu",
                TimeUnit::Nanosecond => "tn",
            };
            return format!("{code}{}", zone.as_deref().unwrap_or_default());
        }
        DataType::Decimal128(precision, scale) => return format!("c{precision},{scale}"),
        _ => "",
    };
    code.to_owned()
}

/// Returns the type of a code.
pub(crate) fn type_of_code(code: &str) -> Option<DataType> {
    if let Some(decimal) = code.strip_prefix('c') {
        let (precision, scale) = decimal.split_once(',')?;
        return Some(DataType::Decimal128(precision.parse().ok()?, scale.parse().ok()?));
    }
    let in_zone =
        |unit| Some(DataType::Timestamp(unit, code.get(2..).filter(|it| !it.is_empty()).map(Into::into)));
    match code {
        "b" => Some(DataType::Binary),
        "o" => Some(DataType::Boolean),
        "i8" => Some(DataType::Int8),
        "i16" => Some(DataType::Int16),
        "i32" => Some(DataType::Int32),
        "i64" => Some(DataType::Int64),
        "f32" => Some(DataType::Float32),
        "f64" => Some(DataType::Float64),
        "d" => Some(DataType::Date32),
        "n" => Some(DataType::Null),
        _ if code.starts_with("ts") => in_zone(TimeUnit::Second),
        _ if code.starts_with("tm") => in_zone(TimeUnit::Millisecond),
        _ if code.starts_with("tu") => in_zone(TimeUnit::Microsecond),
        _ if code.starts_with("tn") => in_zone(TimeUnit::Nanosecond),
        _ => None,
    }
}
