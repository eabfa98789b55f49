//! What the crate reads and writes with the features of codecs, and by `--no-default-features`
//! without them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch};
use bytes::Bytes;
use parquet::basic::Compression;
use parquet::file::reader::{FileReader, SerializedFileReader};

use daytally::export::{Format, TableWriter};
use daytally::scan::{Plan, Problem, Roles, ScanOptions, Step, Task};
use daytally::source::FooterDecoder;
use daytally::{Error, ErrorCode};

/// Returns how many rows a scan of a file reads, or why the file is skipped.
fn rows(bytes: &Bytes) -> Result<Result<usize, Problem>, Error> {
    let part = |start: u64, end: u64| bytes.slice(start as usize..end as usize);
    let mut footer = FooterDecoder::new("views.parquet", bytes.len() as u64);
    while let Some(range) = footer.needs().first().cloned() {
        footer.push(range.start, part(range.start, range.end))?;
    }
    let file = footer.finish()?;
    let plan = Plan::new(&[file.summary(0)], &ScanOptions::default(), Roles::GAPS);
    if let Some(problem) = plan.problems.first() {
        return Ok(Err(problem.clone()));
    }
    let mut rows = 0;
    for each in &plan.tasks {
        let mut task = Task::open(&file, each.row_group as usize, &plan.mapping()?, Roles::GAPS, None, None)?;
        loop {
            match task.step()? {
                Step::Needs(ranges) => {
                    for range in ranges {
                        task.push(range.start, part(range.start, range.end))?;
                    }
                }
                Step::Rows(columns) => rows += columns.rows,
                Step::Finished => break,
            }
        }
    }
    Ok(Ok(rows))
}

#[test]
fn a_file_whose_codec_is_left_out_is_refused_by_its_name() {
    let uncompressed = rows(&fixture("none")).unwrap().unwrap();
    assert!(uncompressed > 0);
    let codecs = [
        ("snappy", true),
        ("lz4_raw", true),
        ("brotli", cfg!(feature = "brotli")),
        ("gzip", cfg!(feature = "gzip")),
        ("zstd", cfg!(feature = "zstd")),
    ];
    for (codec, is_there) in codecs {
        match rows(&fixture(codec)).unwrap() {
            Ok(found) => assert_eq!((found, is_there), (uncompressed, true), "{codec}"),
            Err(Problem { code, message, .. }) => {
                assert!(!is_there, "{message}");
                assert_eq!(code, "unreadable_type", "{message}");
                let named = format!("compressed by {codec}, a feature of the crate that is off");
                assert!(message.contains(&named), "{message}");
            }
        }
    }
}

fn fixture(codec: &str) -> Bytes {
    let root = env!("CARGO_MANIFEST_DIR");
    fs::read(format!("{root}/../tests/fixtures/codec_{codec}_v1/input/views.parquet")).unwrap().into()
}

#[test]
fn a_result_is_written_with_the_codecs_that_are_there() {
    let column: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    let table = RecordBatch::try_from_iter([("n", column)]).unwrap();
    let formats = [(Format::CsvGzip, cfg!(feature = "gzip")), (Format::CsvZstd, cfg!(feature = "zstd"))];
    for (format, is_there) in formats {
        let refused = TableWriter::new(format, Vec::new(), &table.schema()).err();
        let code = (!is_there).then_some(ErrorCode::Unsupported);
        assert_eq!(refused.map(|error| error.code()), code, "{format}");
    }
    let mut writer = TableWriter::new(Format::Parquet, Vec::new(), &table.schema()).unwrap();
    writer.write(&table).unwrap();
    let reader = SerializedFileReader::new(Bytes::from(writer.finish().unwrap())).unwrap();
    let codec = reader.metadata().row_group(0).column(0).compression();
    assert_eq!(matches!(codec, Compression::ZSTD(_)), cfg!(feature = "zstd"), "{codec}");
    assert_eq!(reader.get_row_iter(None).unwrap().count(), 2);
}
