//! Writes one result to a file.

use std::fmt;
use std::io::{Read, Write};

use arrow::array::{ArrayRef, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, SchemaRef};
#[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
use flate2::{Compression, write::GzEncoder};

use crate::error::{Error, ErrorCode, Result};

use super::Format;
use super::arrow::{ArrowFileWriter, ArrowStreamWriter};
use super::csv::CsvWriter;
use super::encoded_chunk::EncodedChunk;
#[cfg(not(target_arch = "wasm32"))]
use super::json_lines::JsonLinesWriter;
use super::parquet::ParquetWriter;

/// Writes one table to a sink, batch by batch, in one of the formats.
///
/// The sink is only appended to, so its content may be taken out between two writes.
///
/// ```
/// use std::sync::Arc;
/// use arrow::array::{Int64Array, RecordBatch};
/// use daytally::export::{Format, TableWriter};
///
/// let table = RecordBatch::try_from_iter([("n", Arc::new(Int64Array::from(vec![1, 2])) as _)])?;
/// let mut writer = TableWriter::new(Format::Csv, Vec::new(), &table.schema())?;
/// let mut file = std::mem::take(writer.sink());
/// writer.write(&table)?;
/// file.extend(writer.finish()?);
/// assert_eq!(file, b"n\r\n1\r\n2\r\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TableWriter<W: Write + Send> {
    kind: Kind<W>,
    schema: SchemaRef,
    /// Rows that are not encoded yet, always fewer than are encoded at once.
    waiting: Vec<RecordBatch>,
    waiting_bytes: usize,
}

/// The number of rows that are encoded at once, so that the output does not depend on the input's
/// batches.
const ROWS: usize = 4_096;
/// The size of text and lists at which fewer rows are encoded: a row can have megabytes.
const BYTES: usize = 64 << 20;

enum Kind<W: Write + Send> {
    // Several times the size of the others.
    Parquet(Box<ParquetWriter<W>>),
    Csv(CsvWriter<W>),
    ArrowFile(ArrowFileWriter<W>),
    ArrowStream(ArrowStreamWriter<W>),
    #[cfg(not(target_arch = "wasm32"))]
    JsonLines(JsonLinesWriter<W>),
    #[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
    CsvGzip(CsvWriter<GzEncoder<W>>),
    #[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
    CsvZstd(CsvWriter<zstd::Encoder<'static, W>>),
}

/// The level of Zstandard that its own tool uses.
#[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
const ZSTD_LEVEL: i32 = 3;

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table of the given columns.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the sink fails;
    /// [`Unsupported`](crate::ErrorCode::Unsupported) if the crate is built without the format's codec.
    pub fn new(format: Format, sink: W, schema: &SchemaRef) -> Result<Self> {
        let kind = match format {
            Format::Parquet => Kind::Parquet(Box::new(ParquetWriter::new(sink, schema)?)),
            Format::Csv => Kind::Csv(CsvWriter::new(sink, schema, false)?),
            Format::SpreadsheetCsv => Kind::Csv(CsvWriter::new(sink, schema, true)?),
            Format::ArrowFile => Kind::ArrowFile(ArrowFileWriter::new(sink, schema)?),
            Format::ArrowStream => Kind::ArrowStream(ArrowStreamWriter::new(sink, schema)?),
            #[cfg(not(target_arch = "wasm32"))]
            Format::JsonLines => Kind::JsonLines(JsonLinesWriter::new(sink, schema)?),
            #[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
            Format::CsvGzip => {
                Kind::CsvGzip(CsvWriter::new(GzEncoder::new(sink, Compression::default()), schema, false)?)
            }
            #[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
            Format::CsvZstd => {
                Kind::CsvZstd(CsvWriter::new(zstd::Encoder::new(sink, ZSTD_LEVEL)?, schema, false)?)
            }
            #[cfg(not(any(feature = "gzip", target_arch = "wasm32")))]
            Format::CsvGzip => return Err(left_out("gzip")),
            #[cfg(not(any(feature = "zstd", target_arch = "wasm32")))]
            Format::CsvZstd => return Err(left_out("zstd")),
        };
        Ok(Self { kind, schema: schema.clone(), waiting: Vec::new(), waiting_bytes: 0 })
    }

