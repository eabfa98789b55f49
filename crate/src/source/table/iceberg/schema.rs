//! The columns of a table, from its metadata.

use arrow::datatypes::{DataType, TimeUnit};

use super::metadata::{StoredField, corrupt};
use crate::error::{Error, ErrorCode, Result};
use crate::order::ordered;
use crate::source::table::stored::json::{self, Found, id, list, needed, texts};
use crate::source::table::{Json, TableColumn, TableType};

/// The remedy if a table's files have something that is not supported.
pub(super) const REWRITE_FILES: &str =
    "Rewrite the table's files, for example with CALL system.rewrite_data_files in Spark.";

/// The maximum depth of nested types.
const MAX_DEPTH: usize = 32;

/// Returns the column of a field; a part of another one if `depth` is not 0.
///
/// # Errors
///
/// [`Corrupt`](ErrorCode::Corrupt) for a type that is not valid,
/// [`Unsupported`](ErrorCode::Unsupported) for a default in a struct.
pub(super) fn column(field: &StoredField<'_>, depth: usize) -> Result<TableColumn> {
    if field.initial_default.is_some() && depth > 0 {
        return Err(Error::new(
            ErrorCode::Unsupported,
            "the Iceberg table has a struct's field with a default value",
        )
        .found(format!("the field \"{}\"", field.name))
        .remedy(REWRITE_FILES));
    }
    Ok(TableColumn {
        name: field.name.to_owned(),
        stored: field.name.to_owned(),
        id: Some(field.id),
        values: value_type(field.r#type, depth)?,
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
            let fields = StoredField::all(json)?;
            let fields = fields.iter().map(|field| column(field, depth + 1));
            fields.collect::<Result<_>>().map(TableType::Struct)
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
pub(super) fn default_value(field: &StoredField<'_>) -> Result<Option<String>> {
    let text = match field.initial_default {
        None => return Ok(None),
        Some(Json::Text(text)) => text.clone(),
        Some(Json::Boolean(value)) => value.to_string(),
        Some(Json::Number(number)) => number.to_string(),
        Some(_) => return Err(default_not_read(field, "a list or an object")),
    };
    let name = field.r#type.as_str().unwrap_or("struct, list or map");
    match primitive(name) {
        TableType::Value { data_type, .. } if name != "binary" => Ok(Some(match data_type {
            DataType::Timestamp(_, Some(_)) => match text.strip_suffix("+00:00") {
                Some(local) => format!("{local}Z"),
                None => text,
            },
            _ => text,
        })),
        _ => Err(default_not_read(field, name)),
    }
}

fn default_not_read(field: &StoredField<'_>, found: &str) -> Error {
    let what = "the Iceberg table has a column with a default value of a type that is not read";
    Error::new(ErrorCode::Unsupported, what).in_column(field.name).found(found).remedy(REWRITE_FILES)
}

/// Parses the names that columns have in files without ids, by their ids, ascending.
///
/// # Errors
///
/// [`Corrupt`](ErrorCode::Corrupt) for another text.
pub(super) fn names(text: &str) -> Result<Vec<(i32, Vec<String>)>> {
    let broken = |found| corrupt(&format!("the property schema.name-mapping.default, {found}"));
    let mut names = Vec::new();
    let json = json::parse(text.as_bytes()).map_err(broken)?;
    let mapped = json.as_list().ok_or_else(|| broken("not a list".to_owned()))?;
    add(mapped, 0, &mut names).map_err(broken)?;
    let mut names = ordered(names, &|(a, _): &(i32, Vec<String>), (b, _)| a.cmp(b));
    names.dedup_by(|(id, later), (known, names)| {
        let is_same = id == known;
        if is_same {
            names.append(later);
        }
        is_same
    });
    Ok(names)
}

/// Adds the names of columns, and of their parts.
fn add(mapped: &[Json], depth: usize, names: &mut Vec<(i32, Vec<String>)>) -> Found<()> {
    if depth > MAX_DEPTH {
        return Err("fields that are too deep".to_owned());
    }
    for field in mapped {
        let of_field = needed(texts(field, "names"), "names")?;
        names.extend(id(field, "field-id")?.map(|id| (id, of_field)));
        add(list(field, "fields")?.unwrap_or_default(), depth + 1, names)?;
    }
    Ok(())
}
