//! Footers with changed chunks.

use parquet::basic::Compression;
use parquet::errors::Result;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataBuilder};

/// The position of a chunk's pages.
pub(super) struct Pages {
    pub(super) compression: Compression,
    pub(super) bytes: u64,
    pub(super) dictionary_at: Option<i64>,
    pub(super) data_at: i64,
}

/// Returns the chunk with its pages at another position.
#[inline(never)]
pub(super) fn moved(chunk: &ColumnChunkMetaData, pages: &Pages) -> Result<ColumnChunkMetaData> {
    let chunk = chunk.clone().into_builder();
    chunk
        .set_compression(pages.compression)
        .set_total_compressed_size(pages.bytes.cast_signed())
        .set_dictionary_page_offset(pages.dictionary_at)
        .set_data_page_offset(pages.data_at)
        .build()
}

/// Returns a footer of one row group, with other chunks.
#[inline(never)]
pub(super) fn alone(
    metadata: &ParquetMetaData,
    row_group: usize,
    chunks: Vec<ColumnChunkMetaData>,
) -> Result<ParquetMetaData> {
    let group = metadata.row_group(row_group).clone().into_builder().set_column_metadata(chunks).build()?;
    let file = metadata.file_metadata().clone();
    Ok(ParquetMetaDataBuilder::new(file).set_row_groups(vec![group]).build())
}
