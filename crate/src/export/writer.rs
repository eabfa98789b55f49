//! One result on its way into a file.

use std::fmt;
use std::io::{Read, Write};

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use arrow::datatypes::SchemaRef;

use crate::error::{Error, ErrorCode, Result};

use super::Format;
use super::arrow_file::ArrowFileWriter;
use super::arrow_stream::ArrowStreamWriter;
use super::csv::CsvWriter;
use super::encoded_chunk::EncodedChunk;
use super::parquet::ParquetWriter;

/// Writes one table to a sink, batch by batch, in one of the formats.
///
/// The sink is only ever appended to, so that what it has so far may be taken out of it between
/// two writes.
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
    /// Rows that wait for others, always fewer than are encoded at a time.
    waiting: Vec<RecordBatch>,
}

/// Rows that are encoded at a time, so that the bytes do not depend on how the rows come.
const ROWS: usize = 4_096;

enum Kind<W: Write + Send> {
    // Some times the size of the others.
    Parquet(Box<ParquetWriter<W>>),
    Csv(CsvWriter<W>),
    ArrowFile(ArrowFileWriter<W>),
    ArrowStream(ArrowStreamWriter<W>),
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table of the given columns.
    ///
    /// # Errors
    ///
    /// `io` if the sink fails.
    pub fn new(format: Format, sink: W, schema: &SchemaRef) -> Result<Self> {
        let kind = match format {
            Format::Parquet => Kind::Parquet(Box::new(ParquetWriter::new(sink, schema)?)),
            Format::Csv => Kind::Csv(CsvWriter::new(sink, schema, false)?),
            Format::SpreadsheetCsv => Kind::Csv(CsvWriter::new(sink, schema, true)?),
            Format::ArrowFile => Kind::ArrowFile(ArrowFileWriter::new(sink, schema)?),
            Format::ArrowStream => Kind::ArrowStream(ArrowStreamWriter::new(sink, schema)?),
        };
        Ok(Self { kind, schema: schema.clone(), waiting: Vec::new() })
    }

    /// Appends rows, of which a part may stay in memory until later ones come.
    ///
    /// # Errors
    ///
    /// `io` if the sink fails; `unsupported` if the format has no place for a column's type.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let mut start = 0;
        while start < batch.num_rows() {
            let waiting: usize = self.waiting.iter().map(RecordBatch::num_rows).sum();
            let length = (ROWS - waiting).min(batch.num_rows() - start);
            self.waiting.push(batch.slice(start, length));
            start += length;
            if waiting + length == ROWS {
                self.encode()?;
            }
        }
        Ok(())
    }

    /// Encodes the rows that wait.
    fn encode(&mut self) -> Result<()> {
        let batch = concat_batches(&self.schema, &self.waiting)?;
        self.waiting.clear();
        match &mut self.kind {
            Kind::Parquet(writer) => writer.write(&batch),
            Kind::Csv(writer) => writer.write(&batch),
            Kind::ArrowFile(writer) => writer.write(&batch),
            Kind::ArrowStream(writer) => writer.write(&batch),
        }
    }

    /// Lets what follows begin a row group of its own, in the format that has them.
    ///
    /// # Errors
    ///
    /// `io` if the sink fails.
    pub fn end_row_group(&mut self) -> Result<()> {
        if matches!(self.kind, Kind::Parquet(_)) && !self.waiting.is_empty() {
            self.encode()?;
        }
        match &mut self.kind {
            Kind::Parquet(writer) => writer.flush(),
            Kind::Csv(_) | Kind::ArrowFile(_) | Kind::ArrowStream(_) => Ok(()),
        }
    }

    /// Appends a row group of so many rows, whose columns' chunks were encoded elsewhere.
    ///
    /// # Errors
    ///
    /// `io` if the sink fails; what reading the chunks gives; `internal` if the format is not
    /// Parquet or the chunks are not of its columns.
    pub fn append_row_group<R: Read + Send>(
        &mut self,
        rows: u64,
        chunks: Vec<EncodedChunk<R>>,
    ) -> Result<()> {
        self.end_row_group()?;
        match &mut self.kind {
            Kind::Parquet(writer) => writer.append(rows, chunks),
            Kind::Csv(_) | Kind::ArrowFile(_) | Kind::ArrowStream(_) => {
                Err(Error::new(ErrorCode::Internal, "only Parquet takes whole row groups"))
            }
        }
    }

    /// The sink, with the bytes written so far; to take from, not to write to.
    pub fn sink(&mut self) -> &mut W {
        match &mut self.kind {
            Kind::Parquet(writer) => writer.sink(),
            Kind::Csv(writer) => writer.sink(),
            Kind::ArrowFile(writer) => writer.sink(),
            Kind::ArrowStream(writer) => writer.sink(),
        }
    }

    /// Ends the table, and gives the sink back with all of its bytes.
    ///
    /// # Errors
    ///
    /// `io` if the sink fails.
    pub fn finish(mut self) -> Result<W> {
        if !self.waiting.is_empty() {
            self.encode()?;
        }
        match self.kind {
            Kind::Parquet(writer) => writer.finish(),
            Kind::Csv(writer) => writer.finish(),
            Kind::ArrowFile(writer) => writer.finish(),
            Kind::ArrowStream(writer) => writer.finish(),
        }
    }
}

impl<W: Write + Send> fmt::Debug for TableWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.kind {
            Kind::Parquet(_) => "TableWriter(Parquet)",
            Kind::Csv(_) => "TableWriter(Csv)",
            Kind::ArrowFile(_) => "TableWriter(ArrowFile)",
            Kind::ArrowStream(_) => "TableWriter(ArrowStream)",
        })
    }
}
