//! Combined files whose row groups are byte-for-byte copies of the input's.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::metadata::{
    ColumnChunkMetaData, ColumnChunkMetaDataBuilder, ParquetMetaData, ParquetMetaDataBuilder,
    ParquetMetaDataReader, ParquetMetaDataWriter,
};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::line::daytally;

const TYPES: &str = "optional binary channel_id (UTF8); optional binary video_id (UTF8);
    optional int32 created_date (DATE); optional int32 date (DATE); optional int64 viewCount;";
/// 2023-01-01.
const NEW_YEAR: i32 = 19_358;

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(path)
}

fn succeed(folder: &Path, line: &str) -> String {
    let output = daytally(folder, line);
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    // The summary is on standard error.
    String::from_utf8(if line.contains("--json") { output.stdout } else { output.stderr }).unwrap()
}

/// Writes row groups of three rows: one video from 2023-01-01 on, with counts from `start` on.
///
/// `types` may give the columns other types, and add columns at the end.
fn write(path: &Path, types: &str, row_groups: usize, start: i64, video: &[u8]) {
    write_videos(path, types, start, &vec![video; row_groups]);
}

/// Writes the same rows, with one row group for each of `videos`.
fn write_videos(path: &Path, types: &str, start: i64, videos: &[&[u8]]) {
    let schema = Arc::new(parse_message_type(&format!("message views {{ {types} }}")).unwrap());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, Arc::default()).unwrap();
    for (first, &video) in (start..).step_by(3).zip(videos) {
        let numbers: Vec<i64> = (first..first + 3).collect();
        let days: Vec<i32> =
            numbers.iter().map(|&number| NEW_YEAR + i32::try_from(number).unwrap()).collect();
        let mut group = writer.next_row_group().unwrap();
        let mut index = 0;
        while let Some(mut column) = group.next_column().unwrap() {
            let ids = vec![ByteArray::from(if index == 1 { video } else { b"UCx" }.to_vec()); 3];
            let levels: Option<&[i16]> = if types.contains("required") { None } else { Some(&[1; 3]) };
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(it) => it.write_batch(&ids, levels, None).unwrap(),
                ColumnWriter::Int32ColumnWriter(it) if index == 2 => {
                    it.write_batch(&[NEW_YEAR; 3], levels, None).unwrap()
                }
                ColumnWriter::Int32ColumnWriter(it) => it.write_batch(&days, levels, None).unwrap(),
                ColumnWriter::Int64ColumnWriter(it) => it.write_batch(&numbers, levels, None).unwrap(),
                _ => panic!("no such column"),
            };
            column.close().unwrap();
            index += 1;
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
}

fn footer(path: &Path) -> ParquetMetaData {
    ParquetMetaDataReader::new().parse_and_finish(&File::open(path).unwrap()).unwrap()
}

fn bytes_of<'a>(file: &'a [u8], chunk: &ColumnChunkMetaData) -> &'a [u8] {
    let (start, length) = chunk.byte_range();
    &file[start as usize..(start + length) as usize]
}

/// Returns the number of leading row groups of an output whose chunks equal those of the inputs.
fn copied(output: &Path, inputs: &[PathBuf]) -> usize {
    let (out, out_bytes) = (footer(output), fs::read(output).unwrap());
    let mut ours = out.row_groups().iter();
    let mut copied = 0;
    for input in inputs {
        let bytes = fs::read(input).unwrap();
        for theirs in footer(input).row_groups().iter().filter(|group| group.num_rows() > 0) {
            let Some(ours) = ours.next() else { return copied };
            let same = ours.columns().iter().all(|our| {
                let named = |their: &&ColumnChunkMetaData| their.column_path() == our.column_path();
                let their = theirs.columns().iter().find(named).unwrap();
                bytes_of(&out_bytes, our) == bytes_of(&bytes, their)
                    && our.num_values() == their.num_values()
                    && our.statistics() == their.statistics()
                    && our.page_encoding_stats_mask() == their.page_encoding_stats_mask()
            });
            if !same || ours.num_rows() != theirs.num_rows() {
                return copied;
            }
            copied += 1;
        }
    }
    copied
}

fn views(path: &Path) -> Vec<Option<i64>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let batches = reader.build().unwrap().map(|batch| batch.unwrap().column(4).clone());
    batches.flat_map(|views| views.as_primitive::<Int64Type>().iter().collect::<Vec<_>>()).collect()
}