    /// Appends rows. Some stay in memory until later ones arrive.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the sink fails;
    /// [`Unsupported`](crate::ErrorCode::Unsupported) if the format has no place for a column's
    /// type.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let mut start = 0;
        while start < batch.num_rows() {
            let waiting: usize = self.waiting.iter().map(RecordBatch::num_rows).sum();
            let length = (ROWS - waiting).min(batch.num_rows() - start);
            let rows = batch.slice(start, length);
            let length = rows_of(&rows, BYTES - self.waiting_bytes);
            self.waiting_bytes += bytes_of(&rows, length);
            self.waiting.push(rows.slice(0, length));
            start += length;
            if waiting + length == ROWS || self.waiting_bytes >= BYTES {
                self.encode()?;
            }
        }
        Ok(())
    }

    /// Encodes the rows that are waiting.
    fn encode(&mut self) -> Result<()> {
        let batch = concat_batches(&self.schema, &self.waiting)?;
        self.waiting.clear();
        self.waiting_bytes = 0;
        match &mut self.kind {
            Kind::Parquet(writer) => writer.write(&batch),
            Kind::Csv(writer) => writer.write(&batch),
            Kind::ArrowFile(writer) => writer.write(&batch),
            Kind::ArrowStream(writer) => writer.write(&batch),
            #[cfg(not(target_arch = "wasm32"))]
            Kind::JsonLines(writer) => writer.write(&batch),
            #[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
            Kind::CsvGzip(writer) => writer.write(&batch),
            #[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
            Kind::CsvZstd(writer) => writer.write(&batch),
        }
    }

    /// Ends the row group, if the format has row groups.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the sink fails.
    pub fn end_row_group(&mut self) -> Result<()> {
        if matches!(self.kind, Kind::Parquet(_)) && !self.waiting.is_empty() {
            self.encode()?;
        }
        match &mut self.kind {
            Kind::Parquet(writer) => writer.flush(),
            _ => Ok(()),
        }
    }

    /// Appends a row group of encoded column chunks.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the sink fails; errors of reading the chunks;
    /// [`Internal`](crate::ErrorCode::Internal) if the format is not Parquet or the chunks are not
    /// of its columns.
    pub fn append_row_group<R: Read + Send>(
        &mut self,
        rows: u64,
        chunks: Vec<EncodedChunk<R>>,
    ) -> Result<()> {
        self.end_row_group()?;
        match &mut self.kind {
            Kind::Parquet(writer) => writer.append(rows, chunks),
            _ => Err(Error::new(ErrorCode::Internal, "only Parquet takes whole row groups")),
        }
    }

    /// Returns the sink with the bytes written so far. Take from it, but do not write to it.
    pub fn sink(&mut self) -> &mut W {
        match &mut self.kind {
            Kind::Parquet(writer) => writer.sink(),
            Kind::Csv(writer) => writer.sink(),
            Kind::ArrowFile(writer) => writer.sink(),
            Kind::ArrowStream(writer) => writer.sink(),
            #[cfg(not(target_arch = "wasm32"))]
            Kind::JsonLines(writer) => writer.sink(),
            #[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
            Kind::CsvGzip(writer) => writer.sink().get_mut(),
            #[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
            Kind::CsvZstd(writer) => writer.sink().get_mut(),
        }
    }

    /// Ends the table. Returns the sink with all of its bytes.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the sink fails.
    pub fn finish(mut self) -> Result<W> {
        if !self.waiting.is_empty() {
            self.encode()?;
        }
        match self.kind {
            Kind::Parquet(writer) => writer.finish(),
            Kind::Csv(writer) => writer.finish(),
            Kind::ArrowFile(writer) => writer.finish(),
            Kind::ArrowStream(writer) => writer.finish(),
            #[cfg(not(target_arch = "wasm32"))]
            Kind::JsonLines(writer) => writer.finish(),
            #[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
            Kind::CsvGzip(writer) => Ok(writer.finish()?.finish()?),
            #[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
            Kind::CsvZstd(writer) => Ok(writer.finish()?.finish()?),
        }
    }
}

