//! Rows of a table's file, as the table shows them.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Decimal128Array, GenericListArray, MapArray,
    PrimitiveArray, RecordBatch, RecordBatchOptions, StructArray, make_array, new_null_array,
};
use arrow::buffer::BooleanBuffer;
use arrow::compute::kernels::cast_utils::{Parser, parse_decimal};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Field, FieldRef, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, Schema, TimeUnit, TimestampMicrosecondType, TimestampNanosecondType,
};
use parquet::arrow::PARQUET_FIELD_ID_META_KEY;

use crate::error::{Error, ErrorCode, Result};
use crate::source::table::{TableColumn, TableType};
use crate::source::{InTable, Matching};

/// Returns rows with the columns of the table, in its order and with its names. A column that the
/// file lacks has the value in the log, or is null.
pub(super) fn as_in_table(table: &InTable, batch: &RecordBatch) -> Result<RecordBatch> {
    let rows = batch.num_rows();
    let mut fields = Vec::new();
    let mut arrays = Vec::new();
    for (place, column) in table.columns.columns.iter().enumerate() {
        let array = match table.stored_name(place) {
            Some(stored) => match batch.column_by_name(stored) {
                Some(array) => renamed(array, &column.values, table)?,
                // It cannot be read.
                None => continue,
            },
            None => constant(column, table.value(column), rows)
                .map_err(|error| error.in_column(column.name.as_str()))?,
        };
        fields.push(Field::new(&column.name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    Ok(RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)?)
}

/// Returns a value of the log for every row.
fn constant(column: &TableColumn, value: Option<&str>, rows: usize) -> Result<ArrayRef> {
    let (value, data_type) = match (value, &column.values) {
        (Some(value), TableType::Value { data_type, .. }) => (value, data_type),
        (None, TableType::Value { data_type, .. }) => return Ok(new_null_array(data_type, rows)),
        _ => return Ok(new_null_array(&DataType::Null, rows)),
    };
    // Arrow's `cast` does the same, but all of its casts add 14 MB to a debug build.
    let array = match data_type {
        DataType::Int8 => parsed::<Int8Type>(value, rows),
        DataType::Int16 => parsed::<Int16Type>(value, rows),
        DataType::Int32 => parsed::<Int32Type>(value, rows),
        DataType::Int64 => parsed::<Int64Type>(value, rows),
        DataType::Float32 => parsed::<Float32Type>(value, rows),
        DataType::Float64 => parsed::<Float64Type>(value, rows),
        DataType::Date32 => parsed::<Date32Type>(value, rows),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => parsed::<TimestampNanosecondType>(value, rows)
            .map(|plain| in_zone(&plain, data_type.clone()))
            .transpose()?,
        DataType::Timestamp(..) => parsed::<TimestampMicrosecondType>(value, rows)
            .map(|plain| in_zone(&plain, data_type.clone()))
            .transpose()?,
        DataType::Boolean => value.parse().ok().map(|value| {
            let values = if value { BooleanBuffer::new_set(rows) } else { BooleanBuffer::new_unset(rows) };
            Arc::new(BooleanArray::new(values, None)) as ArrayRef
        }),
        DataType::Decimal128(precision, scale) => {
            let number = parse_decimal::<Decimal128Type>(value, *precision, *scale).ok();
            let array = number.map(|number| {
                Decimal128Array::from_value(number, rows).with_precision_and_scale(*precision, *scale)
            });
            array.transpose()?.map(|array| Arc::new(array) as ArrayRef)
        }
        _ => Some(Arc::new(BinaryArray::from_iter_values(std::iter::repeat_n(value, rows))) as ArrayRef),
    };
    array.ok_or_else(|| {
        Error::new(ErrorCode::UnreadableValues, "the value of a partition column in the log cannot be read")
            .expected(column.values.label())
            .found(format!("{value:?}"))
    })
}

/// Returns a number or a time for every row, if the text is one.
fn parsed<T: Parser>(value: &str, rows: usize) -> Option<ArrayRef> {
    let value = T::parse(value)?;
    Some(Arc::new(PrimitiveArray::<T>::from_value(value, rows)))
}

/// Returns the same instants with the name of their zone, which needs no rules of zones.
fn in_zone(array: &ArrayRef, data_type: DataType) -> Result<ArrayRef> {
    Ok(make_array(array.to_data().into_builder().data_type(data_type).build()?))
}

/// Returns the id of a struct's field in its file.
fn id_of(field: &Field) -> Option<i32> {
    field.metadata().get(PARQUET_FIELD_ID_META_KEY)?.parse().ok()
}

/// Returns the same values with the names of structs' fields in the table.
fn renamed(array: &ArrayRef, values: &TableType, table: &InTable) -> Result<ArrayRef> {
    let with_type = |field: &FieldRef, array: &ArrayRef| {
        Arc::new(field.as_ref().clone().with_data_type(array.data_type().clone()))
    };
    Ok(match (array.data_type(), values) {
        (DataType::Struct(stored), TableType::Struct(fields)) => {
            let parts = array.as_struct();
            let mut columns = Vec::new();
            for field in fields {
                let is_it = |stored: &FieldRef| match table.matching {
                    Matching::Ids => id_of(stored).is_some() && id_of(stored) == field.id,
                    Matching::Stored => *stored.name() == field.stored,
                    Matching::Mapped => table.columns.is_mapped(field, stored.name()),
                };
                let column = match stored.iter().position(is_it) {
                    Some(found) => renamed(parts.column(found), &field.values, table)?,
                    None if table.value(field).is_some() => constant(field, table.value(field), parts.len())?,
                    // It is null.
                    None => continue,
                };
                columns.push((Arc::new(Field::new(&field.name, column.data_type().clone(), true)), column));
            }
            let (fields, columns): (Vec<FieldRef>, Vec<ArrayRef>) = columns.into_iter().unzip();
            let length = parts.len();
            Arc::new(StructArray::try_new_with_length(
                fields.into(),
                columns,
                parts.nulls().cloned(),
                length,
            )?)
        }
        (DataType::List(field), TableType::List(of)) => {
            let list = array.as_list::<i32>();
            let items = renamed(list.values(), of, table)?;
            let nulls = list.nulls().cloned();
            Arc::new(GenericListArray::try_new(
                with_type(field, &items),
                list.offsets().clone(),
                items,
                nulls,
            )?)
        }
        (DataType::Map(field, is_sorted), TableType::Map(keys, of)) => {
            let map = array.as_map();
            let (DataType::Struct(pair), entries) = (field.data_type(), map.entries()) else {
                return Ok(array.clone());
            };
            let parts = [renamed(entries.column(0), keys, table)?, renamed(entries.column(1), of, table)?];
            let fields: Vec<FieldRef> =
                pair.iter().zip(&parts).map(|(field, part)| with_type(field, part)).collect();
            let entries = StructArray::try_new(fields.into(), parts.into(), entries.nulls().cloned())?;
            let field = field.as_ref().clone().with_data_type(entries.data_type().clone());
            let (offsets, nulls) = (map.offsets().clone(), map.nulls().cloned());
            Arc::new(MapArray::try_new(Arc::new(field), offsets, entries, nulls, *is_sorted)?)
        }
        // INT96, which is in UTC.
        (
            DataType::Timestamp(unit, None),
            TableType::Value { data_type: DataType::Timestamp(_, Some(zone)), .. },
        ) => in_zone(array, DataType::Timestamp(*unit, Some(zone.clone())))?,
        _ => array.clone(),
    })
}
