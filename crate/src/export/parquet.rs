//! The Parquet format.
//!
//! Written without parquet's `ArrowWriter`: see `docs/design/own-code/parquet-writer.md`.

use std::io::{Read, Write};
use std::mem::take;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::{ArrowSchemaConverter, add_encoded_arrow_schema_to_metadata};
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::SchemaDescriptor;

use crate::error::{Error, ErrorCode, Result};

use super::encoded_chunk::{EncodedChunk, OnceReader};
use super::failure::of_parquet;
use super::parquet_column::Column;

const ROW_GROUP_ROWS: usize = 1024 * 1024;
/// The maximum size of values before they are encoded. The encoded ones stay in memory until the
/// row group is complete.
const ROW_GROUP_BYTES: usize = 128 * 1024 * 1024;
const ZSTD_LEVEL: i32 = 3;

/// The columns of a Parquet file.
pub type ParquetColumns = SchemaDescriptor;

/// Returns the Parquet columns of a schema.
///
/// # Errors
///
/// [`Internal`](crate::ErrorCode::Internal) if the schema has a type that Parquet lacks.
pub fn parquet_schema(schema: &SchemaRef) -> Result<ParquetColumns> {
    ArrowSchemaConverter::new().convert(schema).map_err(of_parquet)
}

pub(super) struct ParquetWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    schema: SchemaRef,
    /// The columns of the current row group; empty before its first row.
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

impl<W: Write + Send> ParquetWriter<W> {
    pub(super) fn new(sink: W, schema: &SchemaRef) -> Result<Self> {
        if let Some(field) = schema.fields().iter().find(|field| !Column::takes(field.data_type())) {
            return Err(Error::new(ErrorCode::Unsupported, "Parquet is written without such a column")
                .expected("text, a day, a count or a list of days")
                .found(field.data_type().to_string())
                .in_column(field.name().as_str()));
        }
        let level = ZstdLevel::try_new(ZSTD_LEVEL).map_err(of_parquet)?;
        let codec = if cfg!(feature = "zstd") { Compression::ZSTD(level) } else { Compression::SNAPPY };
        let mut properties = WriterProperties::builder()
            .set_compression(codec)
            .set_created_by(concat!("daytally ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        add_encoded_arrow_schema_to_metadata(schema, &mut properties);
        let root = parquet_schema(schema)?.root_schema_ptr();
        let mut file = SerializedFileWriter::new(sink, root, properties.into()).map_err(of_parquet)?;
        for (key, value) in schema.metadata() {
            file.append_key_value_metadata(KeyValue::new(key.clone(), value.clone()));
        }
        Ok(Self { file, schema: SchemaRef::clone(schema), columns: Vec::new(), rows: 0, bytes: 0 })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let mut start = 0;
        while start < batch.num_rows() {
            let length = (ROW_GROUP_ROWS - self.rows).min(batch.num_rows() - start);
            self.write_rows(&batch.slice(start, length)).map_err(of_parquet)?;
            start += length;
            if self.rows == ROW_GROUP_ROWS || self.bytes >= ROW_GROUP_BYTES {
                self.end_row_group().map_err(of_parquet)?;
            }
        }
        Ok(())
    }

    fn write_rows(&mut self, batch: &RecordBatch) -> parquet::errors::Result<()> {
        if self.columns.is_empty() {
            let (schema, properties) = (self.file.schema_descr(), self.file.properties());
            let fields = self.schema.fields().iter().zip(schema.columns());
            self.columns = fields
                .map(|(field, column)| Column::new(field.data_type(), column.clone(), properties.clone()))
                .collect();
        }
        for (column, array) in self.columns.iter_mut().zip(batch.columns()) {
            self.bytes += column.write(array)?;
        }
        self.rows += batch.num_rows();
        Ok(())
    }

    fn end_row_group(&mut self) -> parquet::errors::Result<()> {
        (self.rows, self.bytes) = (0, 0);
        let columns = take(&mut self.columns);
        if columns.is_empty() {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for column in columns {
            let (pages, close) = column.close()?;
            group.append_column(&pages, close)?;
        }
        group.close()?;
        Ok(())
    }

    /// Ends the current row group. The next one begins with the next row.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.end_row_group().map_err(of_parquet)
    }

    /// Appends a row group of chunks that were encoded elsewhere.
    pub(super) fn append<R: Read + Send>(&mut self, rows: u64, chunks: Vec<EncodedChunk<R>>) -> Result<()> {
        self.flush()?;
        let mut group = self.file.next_row_group().map_err(of_parquet)?;
        for EncodedChunk { metadata, bytes } in chunks {
            let close = ColumnCloseResult {
                bytes_written: metadata.compressed_size().cast_unsigned(),
                rows_written: rows,
                metadata,
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            group.append_column(&OnceReader::new(bytes), close).map_err(of_parquet)?;
        }
        group.close().map_err(of_parquet)?;
        Ok(())
    }

    pub(super) fn sink(&mut self) -> &mut W {
        self.file.inner_mut()
    }

    pub(super) fn finish(mut self) -> Result<W> {
        self.end_row_group().map_err(of_parquet)?;
        self.file.flush()?;
        // The library reports a failed sink here as text only, and nothing else can fail.
        self.file.into_inner().map_err(|error| Error::new(ErrorCode::Io, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Int64Array, StringArray};
    use arrow::datatypes::{DataType, Field, Schema};
    use bytes::Bytes;
    use parquet::basic::Encoding;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    fn rows(start: i64, length: i64) -> RecordBatch {
        let fields =
            vec![Field::new("video_id", DataType::Utf8, true), Field::new("n", DataType::Int64, true)];
        let numbers = start..start + length;
        let ids = StringArray::from_iter_values(numbers.clone().map(|number| format!("id{}", number % 7)));
        let columns = vec![Arc::new(ids) as _, Arc::new(Int64Array::from_iter_values(numbers)) as _];
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
    }

    #[test]
    fn row_groups_and_footer_say_what_they_hold() {
        const CHUNK: i64 = 100_000;
        let mut writer = ParquetWriter::new(Vec::new(), &rows(0, 0).schema()).unwrap();
        for start in (0..12 * CHUNK).step_by(100_000) {
            writer.write(&rows(start, CHUNK)).unwrap();
        }
        let reader = SerializedFileReader::new(Bytes::from(writer.finish().unwrap())).unwrap();
        let metadata = reader.metadata();
        let file = metadata.file_metadata();
        assert_eq!(file.created_by(), Some(concat!("daytally ", env!("CARGO_PKG_VERSION"))));
        let counts: Vec<i64> = metadata.row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(counts, [1_048_576, 1_200_000 - 1_048_576]);
        for column in metadata.row_groups().iter().flat_map(|group| group.columns()) {
            assert!(matches!(column.compression(), Compression::ZSTD(_)));
            assert!(column.statistics().is_some_and(|statistics| statistics.min_bytes_opt().is_some()));
        }
        assert!(metadata.row_group(0).column(0).encodings().any(|it| it == Encoding::RLE_DICTIONARY));
    }

    #[test]
    fn a_full_row_group_leaves_memory() {
        let mut writer = ParquetWriter::new(Vec::new(), &rows(0, 0).schema()).unwrap();
        writer.write(&rows(0, 1_048_576)).unwrap();
        assert!(writer.columns.is_empty());
        assert!(!writer.sink().is_empty());
    }
}
