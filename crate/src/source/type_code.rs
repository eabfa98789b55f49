//! The types of a table's columns as short texts.

use arrow::datatypes::{DataType, TimeUnit};

const CODES: [(&str, DataType); 10] = [
    ("b", DataType::Binary),
    ("o", DataType::Boolean),
    ("i8", DataType::Int8),
    ("i16", DataType::Int16),
    ("i32", DataType::Int32),
    ("i64", DataType::Int64),
    ("f32", DataType::Float32),
    ("f64", DataType::Float64),
    ("d", DataType::Date32),
    ("n", DataType::Null),
];

const UNITS: [(&str, TimeUnit); 4] = [
    ("ts", TimeUnit::Second),
    ("tm", TimeUnit::Millisecond),
    ("tu", TimeUnit::Microsecond),
    ("tn", TimeUnit::Nanosecond),
];

/// Returns the code of a type; empty for one that no table's column has.
pub(crate) fn code_of_type(data_type: &DataType) -> String {
    match data_type {
        DataType::Timestamp(unit, zone) => {
            let code = UNITS.iter().find(|(_, known)| known == unit).map_or("", |(code, _)| code);
            format!("{code}{}", zone.as_deref().unwrap_or_default())
        }
        DataType::Decimal128(precision, scale) => format!("c{precision},{scale}"),
        other => CODES.iter().find(|(_, known)| known == other).map_or("", |(code, _)| code).to_owned(),
    }
}

/// Returns the type of a code.
pub(crate) fn type_of_code(code: &str) -> Option<DataType> {
    if let Some((_, known)) = CODES.iter().find(|(known, _)| *known == code) {
        return Some(known.clone());
    }
    if let Some(decimal) = code.strip_prefix('c') {
        let (precision, scale) = decimal.split_once(',')?;
        return Some(DataType::Decimal128(precision.parse().ok()?, scale.parse().ok()?));
    }
    let (unit, zone) = code.split_at_checked(2)?;
    let (_, unit) = UNITS.iter().find(|(known, _)| *known == unit)?;
    Some(DataType::Timestamp(*unit, Some(zone).filter(|zone| !zone.is_empty()).map(Into::into)))
}
