//! The columns of a table, from its metadata.

use std::collections::BTreeMap;

use arrow::datatypes::{DataType, TimeUnit};
use serde::Deserialize;
use serde_json::Value as Json;

use super::metadata::{StoredField, corrupt};
use crate::error::{Error, ErrorCode, Result};
use crate::source::table::{TableColumn, TableType};

/// The maximum depth of nested types.
const MAX_DEPTH: usize = 32;

/// Returns the column of a field; a part of another one if `depth` is not 0.
///
/// # Errors
///
/// [`Corrupt`](ErrorCode::Corrupt) for a type that is not valid,
/// [`Unsupported`](ErrorCode::Unsupported) for a default in a struct.
pub(super) fn column(field: &StoredField, depth: usize) -> Result<TableColumn> {
    let is_default = field.initial_default.as_ref().is_some_and(|value| !value.is_null());
    if is_default && depth > 0 {
        return Err(Error::new(
            ErrorCode::Unsupported,
            "the Iceberg table has a struct's field with a default value",
        )
        .found(format!("the field {:?}", field.name))
        .remedy("Rewrite the table's files, for example with CALL system.rewrite_data_files in Spark."));
    }
    Ok(TableColumn {
        name: field.name.clone(),
        stored: field.name.clone(),
        id: Some(field.id),
        values: value_type(&field.r#type, depth)?,
        partition: None,
    })
}

fn value_type(json: &Json, depth: usize) -> Result<TableType> {
    if depth > MAX_DEPTH {
        return Err(corrupt("a type that is too deep"));
    }
    if let Some(name) = json.as_str() {
        return Ok(primitive(name));
    }
    let part = |name: &str| json.get(name).ok_or_else(|| corrupt(&format!("a type without {name}")));
    let inner = |name: &str| value_type(part(name)?, depth + 1).map(Box::new);
    match part("type")?.as_str() {
        Some("struct") => {
            let fields = part("fields")?.as_array().ok_or_else(|| corrupt("fields that are not a list"))?;
            let field = |json: &Json| {
                let field = StoredField::deserialize(json).map_err(|error| corrupt(&error.to_string()))?;
                column(&field, depth + 1)
            };
            fields.iter().map(field).collect::<Result<_>>().map(TableType::Struct)
        }
        Some("list") => inner("element").map(TableType::List),
        Some("map") => Ok(TableType::Map(inner("key")?, inner("value")?)),
        Some(name) => Ok(primitive(name)),
        None => Err(corrupt("a type without a name")),
    }
}

fn primitive(name: &str) -> TableType {
    let zone = || Some("UTC".into());
    let data_type = match name {
        "string" | "binary" => DataType::Binary,
        "long" => DataType::Int64,
        "int" => DataType::Int32,
        "float" => DataType::Float32,
        "double" => DataType::Float64,
        "boolean" => DataType::Boolean,
        "date" => DataType::Date32,
        "timestamp" => DataType::Timestamp(TimeUnit::Microsecond, None),
        "timestamptz" => DataType::Timestamp(TimeUnit::Microsecond, zone()),
        "timestamp_ns" => DataType::Timestamp(TimeUnit::Nanosecond, None),
        "timestamptz_ns" => DataType::Timestamp(TimeUnit::Nanosecond, zone()),
        "unknown" => DataType::Null,
        _ => match decimal(name) {
            Some((precision, scale)) => DataType::Decimal128(precision, scale),
            None => return TableType::Other(name.to_owned()),
        },
    };
    let label = if name == "string" { "text" } else { name };
    TableType::Value { data_type, label: label.to_owned() }
}

fn decimal(name: &str) -> Option<(u8, i8)> {
    let (precision, scale) = name.strip_prefix("decimal(")?.strip_suffix(')')?.split_once(',')?;
    let precision = precision.trim().parse().ok().filter(|digits| (1..=38).contains(digits))?;
    Some((precision, scale.trim().parse().ok()?))
}

/// Returns the default value of a column as text; `None` for null.
///
/// # Errors
///
/// [`Unsupported`](ErrorCode::Unsupported) for one of a type that is not read.
pub(super) fn default_value(field: &StoredField) -> Result<Option<String>> {
    let text = match field.initial_default.as_ref().unwrap_or(&Json::Null) {
        Json::Null => return Ok(None),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let name = field.r#type.as_str().unwrap_or("struct, list or map");
    match primitive(name) {
        TableType::Value { data_type, .. } if name != "binary" => Ok(Some(match data_type {
            DataType::Timestamp(_, Some(_)) => text.replace("+00:00", "Z"),
            _ => text,
        })),
        _ => Err(Error::new(
            ErrorCode::Unsupported,
            "the Iceberg table has a column with a default value of a type that is not read",
        )
        .in_column(field.name.as_str())
        .found(name)
        .remedy("Rewrite the table's files, for example with CALL system.rewrite_data_files in Spark.")),
    }
}

/// A column in the mapping of names, and its parts.
#[derive(Deserialize)]
struct Mapped {
    #[serde(rename = "field-id")]
    id: Option<i32>,
    names: Vec<String>,
    #[serde(default)]
    fields: Option<Vec<Mapped>>,
}

/// Parses the names that columns have in files without ids, by their ids.
///
/// # Errors
///
/// [`Corrupt`](ErrorCode::Corrupt) for another text.
pub(super) fn names(text: &str) -> Result<BTreeMap<i32, Vec<String>>> {
    let mapped: Vec<Mapped> = serde_json::from_str(text)
        .map_err(|error| corrupt(&format!("the property schema.name-mapping.default, {error}")))?;
    let mut names: BTreeMap<i32, Vec<String>> = BTreeMap::new();
    add(mapped, &mut names);
    Ok(names)
}

fn add(mapped: Vec<Mapped>, names: &mut BTreeMap<i32, Vec<String>>) {
    for Mapped { id, names: of_field, fields } in mapped {
        if let Some(id) = id {
            names.entry(id).or_default().extend(of_field);
        }
        add(fields.unwrap_or_default(), names);
    }
}
