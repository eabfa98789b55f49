//! The Parquet decoder of one row group, and the types that it reads.

use std::ops::Range;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::arrow::push_decoder::{ParquetPushDecoder, ParquetPushDecoderBuilder};
use parquet::basic::{Encoding, PageType};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;

use crate::source::{File, Origin};

/// How many rows are decoded at a time: small enough for the cache, large enough for its overhead.
pub(super) const BATCH_ROWS: usize = 16_384;

/// A decoder of some of a row group's columns, by the numbers of their leaves, and of a half-open
/// range of its rows.
pub(super) fn decoder(
    file: &File,
    row_group: usize,
    leaves: &[usize],
    rows: Range<u64>,
) -> parquet::errors::Result<ParquetPushDecoder> {
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let plain = ArrowReaderMetadata::try_new(file.metadata().clone(), options.clone())?;
    let schema = hinted(plain.schema(), file, row_group);
    let metadata =
        ArrowReaderMetadata::try_new(file.metadata().clone(), options.with_schema(Arc::new(schema)))?;
    let mask = ProjectionMask::leaves(metadata.parquet_schema(), leaves.iter().copied());
    let builder = ParquetPushDecoderBuilder::new_with_metadata(metadata)
        .with_batch_size(BATCH_ROWS)
        .with_row_groups(vec![row_group])
        .with_projection(mask);
    if rows == (0..file.metadata().row_group(row_group).num_rows().cast_unsigned()) {
        return builder.build();
    }
    let number = |row: u64| usize::try_from(row).map_err(|error| ParquetError::External(Box::new(error)));
    builder.with_offset(number(rows.start)?).with_limit(number(rows.end - rows.start)?).build()
}

/// The Arrow types to read a row group's columns as.
///
/// Binary stays a dictionary where every page of the chunk is one, so that an id is looked at
/// once for each dictionary; elsewhere it is views into the pages. INT96 is read in microseconds,
/// whose range is the calendar's and not just 1677 to 2262.
fn hinted(schema: &Schema, file: &File, row_group: usize) -> Schema {
    let group = file.metadata().row_group(row_group);
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .zip(file.columns())
        .map(|(field, column)| {
            let field = field.as_ref().clone();
            let Origin::File { leaf: Some(leaf), int96 } = column.origin else { return field };
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

fn is_dictionary(chunk: &ColumnChunkMetaData) -> bool {
    let dictionary = [Encoding::RLE_DICTIONARY, Encoding::PLAIN_DICTIONARY];
    if let Some(mask) = chunk.page_encoding_stats_mask() {
        return dictionary.iter().any(|&encoding| mask.is_only(encoding));
    }
    if let Some(statistics) = chunk.page_encoding_stats() {
        let mut data = statistics.iter().filter(|page| page.page_type != PageType::DICTIONARY_PAGE);
        return data.all(|page| dictionary.contains(&page.encoding));
    }
    chunk.dictionary_page_offset().is_some()
}
