//! Tests that run for all formats.
#![allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.

use std::io::{self, Read, Write};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, Date32Array, Date32Builder, Int64Array, ListBuilder, RecordBatch, StringArray,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::ipc::reader::{FileReader, StreamReader};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use crate::error::ErrorCode;

use super::{Format, TableWriter};

/// A table as text, header first; null is `None`.
type Rows = Vec<Vec<Option<String>>>;

fn rows(schema: &SchemaRef, batches: &[RecordBatch]) -> Rows {
    let options = FormatOptions::new();
    let header = schema.fields().iter().map(|field| Some(field.name().clone())).collect();
    let cells = batches.iter().flat_map(|batch| {
        (0..batch.num_rows()).map(|row| {
            let cell = |column: &ArrayRef| {
                let text = ArrayFormatter::try_new(column, &options).unwrap().value(row).to_string();
                column.is_valid(row).then_some(text)
            };
            batch.columns().iter().map(cell).collect()
        })
    });
    std::iter::once(header).chain(cells).collect()
}

fn read(format: Format, bytes: &[u8], schema: &SchemaRef) -> Rows {
    let batches: Vec<RecordBatch> = match format {
        Format::Csv | Format::SpreadsheetCsv => return read_csv(bytes),
        Format::CsvGzip => {
            let mut text = Vec::new();
            flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
            return read_csv(&text);
        }
        Format::CsvZstd => return read_csv(&zstd::decode_all(bytes).unwrap()),
        Format::JsonLines => return read_json_lines(bytes, schema),
        Format::Parquet => ParquetRecordBatchReaderBuilder::try_new(Bytes::copy_from_slice(bytes))
            .unwrap()
            .build()
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap(),
        Format::ArrowFile => {
            FileReader::try_new(io::Cursor::new(bytes), None).unwrap().collect::<Result<_, _>>().unwrap()
        }
        Format::ArrowStream => StreamReader::try_new(bytes, None).unwrap().collect::<Result<_, _>>().unwrap(),
    };
    assert!(batches.iter().all(|batch| batch.schema() == *schema), "{format}");
    rows(schema, &batches)
}

/// Does not distinguish null from empty text; `csv.rs` tests that the bytes differ.
fn read_csv(bytes: &[u8]) -> Rows {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let field = |field: &str| (!field.is_empty()).then(|| field.to_owned());
    reader.records().map(|record| record.unwrap().iter().map(field).collect()).collect()
}

/// Returns the rows with lists as Arrow shows them.
fn read_json_lines(bytes: &[u8], schema: &SchemaRef) -> Rows {
    let names: Vec<&String> = schema.fields().iter().map(|field| field.name()).collect();
    let cell = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(days) => {
            let days: Vec<&str> = days.iter().map(|day| day.as_str().unwrap()).collect();
            Some(format!("[{}]", days.join(", ")))
        }
        number => Some(number.as_i64().unwrap().to_string()),
    };
    let row = |line: &str| {
        let row: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        assert_eq!(row.len(), names.len());
        names.iter().map(|&name| cell(&row[name])).collect()
    };
    let header = names.iter().map(|&name| Some(name.clone())).collect();
    std::iter::once(header).chain(std::str::from_utf8(bytes).unwrap().lines().map(row)).collect()
}

fn expected(format: Format, schema: &SchemaRef, batches: &[RecordBatch]) -> Rows {
    let mut rows = rows(schema, batches);
    if matches!(format, Format::Csv | Format::CsvGzip | Format::CsvZstd) {
        for cell in rows.iter_mut().flatten() {
            let listed = cell.as_deref().and_then(|text| text.strip_prefix('[')?.strip_suffix(']'));
            if let Some(listed) = listed {
                *cell = Some(listed.replace(", ", ";"));
            }
            *cell = cell.take().filter(|text| !text.is_empty());
        }
    }
    rows
}

fn schema() -> SchemaRef {
    let item = Arc::new(Field::new("item", DataType::Date32, false));
    Arc::new(Schema::new(vec![
        Field::new("video_id", DataType::Utf8, true),
        Field::new("viewCount", DataType::Int64, true),
        Field::new("date", DataType::Date32, true),
        Field::new("missing_dates", DataType::List(item), true),
    ]))
}

/// Id, count, day, list of days.
type Row<'a> = (Option<&'a str>, Option<i64>, Option<i32>, Option<Vec<i32>>);

