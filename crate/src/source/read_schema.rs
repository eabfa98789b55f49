//! The schema by which a footer's columns are read, if it differs from the footer's own.

use std::sync::Arc;

use parquet::arrow::parquet_to_arrow_schema;
use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as PhysicalType};
use parquet::errors::Result;
use parquet::file::metadata::{FileMetaData, ParquetMetaData, ParquetMetaDataBuilder};
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};

/// Returns the same footer, without the annotations of columns that Arrow refuses.
pub(super) fn with_schema_for_arrow(metadata: ParquetMetaData) -> Result<ParquetMetaData> {
    if parquet_to_arrow_schema(metadata.file_metadata().schema_descr(), None).is_ok() {
        return Ok(metadata);
    }
    let root = metadata.file_metadata().schema_descr().root_schema();
    let converted = |fields: Vec<TypePtr>| {
        let root = Type::group_type_builder(root.name()).with_fields(fields).build()?;
        parquet_to_arrow_schema(&SchemaDescriptor::new(Arc::new(root)), None)
    };
    let fields = root.get_fields().iter().map(|field| match converted(vec![field.clone()]) {
        Ok(_) => Ok(field.clone()),
        Err(_) => without_annotations(field).map(Arc::new),
    });
    let fields = fields.collect::<Result<Vec<_>>>()?;
    converted(fields.clone())?;
    let rows = metadata.file_metadata().num_rows();
    with_fields(metadata, fields, rows)
}

fn without_annotations(field: &Type) -> Result<Type> {
    let info = field.get_basic_info();
    let id = info.has_id().then(|| info.id());
    match field {
        Type::PrimitiveType { physical_type, type_length, .. } => {
            let plain = Type::primitive_type_builder(info.name(), *physical_type).with_id(id);
            plain.with_repetition(info.repetition()).with_length(*type_length).build()
        }
        Type::GroupType { fields, .. } => {
            let fields = fields.iter().map(|field| without_annotations(field).map(Arc::new));
            let plain = Type::group_type_builder(info.name()).with_repetition(info.repetition()).with_id(id);
            plain.with_fields(fields.collect::<Result<Vec<_>>>()?).build()
        }
    }
}

/// Returns the same footer with other top-level columns of the same leaves, and another number of
/// rows.
///
/// The chunks keep the descriptions of their own columns, with the same physical types, names and
/// levels.
fn with_fields(metadata: ParquetMetaData, fields: Vec<TypePtr>, rows: i64) -> Result<ParquetMetaData> {
    let old = metadata.file_metadata();
    let root = Type::group_type_builder(old.schema_descr().name()).with_fields(fields).build()?;
    let file = FileMetaData::new(
        old.version(),
        rows,
        old.created_by().map(str::to_owned),
        None,
        Arc::new(SchemaDescriptor::new(Arc::new(root))),
        old.column_orders().cloned(),
    );
    // They are moved and not cloned, because there may be a hundred thousand.
    let row_groups = metadata.into_builder().take_row_groups();
    Ok(ParquetMetaDataBuilder::new(file).set_row_groups(row_groups).build())
}

/// Returns the same footer without the annotations of top-level text columns, and with the number
/// of rows of its row groups. parquet decodes no more rows at once than the footer has, and some
/// writers write 0.
pub(super) fn with_text_as_binary(metadata: ParquetMetaData, rows: i64) -> Result<ParquetMetaData> {
    let root = metadata.file_metadata().schema_descr().root_schema();
    let fields: Vec<TypePtr> = root.get_fields().iter().map(plain_binary).collect();
    with_fields(metadata, fields, rows)
}

fn plain_binary(field: &TypePtr) -> TypePtr {
    let info = field.get_basic_info();
    let is_struct = field.is_group()
        && !matches!(info.logical_type_ref(), Some(LogicalType::List | LogicalType::Map))
        && info.converted_type() == ConvertedType::NONE
        && (!info.has_repetition() || info.repetition() != Repetition::REPEATED);
    if is_struct {
        let fields = field.get_fields().iter().map(plain_binary).collect();
        let mut plain = Type::group_type_builder(info.name())
            .with_fields(fields)
            .with_id(info.has_id().then(|| info.id()));
        if info.has_repetition() {
            plain = plain.with_repetition(info.repetition());
        }
        return plain.build().map_or_else(|_| field.clone(), Arc::new);
    }
    let text = field.is_primitive()
        && field.get_physical_type() == PhysicalType::BYTE_ARRAY
        && (matches!(
            info.logical_type_ref(),
            Some(LogicalType::String | LogicalType::Enum | LogicalType::Json)
        ) || matches!(
            info.converted_type(),
            ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON
        ));
    if !text {
        return field.clone();
    }
    let plain = Type::primitive_type_builder(info.name(), PhysicalType::BYTE_ARRAY)
        .with_repetition(info.repetition())
        .with_id(info.has_id().then(|| info.id()))
        .build();
    plain.map_or_else(|_| field.clone(), Arc::new)
}
