//! Opens the Parquet decoder, and names the types that it decodes to.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, RowSelection, RowSelectionPolicy,
};
use parquet::arrow::push_decoder::{ParquetPushDecoder, ParquetPushDecoderBuilder};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};

use crate::scan::decoder::kept_rows::KeptRows;
use crate::scan::pages::chunks::is_dictionary;
use crate::scan::pages::sizes::{BATCH_ROWS, MAX_PAGE_BYTES};
use crate::source::{Column, Origin};

/// If the runs of kept and deleted rows are shorter than this on average, all rows are decoded and
/// the deleted ones filtered out. That takes less time than to skip each run.
const MASKED_RUN: usize = 256;

/// Returns the decoder of some rows of a row group, to the types of its [`decoded_schema`].
pub(super) fn open(
    metadata: &Arc<ParquetMetaData>,
    schema: SchemaRef,
    row_group: usize,
    leaves: &[usize],
    rows: KeptRows,
) -> Result<ParquetPushDecoder> {
    let group = metadata.row_group(row_group);
    let reader = ArrowReaderMetadata::try_new(metadata.clone(), options().with_schema(schema))?;
    let mask = ProjectionMask::leaves(reader.parquet_schema(), leaves.iter().copied());
    let mut builder = ParquetPushDecoderBuilder::new_with_metadata(reader)
        .with_batch_size(batch_rows(group, leaves))
        .with_row_groups(vec![row_group])
        .with_projection(mask);
    let KeptRows { range, all, mask } = rows;
    if let Some(mask) = mask {
        builder = builder
            .with_row_selection(RowSelection::from_boolean_buffer(mask))
            .with_row_selection_policy(RowSelectionPolicy::Auto { threshold: MASKED_RUN });
    }
    if range == (0..all) {
        return builder.build();
    }
    let number = |row: u64| usize::try_from(row).map_err(|error| ParquetError::External(Box::new(error)));
    builder.with_offset(number(range.start)?).with_limit(number(range.end - range.start)?).build()
}

fn options() -> ArrowReaderOptions {
    ArrowReaderOptions::new().with_skip_arrow_metadata(true)
}

/// Returns the Arrow types that all columns of a row group are decoded to.
pub(super) fn decoded_schema(
    metadata: &Arc<ParquetMetaData>,
    columns: &[Column],
    row_group: usize,
) -> Result<SchemaRef> {
    let plain = ArrowReaderMetadata::try_new(metadata.clone(), options())?;
    Ok(Arc::new(hinted(plain.schema(), columns, metadata.row_group(row_group))))
}

/// Returns fewer rows per batch if a wide value would make a batch exceed the page limit. Wider
/// values are refused by that limit.
fn batch_rows(group: &RowGroupMetaData, leaves: &[usize]) -> usize {
    let lengths = leaves.iter().map(|&leaf| group.column(leaf).column_descr().type_length());
    let widest = lengths.filter_map(|length| u64::try_from(length).ok()).max().unwrap_or_default();
    let rows = MAX_PAGE_BYTES.checked_div(widest).unwrap_or(u64::MAX);
    usize::try_from(rows).unwrap_or(BATCH_ROWS).clamp(1, BATCH_ROWS)
}

/// Returns the Arrow types that a row group's columns are decoded to.
///
/// Binary stays a dictionary if every page of the chunk uses it, so that an id is interned once per
/// dictionary; otherwise it is views into the pages. INT96 is decoded to microseconds, which cover
/// the whole calendar; nanoseconds cover only 1677 to 2262.
fn hinted(schema: &Schema, columns: &[Column], group: &RowGroupMetaData) -> Schema {
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .zip(columns)
        .map(|(field, column)| {
            let field = field.as_ref().clone();
            let Origin::File { leaf: Some(leaf), int96, .. } = column.origin else {
                return in_struct(field, columns, &mut vec![column.name.clone()]);
            };
            match field.data_type() {
                DataType::Binary if is_dictionary(group.column(leaf)) => {
                    let data_type =
                        DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Binary));
                    field.with_data_type(data_type)
                }
                DataType::Binary => field.with_data_type(DataType::BinaryView),
                DataType::Timestamp(..) if int96 => {
                    field.with_data_type(DataType::Timestamp(TimeUnit::Microsecond, None))
                }
                _ => field,
            }
        })
        .collect();
    Schema::new(fields)
}

/// Returns the type of a struct's field, whose binary is never a dictionary.
fn in_struct(field: Field, columns: &[Column], path: &mut Vec<String>) -> Field {
    let DataType::Struct(fields) = field.data_type() else { return field };
    let child = |child: &Arc<Field>| {
        path.push(child.name().clone());
        let name = path.join(".");
        let int96 = columns
            .iter()
            .any(|column| column.name == name && matches!(column.origin, Origin::File { int96: true, .. }));
        let plain = child.as_ref().clone();
        let hinted = match child.data_type() {
            DataType::Binary => plain.with_data_type(DataType::BinaryView),
            DataType::Timestamp(..) if int96 => {
                plain.with_data_type(DataType::Timestamp(TimeUnit::Microsecond, None))
            }
            _ => in_struct(plain, columns, path),
        };
        path.pop();
        hinted
    };
    let fields: Vec<Field> = fields.iter().map(child).collect();
    field.with_data_type(DataType::Struct(fields.into()))
}