fn table(rows: &[Row<'_>]) -> RecordBatch {
    let item = Arc::new(Field::new("item", DataType::Date32, false));
    let mut lists = ListBuilder::new(Date32Builder::new()).with_field(item);
    for (.., list) in rows {
        match list {
            Some(days) => lists.append_value(days.iter().copied().map(Some)),
            None => lists.append_null(),
        }
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(rows.iter().map(|row| row.0).collect::<StringArray>()),
        Arc::new(rows.iter().map(|row| row.1).collect::<Int64Array>()),
        Arc::new(rows.iter().map(|row| row.2).collect::<Date32Array>()),
        Arc::new(lists.finish()),
    ];
    RecordBatch::try_new(schema(), columns).unwrap()
}

const FIRST: i32 = -719_162;
const LAST: i32 = 2_932_896;

fn awkward() -> RecordBatch {
    table(&[
        (None, None, None, None),
        (Some(""), Some(0), Some(0), Some(vec![])),
        (Some("a,b"), Some(i64::MIN), Some(FIRST), Some(vec![FIRST])),
        (Some("say \"a\""), Some(i64::MAX), Some(LAST), Some(vec![LAST - 1, LAST])),
        (Some("\""), Some(-1), Some(-1), Some((-400..400).collect())),
        (Some("two\nlines"), None, Some(19_465), None),
        (Some("two\r\nlines"), Some(1), None, Some(vec![19_465])),
        (Some("-_-"), Some(2), Some(1), Some(vec![1])),
        (Some("=1+1"), Some(3), Some(2), Some(vec![2])),
        (Some(" spaces "), Some(4), Some(3), Some(vec![3])),
        (Some("é日本😀\u{0}\u{FEFF}"), Some(9_007_199_254_740_993), Some(4), Some(vec![4])),
        (Some("null"), Some(5), Some(5), Some(vec![5])),
    ])
}

fn write(format: Format, batches: &[RecordBatch]) -> Vec<u8> {
    let mut writer = TableWriter::new(format, Vec::new(), &schema()).unwrap();
    for batch in batches {
        writer.write(batch).unwrap();
    }
    writer.finish().unwrap()
}

fn keeps(batches: &[RecordBatch]) {
    for format in Format::EXACT {
        let read = read(format, &write(format, batches), &schema());
        assert_eq!(read, expected(format, &schema(), batches), "{format}");
    }
}

#[test]
fn every_value() {
    keeps(&[awkward()]);
}

#[test]
fn the_order_of_batches_and_slices_of_them() {
    let whole = awkward();
    keeps(&[whole.slice(5, 4), whole.slice(0, 5), whole.slice(3, 0), whole.slice(11, 1)]);
}

#[test]
fn columns_without_rows() {
    keeps(&[]);
    keeps(&[table(&[])]);
}

#[test]
fn long_lists() {
    let every_day = || Some((FIRST..=LAST).step_by(7).collect());
    keeps(&[table(&[(Some("a"), None, None, every_day()), (Some("b"), None, None, every_day())])]);
}

#[test]
fn the_same_bytes_when_drained_between_writes() {
    let batches = [awkward(), awkward().slice(2, 3), awkward()];
    for format in Format::ALL {
        let mut writer = TableWriter::new(format, Vec::new(), &schema()).unwrap();
        let mut drained = std::mem::take(writer.sink());
        for batch in &batches {
            writer.write(batch).unwrap();
            drained.append(writer.sink());
        }
        drained.extend(writer.finish().unwrap());
        assert_eq!(drained, write(format, &batches), "{format}");
    }
}

#[test]
fn what_is_written_leaves_memory() {
    let ids: Vec<String> =
        (0..50_000).map(|id| format!("{:016x}", id * 0x9E37_79B9_7F4A_7C15_u128)).collect();
    let rows: Vec<_> = ids.iter().map(|id| (Some(id.as_str()), Some(1), Some(1), Some(vec![1, 2]))).collect();
    let batch = table(&rows);
    for format in Format::ALL {
        let mut writer = TableWriter::new(format, Vec::new(), &schema()).unwrap();
        let mut max = 0;
        // Parquet holds a row group of a million rows, and so drains twice; the others drain each
        // batch.
        let batches = if format == Format::Parquet { 40 } else { 4 };
        for _ in 0..batches {
            writer.write(&batch).unwrap();
            max = max.max(writer.sink().len());
            writer.sink().clear();
        }
        let total = write(format, std::slice::from_ref(&batch)).len() * batches;
        assert!(max < total * 2 / 3, "{format}: {max} of {total}");
    }
}

/// A sink with room for a limited number of bytes.
#[derive(Debug)]
struct Bounded(usize);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.0 {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space left"));
        }
        self.0 -= bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_sink_that_is_full_is_an_io_error_wherever_it_happens() {
    for format in Format::ALL {
        let room = write(format, &[awkward()]).len();
        let fill = |room| {
            let mut writer = TableWriter::new(format, Bounded(room), &schema())?;
            writer.write(&awkward())?;
            writer.finish()
        };
        // Writes of fewer bytes than the step end within another one.
        for room in (0..room).step_by(5) {
            let error = fill(room).unwrap_err();
            assert_eq!(error.code(), ErrorCode::Io, "{format}: {error}");
            assert!(error.to_string().contains("no space left"), "{format}: {error}");
        }
        assert_eq!(fill(room).unwrap().0, 0);
    }
}