#[cfg(not(any(all(feature = "gzip", feature = "zstd"), target_arch = "wasm32")))]
fn left_out(feature: &str) -> Error {
    Error::new(ErrorCode::Unsupported, "the crate is built without the codec of this format")
        .expected(format!("the feature {feature}"))
        .found("a build without it")
        .remedy("Turn on the feature, or write another format.")
}

/// Returns how many rows reach `bytes` bytes; all rows if they are smaller.
fn rows_of(batch: &RecordBatch, bytes: usize) -> usize {
    let all = batch.num_rows();
    if bytes_of(batch, all) < bytes {
        return all;
    }
    let (mut fewer, mut enough) = (0, all);
    while enough - fewer > 1 {
        let middle = fewer.midpoint(enough);
        if bytes_of(batch, middle) < bytes { fewer = middle } else { enough = middle }
    }
    enough
}

/// Returns the size of text and lists in the first `rows` rows, in bytes.
fn bytes_of(batch: &RecordBatch, rows: usize) -> usize {
    let bytes = |column: &ArrayRef| {
        let (offsets, width) = match column.data_type() {
            DataType::Utf8 => (column.as_string::<i32>().value_offsets(), 1),
            DataType::List(_) => (column.as_list::<i32>().value_offsets(), size_of::<i32>()),
            _ => return 0,
        };
        usize::try_from(offsets[rows] - offsets[0]).unwrap_or_default() * width
    };
    batch.columns().iter().map(bytes).sum()
}

impl<W: Write + Send> fmt::Debug for TableWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.kind {
            Kind::Parquet(_) => "TableWriter(Parquet)",
            Kind::Csv(_) => "TableWriter(Csv)",
            Kind::ArrowFile(_) => "TableWriter(ArrowFile)",
            Kind::ArrowStream(_) => "TableWriter(ArrowStream)",
            #[cfg(not(target_arch = "wasm32"))]
            Kind::JsonLines(_) => "TableWriter(JsonLines)",
            #[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
            Kind::CsvGzip(_) => "TableWriter(CsvGzip)",
            #[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
            Kind::CsvZstd(_) => "TableWriter(CsvZstd)",
        })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::sync::Arc;

    use arrow::array::{RecordBatch, StringArray};

    use super::*;

    #[test]
    fn large_rows_are_encoded_early_however_they_come() {
        let sizes: Vec<usize> = (0..200).map(|row| 100 + 17 * (row % 90)).collect();
        let text = StringArray::from_iter_values(sizes.iter().map(|&kibibytes| "x".repeat(kibibytes << 10)));
        let all = RecordBatch::try_from_iter([("text", Arc::new(text) as ArrayRef)]).unwrap();
        let mut files = Vec::new();
        for at_once in [1, 7, 200] {
            let mut writer = TableWriter::new(Format::ArrowStream, Vec::new(), &all.schema()).unwrap();
            let mut max = 0;
            for start in (0..200).step_by(at_once) {
                writer.write(&all.slice(start, at_once.min(200 - start))).unwrap();
                max = max.max(writer.waiting_bytes);
            }
            assert!(max < BYTES);
            files.push(writer.finish().unwrap());
        }
        assert!(files[0] == files[1] && files[1] == files[2]);
        let mut encoded = 0;
        for batch in arrow::ipc::reader::StreamReader::try_new(files[0].as_slice(), None).unwrap() {
            let batch = batch.unwrap();
            // The row that exceeds the limit is included.
            assert!(bytes_of(&batch, batch.num_rows()) < BYTES + (2 << 20));
            encoded += 1;
        }
        assert_eq!(encoded, sizes.iter().sum::<usize>().div_ceil(BYTES >> 10));
    }
}
