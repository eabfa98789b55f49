//! The data as a Parquet file, encoded with pyarrow's defaults.

use std::fmt;
use std::io::Write;

use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory};
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use crate::error::Result;
use crate::export::of_parquet;
use crate::report::ResultKind;

/// A larger dictionary is replaced by plain pages.
const DICTIONARY_BYTES: usize = 1024 * 1024;
const PAGE_BYTES: usize = 1024 * 1024;
const PAGE_ROWS: usize = 20_000;

/// The column chunks of one row group, encoded and compressed.
pub struct RowGroup(pub(super) Vec<ArrowColumnChunk>);

/// A Parquet file to which row groups are appended.
pub struct DataFile<W: Write + Send>(SerializedFileWriter<W>);

impl<W: Write + Send> DataFile<W> {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the sink fails.
    pub fn new(sink: W) -> Result<Self> {
        Ok(Self(begin(sink)?.0))
    }

    /// Appends a row group.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the sink fails.
    pub fn append(&mut self, row_group: RowGroup) -> Result<()> {
        let mut group = self.0.next_row_group().map_err(of_parquet)?;
        for chunk in row_group.0 {
            chunk.append_to_row_group(&mut group).map_err(of_parquet)?;
        }
        group.close().map_err(of_parquet)?;
        Ok(())
    }

    /// Ends the file. Returns the sink.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the sink fails.
    pub fn finish(self) -> Result<W> {
        let mut sink = self.0.into_inner().map_err(of_parquet)?;
        sink.flush()?;
        Ok(sink)
    }
}

impl<W: Write + Send> fmt::Debug for DataFile<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DataFile").field(&self.0.flushed_row_groups().len()).finish()
    }
}

pub(super) fn begin<W: Write + Send>(
    sink: W,
) -> Result<(SerializedFileWriter<W>, ArrowRowGroupWriterFactory)> {
    let properties = WriterProperties::builder()
        .set_created_by(concat!("daytally ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::SNAPPY)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_column_dictionary_enabled(ColumnPath::from("viewCount"), false)
        .set_data_page_size_limit(PAGE_BYTES)
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_statistics_truncate_length(None)
        .set_offset_index_disabled(true)
        .build();
    let writer = ArrowWriter::try_new(sink, ResultKind::Combined.schema(), Some(properties));
    writer.and_then(ArrowWriter::into_serialized_writer).map_err(of_parquet)
}