#[test]
fn chunks_of_the_same_types_are_copied() {
    for (case, row_groups) in [
        ("random_mixed", 20),
        ("gap_kinds", 1),
        ("files_differ_in_order", 3),
        ("no_statistics", 1),
        ("spark_zstd", 2),
        ("spark_v2", 2),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out.parquet");
        let input = fixture(case).join("input");
        succeed(
            &input,
            &format!("combined --provider simulator . --run-date 2023-04-19 -o {}", out.display()),
        );
        let mut inputs: Vec<PathBuf> = fs::read_dir(&input).unwrap().map(|it| it.unwrap().path()).collect();
        inputs.retain(|path| path.extension().is_some_and(|extension| extension == "parquet"));
        inputs.sort();
        assert_eq!(copied(&out, &inputs), row_groups, "{case}");
        assert_eq!(footer(&out).num_row_groups(), row_groups + 1, "{case}");
        assert_eq!(footer(&out).file_metadata().schema_descr().num_columns(), 5, "{case}");
        // A copy of the copy has the same rows and a new snapshot.
        let again = folder.path().join("again.parquet");
        succeed(
            folder.path(),
            "combined --provider simulator out.parquet --run-date 2023-04-20 -o again.parquet",
        );
        assert_eq!(copied(&again, std::slice::from_ref(&out)), row_groups + 1, "{case}");
    }
}

#[test]
fn a_copy_has_the_same_gaps_and_a_new_day() {
    for case in ["gap_kinds", "random_mixed", "several_channels", "repeated_rows"] {
        let folder = tempfile::tempdir().unwrap();
        let input = fixture(case).join("input");
        let line = |line: &str| format!("{line} -o {}/", folder.path().display());
        let newest: serde_json::Value =
            serde_json::from_str(&succeed(&input, &(line("gaps . --form dates --json") + "old.csv")))
                .unwrap();
        let end = newest["diagnostics"]["endDate"].as_str().unwrap();
        let day = daytally::Day::parse(end).unwrap();
        let next = daytally::Day::new(day.number() + 1).unwrap().to_string();
        succeed(
            &input,
            &(line(&format!("combined --provider simulator . --run-date {next}")) + "out.parquet"),
        );
        let lines = |output: &str| -> Vec<String> {
            let text = fs::read_to_string(folder.path().join(output)).unwrap();
            text.lines().map(str::to_owned).collect()
        };
        let gaps = |output: &str, end: &str| {
            succeed(folder.path(), &format!("gaps out.parquet --form dates --end-date {end} -o {output}"));
            lines(output)
        };
        let old = lines("old.csv");
        assert!(old.len() > 1 && gaps("same.csv", end) == old, "{case}");
        // A null is not a video, so no counts are fetched for it.
        let is_video = |line: &String| line.split(',').nth(1) != Some("");
        let of_videos = |lines: Vec<String>| lines.into_iter().filter(is_video).collect::<Vec<_>>();
        assert!(of_videos(gaps("next.csv", &next)) == of_videos(old), "{case}");
    }
}

#[test]
fn copied_and_decoded_files_keep_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let wide = format!("{TYPES} optional binary title (UTF8);");
    write(&at("a.parquet"), TYPES, 2, 0, b"first");
    write(&at("b.parquet"), &TYPES.replace("optional", "required"), 2, 6, b"first");
    write(&at("c.parquet"), &wide, 2, 12, b"second");
    write(&at("d.parquet"), &TYPES.replace("(UTF8)", ""), 1, 18, b"second");
    let expected: Vec<Option<i64>> = (0..21).map(Some).collect();
    for threads in 1..=5 {
        for line in
            ["combined --provider simulator", "all --combined --provider simulator --end-date 2023-01-10"]
        {
            let alone = line.starts_with("combined");
            let out = if alone { "out.parquet" } else { "out" };
            let inputs = "a.parquet b.parquet c.parquet d.parquet";
            succeed(folder.path(), &format!("{line} {inputs} --threads {threads} -o {out}"));
            let path = if alone { at(out) } else { at(out).join("combined.parquet") };
            let found = views(&path);
            assert_eq!(found[..21], expected);
            assert_eq!(found.len(), 23, "the snapshot has two videos");
            let rows: Vec<i64> = footer(&path).row_groups().iter().map(|group| group.num_rows()).collect();
            assert_eq!(rows, [3, 3, 6, 3, 3, 3, 2], "b and d are encoded again");
            assert_eq!(copied(&path, &[at("a.parquet")]), 2);
        }
    }
}

#[test]
fn invalid_text_is_written_as_null() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(&at("a.parquet"), TYPES, 1, 0, b"good");
    // A file in which no id can be read is bad.
    write_videos(&at("b.parquet"), TYPES, 3, &[b"good", b"\xff"]);
    let printed = succeed(folder.path(), "combined --provider simulator a.parquet b.parquet -o out.parquet");
    assert!(printed.contains("unreadable video_id"), "{printed}");
    assert_eq!(copied(&at("out.parquet"), &[at("a.parquet"), at("b.parquet")]), 2);
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(at("out.parquet")).unwrap()).unwrap();
    let nulls: usize = reader.build().unwrap().map(|batch| batch.unwrap().column(1).null_count()).sum();
    assert_eq!(nulls, 3);
}

