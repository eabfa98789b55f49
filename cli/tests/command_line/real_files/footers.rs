//! Footers of other writers, and footers that contradict themselves in harmless ways.
//!
//! `tests/footers/make.py` writes the files and the expected sums with pyarrow.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use daytally::scan::{FileRows, RowsStep};
use daytally::source::FooterDecoder;
use parquet::basic::Type;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataReader};
use parquet::schema::types::ColumnDescPtr;
use proptest::prelude::*;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/footers")
}

/// Runs the command line in the folder of the files; returns stderr if it fails.
fn daytally(args: &[&str]) -> Result<String, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daytally"));
    let output = command.current_dir(folder()).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

fn csv(path: &Path) -> Vec<Vec<String>> {
    let rows = csv::Reader::from_path(path).unwrap().into_records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// What pyarrow reads from a file.
struct Expected {
    /// Sums by channel, video and month, in result order.
    sums: Vec<Vec<String>>,
    null_dates: u64,
    days: [String; 2],
}

fn expected() -> BTreeMap<String, Expected> {
    let text = fs::read_to_string(folder().join("expected.json")).unwrap();
    let files: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let row = |row: &Value| row.as_array().unwrap().iter().map(cell).collect::<Vec<_>>();
    let of = |found: Value| {
        let mut sums: Vec<Vec<String>> = found["sums"].as_array().unwrap().iter().map(row).collect();
        sums.sort();
        let days = [0, 1].map(|at| found["days"][at].as_str().unwrap().to_owned());
        Expected { sums, null_dates: found["nullDates"].as_u64().unwrap(), days }
    };
    files.into_iter().map(|(file, found)| (file, of(found))).collect()
}

#[test]
fn sums_equal_those_of_pyarrow() {
    let out = tempfile::tempdir().unwrap();
    let (sums, combined) = (out.path().join("sums.csv"), out.path().join("combined.parquet"));
    let (sums, combined) = (sums.to_str().unwrap(), combined.to_str().unwrap());
    let mut wrong = Vec::new();
    for (name, expected) in expected() {
        let file = format!("{name}.parquet");
        let read = |input: &str| -> Result<Vec<Vec<String>>, String> {
            daytally(&["monthly", input, "-o", sums])?;
            let rows = csv(Path::new(sums)).into_iter();
            // The input rows, without the snapshot at the end.
            Ok(rows.filter(|row| row[2] != "2030-01").collect())
        };
        let found = read(&file).and_then(|found| {
            assert_eq!(found, expected.sums, "{name}");
            let line =
                ["combined", &file, "--provider", "simulator", "--run-date", "2030-01-01", "-o", combined];
            let diagnostics = daytally(&[&line[..], &["--json"]].concat())?;
            assert_eq!(read(combined)?, expected.sums, "{name}, combined");
            let diagnostics: Value = serde_json::from_str(&diagnostics).unwrap();
            assert_eq!(diagnostics["diagnostics"]["nullDateRows"], expected.null_dates, "{name}");
            let inspected = daytally(&["inspect", &file, "--rows", "2", "--json"])?;
            let inspected: Value = serde_json::from_str(&inspected).unwrap();
            assert_eq!(inspected["rows"][0].as_array().unwrap().len(), 2, "{name}");
            // Untrusted statistics give no days, never wrong ones.
            let days =
                ["firstDay", "lastDay"].map(|day| inspected["plan"][day].as_str().unwrap_or("").to_owned());
            assert!(days == expected.days || days == ["", ""], "{name}: {days:?}");
            Ok(())
        });
        wrong.extend(found.err().map(|error| format!("{name}: {error}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_unreadable_column_is_named() {
    let out = tempfile::tempdir().unwrap();
    let sums = out.path().join("sums.csv");
    let refused = |file: &str, column: &str| {
        let columns = format!("viewCount={column}");
        daytally(&["monthly", file, "--columns", &columns, "-o", sums.to_str().unwrap()]).unwrap_err()
    };
    for (file, holds) in [
        ("chunks/codec_unknown.parquet", "the unknown codec 99"),
        ("schema/physical_type_unknown.parquet", "the unknown physical type 9"),
    ] {
        let error = refused(file, "extra");
        for text in [file, "extra", holds] {
            assert!(error.contains(text), "{error}");
        }
    }
}

fn open(bytes: &bytes::Bytes) -> daytally::Result<daytally::source::File> {
    let mut footer = FooterDecoder::new("views.parquet", bytes.len() as u64);
    while let Some(range) = footer.needs().first().cloned() {
        footer.push(range.start, bytes.slice(range.start as usize..range.end as usize))?;
    }
    footer.finish()
}

/// Finds all Parquet files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "parquet") {
            found.push(path);
        }
    }
}

#[test]
fn a_valid_footer_is_read_like_the_parquet_crate_reads_it() {
    let mut found = Vec::new();
    files(&folder().join("../fixtures"), &mut found);
    let mut compared = 0;
    for path in found {
        let bytes = bytes::Bytes::from(fs::read(&path).unwrap());
        let Ok(theirs) = ParquetMetaDataReader::new().parse_and_finish(&bytes) else { continue };
        let Ok(ours) = open(&bytes) else { continue };
        let (ours, name) = (ours.metadata(), path.display());
        let columns = |metadata: &ParquetMetaData| -> Vec<_> {
            let schema = metadata.file_metadata().schema_descr_ptr();
            let column = |column: &ColumnDescPtr| {
                let levels = (column.max_def_level(), column.max_rep_level());
                (column.path().string(), column.physical_type(), column.type_length(), levels)
            };
            schema.columns().iter().map(column).collect()
        };
        assert_eq!(columns(ours), columns(&theirs), "{name}");
        assert_eq!(ours.num_row_groups(), theirs.num_row_groups(), "{name}");
        for (ours, theirs) in ours.row_groups().iter().zip(theirs.row_groups()) {
            assert_eq!(ours.num_rows(), theirs.num_rows(), "{name}");
            for (ours, theirs) in ours.columns().iter().zip(theirs.columns()) {
                let sizes = |it: &ColumnChunkMetaData| {
                    (it.num_values(), it.compressed_size(), it.uncompressed_size())
                };
                assert_eq!(sizes(ours), sizes(theirs), "{name}");
                assert_eq!(ours.byte_range(), theirs.byte_range(), "{name}");
                assert_eq!(ours.data_page_offset(), theirs.data_page_offset(), "{name}");
                assert_eq!(ours.compression(), theirs.compression(), "{name}");
                assert_eq!(ours.encodings_mask(), theirs.encodings_mask(), "{name}");
                assert_eq!(ours.page_encoding_stats_mask(), theirs.page_encoding_stats_mask(), "{name}");
                assert_eq!(ours.definition_level_histogram(), theirs.definition_level_histogram(), "{name}");
                if matches!(ours.column_type(), Type::INT32 | Type::INT64 | Type::BYTE_ARRAY) {
                    assert_eq!(ours.statistics(), theirs.statistics(), "{name}");
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 500, "{compared} chunks");
}

proptest! {
    #[test]
    fn a_damaged_footer_is_read_or_refused(
        at in 0..2_000_usize,
        with in prop::collection::vec(any::<u8>(), 1..4),
    ) {
        let mut bytes = fs::read(folder().join("chunks/encodings_unknown.parquet")).unwrap();
        let end = bytes.len() - 8;
        let length = u32::from_le_bytes(bytes[end..end + 4].try_into().unwrap()) as usize;
        let at = end - length + at % length;
        for (byte, with) in bytes[at..end].iter_mut().zip(with) {
            *byte = with;
        }
        if let Ok(file) = open(&bytes.into()) {
            file.summary(0);
        }
    }
}

/// Reads rows of the first row group like the page and `inspect`.
fn rows(path: &Path, rows: std::ops::Range<u64>) -> Vec<i64> {
    let bytes = bytes::Bytes::from(fs::read(path).unwrap());
    let part = |range: &std::ops::Range<u64>| bytes.slice(range.start as usize..range.end as usize);
    let mut read = FileRows::open(&open(&bytes).unwrap(), 0, rows).unwrap();
    let mut counts = Vec::new();
    loop {
        match read.step().unwrap() {
            RowsStep::Needs(ranges) => {
                ranges.iter().for_each(|range| read.push(range.start, part(range)).unwrap());
            }
            RowsStep::Rows(batch) => counts.extend(batch.column(4).as_primitive::<Int64Type>().values()),
            RowsStep::Finished => return counts,
        }
    }
}

#[test]
fn deltas_in_large_miniblocks_can_be_skipped_in_part() {
    let path = folder().join("writers/deltas_of_256.parquet");
    let all = rows(&path, 0..1200);
    assert_eq!(all.len(), 1200);
    for start in 0..1200 {
        let end = (start + 3).min(1200);
        assert_eq!(rows(&path, start..end), all[start as usize..end as usize], "{start}");
    }
}

#[test]
fn old_days_of_spark_2_are_read_like_spark_reads_them() {
    let out = tempfile::tempdir().unwrap();
    let (gaps, combined) = (out.path().join("gaps.csv"), out.path().join("combined.csv"));
    let line = ["gaps", "writers/spark_2_days.parquet", "--form", "ranges", "--end-date", "2023-02-02", "-o"];
    daytally(&[&line[..], &[gaps.to_str().unwrap()]].concat()).unwrap();
    let created: Vec<String> = csv(&gaps).into_iter().map(|row| row[2].clone()).collect();
    for day in ["0001-01-01", "1000-02-28", "1582-10-04", "1582-10-15"] {
        assert!(created.iter().any(|created| created == day), "{day}: {created:?}");
    }
    // A file without a calendar in its metadata has no Julian days.
    let copied = out.path().join("combined.parquet");
    for path in [&combined, &copied] {
        let line = [
            "combined",
            "writers/spark_2_days.parquet",
            "--provider",
            "simulator",
            "--run-date",
            "2030-01-01",
            "-o",
        ];
        daytally(&[&line[..], &[path.to_str().unwrap()]].concat()).unwrap();
    }
    let again = out.path().join("again.csv");
    let line = ["gaps", copied.to_str().unwrap(), "--form", "ranges", "--end-date", "2023-02-02", "-o"];
    daytally(&[&line[..], &[again.to_str().unwrap()]].concat()).unwrap();
    assert_eq!(csv(&again), csv(&gaps));
    assert_eq!(csv(&combined)[0][2], "0001-01-01");
}
