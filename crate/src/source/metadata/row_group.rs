//! Row groups.

use std::collections::BTreeMap;

use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::schema::types::SchemaDescPtr;

use crate::source::metadata::chunk;
use crate::source::metadata::refused::{Refused, broken};
use crate::source::thrift::{MAX_DEPTH, Thrift};

/// Reads the list of row groups.
///
/// # Errors
///
/// [`Encrypted`](crate::ErrorCode::Encrypted) for a chunk with encrypted metadata; a description of
/// a row group that is not valid.
pub(super) fn read_all(
    thrift: &mut Thrift<'_>,
    schema: &SchemaDescPtr,
    unreadable: &mut BTreeMap<usize, String>,
) -> Result<Vec<RowGroupMetaData>, Refused> {
    let mut row_groups = Vec::new();
    let mut refused = None;
    let walked = thrift.elements(Thrift::STRUCT, MAX_DEPTH, &mut |thrift| {
        match read(thrift, schema, unreadable) {
            Ok(row_group) => row_groups.push(row_group),
            Err(error) => {
                refused = Some((row_groups.len(), error));
                return None;
            }
        }
        Some(())
    });
    match (refused, walked) {
        (Some((_, Refused::Encrypted)), _) => Err(Refused::Encrypted),
        (Some((number, Refused::Broken(found))), _) => {
            Err(broken(&format!("row group {number} with {found}")))
        }
        (None, None) => Err(broken("row groups that cannot be read")),
        (None, Some(())) => Ok(row_groups),
    }
}

fn read(
    thrift: &mut Thrift<'_>,
    schema: &SchemaDescPtr,
    unreadable: &mut BTreeMap<usize, String>,
) -> Result<RowGroupMetaData, Refused> {
    let mut chunks: Vec<ColumnChunkMetaData> = Vec::new();
    let (mut rows, mut bytes, mut refused) = (None, 0, None);
    let walked = thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
        match (field, kind) {
            (1, Thrift::LIST) => {
                let mut number = 0;
                chunks.clear();
                thrift.elements(Thrift::STRUCT, MAX_DEPTH, &mut |thrift| {
                    let Some(column) = schema.columns().get(number) else {
                        refused = Some(broken("more column chunks than the schema has columns"));
                        return None;
                    };
                    let read = chunk::read(thrift, column, &mut |what| {
                        unreadable.entry(number).or_insert(what);
                    });
                    match read {
                        Ok(chunk) => chunks.push(chunk),
                        Err(error) => {
                            refused = Some(error);
                            return None;
                        }
                    }
                    number += 1;
                    Some(())
                })?;
            }
            (2, Thrift::I64) => bytes = thrift.integer()?,
            (3, Thrift::I64) => rows = Some(thrift.integer()?),
            _ => return Some(false),
        }
        Some(true)
    });
    if let Some(refused) = refused {
        return Err(refused);
    }
    walked.ok_or_else(|| broken("fields that cannot be read"))?;
    let (found, all) = (chunks.len(), schema.num_columns());
    if found < all {
        return Err(broken(&format!("{found} column chunks, where the schema has {all} columns")));
    }
    let rows = rows.ok_or_else(|| broken("no number of rows"))?;
    RowGroupMetaData::builder(schema.clone())
        .set_num_rows(rows)
        .set_total_byte_size(bytes)
        .set_column_metadata(chunks)
        .build()
        .map_err(|error| broken(&error.to_string()))
}
