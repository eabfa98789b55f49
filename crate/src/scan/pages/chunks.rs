//! Column chunks in footers, as they are and changed.

use parquet::basic::{Compression, Encoding, PageType};
use parquet::errors::Result;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataBuilder};

/// The position of a chunk's pages.
pub(in crate::scan) struct Pages {
    pub(in crate::scan) compression: Compression,
    pub(in crate::scan) bytes: u64,
    pub(in crate::scan) dictionary_at: Option<i64>,
    pub(in crate::scan) data_at: i64,
}

/// Returns the chunk with its pages at another position.
#[inline(never)]
pub(in crate::scan) fn relocate_chunk(
    chunk: &ColumnChunkMetaData,
    pages: &Pages,
) -> Result<ColumnChunkMetaData> {
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
pub(in crate::scan) fn single_row_group(
    metadata: &ParquetMetaData,
    row_group: usize,
    chunks: Vec<ColumnChunkMetaData>,
) -> Result<ParquetMetaData> {
    let group = metadata.row_group(row_group).clone().into_builder().set_column_metadata(chunks).build()?;
    let file = metadata.file_metadata().clone();
    Ok(ParquetMetaDataBuilder::new(file).set_row_groups(vec![group]).build())
}

/// Returns whether all data pages of a chunk use its dictionary.
pub(in crate::scan) fn is_dictionary(chunk: &ColumnChunkMetaData) -> bool {
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