/// Rewrites a footer with changed metadata of a column.
fn forge_column(
    path: &Path,
    column: &str,
    change: impl Fn(ColumnChunkMetaDataBuilder, &ColumnChunkMetaData) -> ColumnChunkMetaDataBuilder,
) {
    let old = footer(path);
    let mut groups = Vec::new();
    for group in old.row_groups() {
        let chunks = group.columns().iter().map(|chunk| match chunk.column_path().string() == column {
            true => change(chunk.clone().into_builder(), chunk).build().unwrap(),
            false => chunk.clone(),
        });
        groups.push(group.clone().into_builder().set_column_metadata(chunks.collect()).build().unwrap());
    }
    let new = ParquetMetaDataBuilder::new(old.file_metadata().clone()).set_row_groups(groups).build();
    let mut bytes = fs::read(path).unwrap();
    let length = bytes.len() - 8;
    let footer = u32::from_le_bytes(bytes[length..length + 4].try_into().unwrap());
    bytes.truncate(length - footer as usize);
    ParquetMetaDataWriter::new(&mut bytes, &new).finish().unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_wrong_footer_is_reported() {
    type Change = fn(ColumnChunkMetaDataBuilder, &ColumnChunkMetaData) -> ColumnChunkMetaDataBuilder;
    let forgeries: [(&str, Change); 3] = [
        ("viewCount", |it, chunk| it.set_total_compressed_size(chunk.compressed_size() - 1)),
        ("date", |it, chunk| it.set_num_values(chunk.num_values() + 1)),
        ("date", |it, chunk| it.set_dictionary_page_offset(chunk.dictionary_page_offset().map(|at| at - 1))),
    ];
    for (column, change) in forgeries {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("a.parquet"), TYPES, 2, 0, b"video");
        forge_column(&folder.path().join("a.parquet"), column, change);
        let output = daytally(folder.path(), "combined --provider simulator a.parquet -o out.parquet");
        let printed = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{printed}");
        let place = format!("error: a.parquet, row group 0, column {column:?}: a column chunk is not as");
        assert!(printed.starts_with(&place), "{printed}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn a_chunk_in_another_file_is_not_copied() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, TYPES, 1, 0, b"video");
    forge_column(&path, "date", |it, _| it.set_file_path("b.parquet".to_owned()));
    let printed = succeed(folder.path(), "combined --provider simulator a.parquet --json -o out.parquet");
    assert!(!printed.contains("rowsWithUnreadDates"), "{printed}");
}

#[test]
fn a_checksum_reveals_a_damaged_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let mut bytes = fs::read(fixture("page_checksums/input/views.parquet")).unwrap();
    fs::write(&path, &bytes).unwrap();
    let footer = footer(&path);
    let chunk = footer.row_group(0).columns().iter().find(|it| it.column_path().string() == "viewCount");
    let (start, length) = chunk.unwrap().byte_range();
    bytes[(start + length - 1) as usize] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let output = daytally(folder.path(), "combined --provider simulator a.parquet -o out.parquet");
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(
        printed.contains("a.parquet, row group 0") && printed.to_lowercase().contains("checksum"),
        "{printed}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn unchecked_dates_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("a.parquet"), TYPES, 1, 0, b"video");
    let line = "combined --provider simulator a.parquet --run-date 2023-01-04 -o out.parquet";
    let printed = succeed(folder.path(), line);
    assert!(printed.contains("3 rows copied without a look at the dates"), "{printed}");
    let printed: serde_json::Value =
        serde_json::from_str(&succeed(folder.path(), &format!("{line} --json"))).unwrap();
    let found = &printed["diagnostics"];
    assert_eq!(found["rowsWithUnreadDates"], 3);
    assert_eq!((&found["firstDay"], &found["lastDay"]), (&"2023-01-01".into(), &"2023-01-03".into()));
    assert_eq!(found["endDate"], "2023-01-03");
    // If other results need the dates, they are read, and the chunks are still copied.
    let printed = succeed(
        folder.path(),
        "all a.parquet --provider simulator --combined --json --run-date 2023-01-04 -o out",
    );
    assert!(!printed.contains("rowsWithUnreadDates"), "{printed}");
    assert_eq!(copied(&folder.path().join("out/combined.parquet"), &[folder.path().join("a.parquet")]), 1);
}
