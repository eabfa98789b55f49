//! The columns in a table's schema.

use arrow::datatypes::{DataType, TimeUnit};

use super::action::Metadata;
use super::protocol::ColumnMapping;
use crate::error::{Error, ErrorCode, Result};
use crate::source::table::stored::json::{self, needed, part, text};
use crate::source::table::{Json, TableColumn, TableColumns, TableType};

const PHYSICAL_NAME: &str = "delta.columnMapping.physicalName";
const ID: &str = "delta.columnMapping.id";

/// Parses the columns of a table.
///
/// # Errors
///
/// [`Corrupt`](ErrorCode::Corrupt) for a schema that cannot be read, and for one without a mapped
/// name, an id or a partition column that must be there.
pub(super) fn columns(metadata: &Metadata, mapping: ColumnMapping) -> Result<TableColumns> {
    let schema = json::parse(metadata.schema_string.as_bytes()).map_err(|found| broken(&found))?;
    let mut columns = match value_type(&schema, mapping)? {
        TableType::Struct(columns) => columns,
        other => return Err(broken(&format!("a {} instead of a struct", other.label()))),
    };
    for (place, partition) in metadata.partition_columns.iter().enumerate() {
        let column = columns.iter_mut().find(|column| column.name == *partition);
        let column = column.ok_or_else(|| broken(&format!("no partition column \"{partition}\"")))?;
        if !matches!(column.values, TableType::Value { .. }) {
            return Err(broken(&format!(
                "a partition column \"{partition}\" that is a {}",
                column.values.label()
            )));
        }
        column.partition = Some(place);
    }
    Ok(TableColumns { columns, by_id: mapping == ColumnMapping::Id, ..TableColumns::default() })
}

fn field(value: &Json, mapping: ColumnMapping) -> Result<TableColumn> {
    let name = needed(text(value, "name"), "name").map_err(|found| broken(&found))?;
    let values =
        part(value, "type").ok_or_else(|| broken(&format!("the column \"{name}\" without a type")))?;
    let noted = |key: &str| value.get("metadata").and_then(|metadata| metadata.get(key));
    let id = noted(ID).and_then(Json::as_i64).and_then(|id| i32::try_from(id).ok());
    let physical = noted(PHYSICAL_NAME).and_then(Json::as_str);
    let stored = match (mapping, physical) {
        (ColumnMapping::None, _) => name,
        (_, Some(physical)) => physical,
        (_, None) => return Err(broken(&format!("the column \"{name}\" without {PHYSICAL_NAME}"))),
    };
    if mapping == ColumnMapping::Id && id.is_none() {
        return Err(broken(&format!("the column \"{name}\" without {ID}")));
    }
    let (name, stored) = (name.to_owned(), stored.to_owned());
    Ok(TableColumn { values: value_type(values, mapping)?, name, stored, id, partition: None })
}

fn value_type(value: &Json, mapping: ColumnMapping) -> Result<TableType> {
    if let Some(name) = value.as_str() {
        return Ok(primitive(name));
    }
    let part = |name: &str| value.get(name).ok_or_else(|| broken(&format!("a type without {name}")));
    let inner = |name: &str| value_type(part(name)?, mapping).map(Box::new);
    match part("type")?.as_str() {
        Some("struct") => {
            let fields = part("fields")?.as_list().ok_or_else(|| broken("fields that are not a list"))?;
            fields.iter().map(|each| field(each, mapping)).collect::<Result<_>>().map(TableType::Struct)
        }
        Some("array") => inner("elementType").map(TableType::List),
        Some("map") => Ok(TableType::Map(inner("keyType")?, inner("valueType")?)),
        other => Ok(TableType::Other(other.unwrap_or("unknown").to_owned())),
    }
}

fn primitive(name: &str) -> TableType {
    let data_type = match name {
        "string" | "binary" => DataType::Binary,
        "long" => DataType::Int64,
        "integer" => DataType::Int32,
        "short" => DataType::Int16,
        "byte" => DataType::Int8,
        "float" => DataType::Float32,
        "double" => DataType::Float64,
        "boolean" => DataType::Boolean,
        "date" => DataType::Date32,
        "timestamp" => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        "timestamp_ntz" => DataType::Timestamp(TimeUnit::Microsecond, None),
        "void" => DataType::Null,
        _ => match decimal(name) {
            Some((precision, scale)) => DataType::Decimal128(precision, scale),
            // Collations follow the name.
            None if name.starts_with("string ") => DataType::Binary,
            None => return TableType::Other(name.to_owned()),
        },
    };
    let label = match name {
        "string" => "text".to_owned(),
        _ => name.to_owned(),
    };
    TableType::Value { data_type, label }
}

fn decimal(name: &str) -> Option<(u8, i8)> {
    let (precision, scale) = name.strip_prefix("decimal(")?.strip_suffix(')')?.split_once(',')?;
    let precision = precision.trim().parse().ok().filter(|digits| (1..=38).contains(digits))?;
    Some((precision, scale.trim().parse().ok()?))
}

fn broken(found: &str) -> Error {
    Error::new(ErrorCode::Corrupt, "the schema of the Delta table cannot be read")
        .expected("a struct as JSON in schemaString")
        .found(found)
}
