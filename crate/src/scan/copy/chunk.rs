//! A column chunk that can be copied into another file.

use std::ops::Range;

use bytes::Bytes;
use parquet::basic::{ColumnOrder, ConvertedType, LogicalType, Type as PhysicalType};
use parquet::file::metadata::{ColumnChunkMetaData, ColumnChunkMetaDataBuilder};
use parquet::file::statistics::{Statistics, ValueStatistics};
use parquet::schema::types::{ColumnDescPtr, ColumnDescriptor};

use crate::error::{Location, Result};
use crate::scan::pages::chunk_pages::{Checksum, ChunkPages, corrupt};

/// A column chunk with checked headers, to be appended to another file.
#[derive(Debug)]
pub struct CopiedChunk {
    /// Its file, row group and column.
    pub location: Location,
    /// Its range in the file, half-open.
    pub range: Range<u64>,
    /// The checksums of its pages, if they have any, in order.
    pub checksums: Vec<Checksum>,
    /// Its part of the footer, as a chunk of the other file's column.
    pub metadata: ColumnChunkMetaData,
}

impl CopiedChunk {
    /// Returns the chunk as one of another file's `column`. `order` is the column order of its own
    /// file's statistics.
    pub(in crate::scan) fn new(
        chunk: &ColumnChunkMetaData,
        rows: i64,
        order: ColumnOrder,
        column: &ColumnDescPtr,
        read: &dyn Fn(Range<u64>) -> Result<Bytes>,
    ) -> Result<Self> {
        if chunk.num_values() != rows || chunk.uncompressed_size() < 0 {
            let (values, bytes) = (chunk.num_values(), chunk.uncompressed_size());
            return Err(corrupt(format!("{values} values in {bytes} bytes, in a row group of {rows} rows")));
        }
        let pages = ChunkPages::walk(chunk, read)?;
        let (start, length) = chunk.byte_range();
        let mut builder = ColumnChunkMetaData::builder(column.clone())
            .set_compression_codec(chunk.compression_codec())
            .set_encodings_mask(*chunk.encodings_mask())
            .set_total_compressed_size(chunk.compressed_size())
            .set_total_uncompressed_size(chunk.uncompressed_size())
            .set_num_values(chunk.num_values())
            .set_data_page_offset(pages.data_at.cast_signed())
            .set_dictionary_page_offset(pages.dictionary_at.map(u64::cast_signed))
            .set_unencoded_byte_array_data_bytes(chunk.unencoded_byte_array_data_bytes())
            .set_definition_level_histogram(chunk.definition_level_histogram().cloned())
            .set_page_encoding_stats(pages.encodings);
        if let Some(statistics) = statistics(chunk, order) {
            builder = ColumnChunkMetaDataBuilder::set_statistics(builder, statistics);
        }
        let metadata = builder.build().map_err(|error| corrupt(error.to_string()))?;
        let location = Location::default();
        Ok(Self { location, range: start..start + length, checksums: pages.checksums, metadata })
    }
}

/// Returns whether two flat columns have the same encoding and meaning of values.
pub(in crate::scan) fn same_type(a: &ColumnDescriptor, b: &ColumnDescriptor) -> bool {
    let form = |column: &ColumnDescriptor| {
        let repetition = column.self_type().get_basic_info().repetition();
        Some((column.physical_type(), repetition, column.max_rep_level(), meaning(column)?))
    };
    a.path().parts().len() == 1 && form(a).is_some() && form(a) == form(b)
}

/// Returns the meaning of a column's annotation, in its new or old form; `None` for other
/// annotations.
fn meaning(column: &ColumnDescriptor) -> Option<Meaning> {
    let plain = |physical| column.physical_type() == physical;
    match (column.logical_type_ref(), column.converted_type()) {
        (Some(LogicalType::String), _) | (None, ConvertedType::UTF8) => Some(Meaning::Text),
        (Some(LogicalType::Date), _) | (None, ConvertedType::DATE) => Some(Meaning::Day),
        (Some(LogicalType::Integer(integer)), _) if plain(PhysicalType::INT64) && integer.is_signed => {
            Some(Meaning::Count)
        }
        (None, ConvertedType::NONE | ConvertedType::INT_64) if plain(PhysicalType::INT64) => {
            Some(Meaning::Count)
        }
        _ => None,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Text,
    Day,
    Count,
}

/// Returns the statistics of a chunk, without a minimum and maximum whose order is uncertain.
///
/// Before footers had column orders, some writers compared text as signed bytes, but not numbers.
pub(in crate::scan) fn statistics(chunk: &ColumnChunkMetaData, order: ColumnOrder) -> Option<Statistics> {
    let all = chunk.statistics()?;
    let defined = matches!(order, ColumnOrder::TYPE_DEFINED_ORDER(_));
    let (distinct, nulls) = (all.distinct_count_opt(), all.null_count_opt());
    Some(match all {
        Statistics::Int32(_) | Statistics::Int64(_) if defined || all.is_min_max_deprecated() => all.clone(),
        Statistics::ByteArray(_) if defined && !all.is_min_max_deprecated() => all.clone(),
        Statistics::Int32(_) => Statistics::Int32(ValueStatistics::new(None, None, distinct, nulls, false)),
        Statistics::Int64(_) => Statistics::Int64(ValueStatistics::new(None, None, distinct, nulls, false)),
        Statistics::ByteArray(_) => {
            Statistics::ByteArray(ValueStatistics::new(None, None, distinct, nulls, false))
        }
        _ => return None,
    })
}
