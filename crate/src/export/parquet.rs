//! Parquet.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::error::{Error, ErrorCode, Result};

use super::failure::of_parquet;

const ROW_GROUP_ROWS: usize = 1024 * 1024;
/// Encoded; what a row group takes in memory until it is whole.
const ROW_GROUP_BYTES: usize = 64 * 1024 * 1024;
const ZSTD_LEVEL: i32 = 3;

pub(super) struct ParquetWriter<W: Write + Send>(ArrowWriter<W>);

impl<W: Write + Send> ParquetWriter<W> {
    pub(super) fn new(sink: W, schema: &SchemaRef) -> Result<Self> {
        let level = ZstdLevel::try_new(ZSTD_LEVEL).map_err(of_parquet)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_created_by(concat!("daytally ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
            .set_max_row_group_bytes(Some(ROW_GROUP_BYTES))
            .build();
        let writer = ArrowWriter::try_new(sink, SchemaRef::clone(schema), Some(properties));
        Ok(Self(writer.map_err(of_parquet)?))
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.0.write(batch).map_err(of_parquet)
    }

    pub(super) fn sink(&mut self) -> &mut W {
        self.0.inner_mut()
    }

    pub(super) fn finish(mut self) -> Result<W> {
        self.0.flush().map_err(of_parquet)?;
        self.0.sync()?;
        // The library reports a sink that fails here as text only; nothing else is left to fail.
        self.0.into_inner().map_err(|error| Error::new(ErrorCode::Io, error.to_string()))
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
        assert_eq!(writer.0.memory_size(), 0);
        assert!(!writer.sink().is_empty());
    }
}
