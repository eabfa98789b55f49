//! Views between two days, from the command line.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Date32Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Date32Type, Int64Type};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::line::daytally;

/// 2023-04-30 and 2023-05-02.
const EARLIER: i32 = 19_477;
const LATER: i32 = 19_479;

/// Channel, video, day and count.
type Row = (Option<&'static str>, Option<&'static str>, Option<i32>, Option<i64>);

fn row(channel: &'static str, video: &'static str, day: i32, count: i64) -> Row {
    (Some(channel), Some(video), Some(day), Some(count))
}

fn batch(rows: &[Row]) -> RecordBatch {
    let columns: [(&str, ArrayRef); 5] = [
        ("channel_id", Arc::new(rows.iter().map(|row| row.0).collect::<StringArray>())),
        ("video_id", Arc::new(rows.iter().map(|row| row.1).collect::<StringArray>())),
        ("created_date", Arc::new(Date32Array::from(vec![19_000; rows.len()]))),
        ("date", Arc::new(rows.iter().map(|row| row.2).collect::<Date32Array>())),
        ("viewCount", Arc::new(rows.iter().map(|row| row.3).collect::<Int64Array>())),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn write(path: &Path, rows: &[Row]) {
    let batch = batch(rows);
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

/// Runs a command that must succeed. Returns its summary, or its object of JSON.
fn printed_by(folder: &Path, line: &str) -> String {
    let output = daytally(folder, line);
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    // The summary is on standard error.
    String::from_utf8(if line.contains("--json") { output.stdout } else { output.stderr }).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// Writes two unsorted days with nulls, empty text, prefixes and counts above 2^53.
fn two_days() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let earlier = [
        row("é", "v", EARLIER, 1),
        row("ab", "a", EARLIER, 50),
        row("a", "b", EARLIER, 0),
        row("a", "ab", EARLIER, 1),
        row("a", "a", EARLIER, 9_007_199_254_740_993),
        (None, Some("a"), Some(EARLIER), Some(10)),
        row("", "a", EARLIER, 2),
        (Some("a"), None, Some(EARLIER), Some(3)),
        (None, None, Some(EARLIER), Some(4)),
        row("gone", "1", EARLIER, 5),
        row("gone", "2", EARLIER, 5),
        (Some("z"), Some("no count before"), Some(EARLIER), None),
        row("z", "no count after", EARLIER, 6),
        (Some("z"), Some("no count at all"), Some(EARLIER), None),
    ];
    let later = [
        row("z", "no count before", LATER, 7),
        (Some("z"), Some("no count after"), Some(LATER), None),
        (Some("z"), Some("no count at all"), Some(LATER), None),
        row("new", "1", LATER, 8),
        (None, None, Some(LATER), Some(4)),
        (Some("a"), None, Some(LATER), Some(5)),
        row("", "a", LATER, 32),
        (None, Some("a"), Some(LATER), Some(9)),
        row("a", "a", LATER, 18_014_398_509_481_987),
        row("a", "ab", LATER, i64::MIN + 1),
        row("a", "b", LATER, i64::MAX),
        row("ab", "a", LATER, 40),
        row("é", "v", LATER, 1_001),
    ];
    fs::create_dir(folder.path().join("earlier")).unwrap();
    write(&folder.path().join("earlier/part-0.parquet"), &earlier[..6]);
    write(&folder.path().join("earlier/part-1.parquet"), &earlier[6..]);
    write(&folder.path().join("later.parquet"), &later);
    folder
}

const CSV: &str = "\
    channel_id,video_id,from_date,to_date,views\r\n\
    ,,2023-04-30,2023-05-02,0\r\n\
    ,a,2023-04-30,2023-05-02,-1\r\n\
    \"\",a,2023-04-30,2023-05-02,30\r\n\
    a,,2023-04-30,2023-05-02,2\r\n\
    a,a,2023-04-30,2023-05-02,9007199254740994\r\n\
    a,ab,2023-04-30,2023-05-02,-9223372036854775808\r\n\
    a,b,2023-04-30,2023-05-02,9223372036854775807\r\n\
    ab,a,2023-04-30,2023-05-02,-10\r\n\
    é,v,2023-04-30,2023-05-02,1000\r\n";

#[test]
fn views_are_the_later_count_minus_the_earlier() {
    let folder = two_days();
    for options in ["--threads 1", "--threads 2", "--threads 3 --memory 1 --spill-folder ."] {
        fs::write(folder.path().join("out.csv"), "old").unwrap();
        let printed =
            printed_by(folder.path(), &format!("between earlier later.parquet -o out.csv {options}"));
        assert_eq!(fs::read_to_string(folder.path().join("out.csv")).unwrap(), CSV, "{options}");
        for sentence in [
            "Read 3 files and 27 rows in ",
            "Wrote out.csv: 9 rows, ",
            "The views are those from 2023-04-30 to 2023-05-02.",
            "Left out: 2 videos only in the earlier, 1 only in the later, 3 without a count.",
            "earlier: Note: 2 rows without a count.",
            "later.parquet: Note: 2 rows without a count.",
        ] {
            assert!(printed.contains(sentence), "{sentence}: {printed}");
        }
        assert_eq!(printed.contains("Spilled"), options.contains("--memory"), "{printed}");
        assert_eq!(names(folder.path()), ["earlier", "later.parquet", "out.csv"]);
    }
}

#[test]
fn parquet_has_days_and_whole_numbers() {
    let folder = two_days();
    printed_by(folder.path(), "between earlier later.parquet -o out.parquet");
    let file = File::open(folder.path().join("out.parquet")).unwrap();
    let mut batches = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let batch = batches.next().unwrap().unwrap();
    let schema = batch.schema();
    let columns: Vec<_> =
        schema.fields().iter().map(|field| (field.name().as_str(), field.data_type().clone())).collect();
    assert_eq!(
        columns,
        [
            ("channel_id", DataType::Utf8),
            ("video_id", DataType::Utf8),
            ("from_date", DataType::Date32),
            ("to_date", DataType::Date32),
            ("views", DataType::Int64),
        ]
    );
    assert_eq!(batch.column(2).as_primitive::<Date32Type>().values(), &[EARLIER; 9]);
    assert_eq!(batch.column(3).as_primitive::<Date32Type>().values(), &[LATER; 9]);
    let views = batch.column(4).as_primitive::<Int64Type>().values();
    assert_eq!(views, &[0, -1, 30, 2, 9_007_199_254_740_994, i64::MIN, i64::MAX, -10, 1_000]);
}

#[test]
fn json_has_both_days_and_the_omitted_videos() {
    let folder = two_days();
    let printed = printed_by(folder.path(), "between earlier later.parquet -o out.arrow --json --threads 2");
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed["earlier"]["day"], "2023-04-30");
    assert_eq!(printed["earlier"]["files"], 2);
    assert_eq!(printed["earlier"]["rows"], 14);
    assert_eq!(printed["later"]["path"], "later.parquet");
    assert_eq!(printed["later"]["diagnostics"]["nullCountRows"], 2);
    assert_eq!(
        printed["leftOut"],
        serde_json::json!({ "onlyEarlier": 2, "onlyLater": 1, "withoutCount": 3 })
    );
    assert_eq!((&printed["rows"], &printed["threads"]), (&9.into(), &2.into()));
    assert_eq!(printed["bytes"], fs::metadata(folder.path().join("out.arrow")).unwrap().len());
}

/// The simulator's counts are the same on every day.
#[test]
fn snapshots_can_be_read_again() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("views.parquet"),
        &[row("d", "w", EARLIER, 7), row("c", "v", EARLIER, 7), row("c", "v", LATER, 9)],
    );
    for day in ["2023-05-09", "2023-05-10"] {
        printed_by(
            folder.path(),
            &format!("snapshot --provider simulator views.parquet -o {day}.parquet --run-date {day}"),
        );
    }
    printed_by(folder.path(), "between 2023-05-09.parquet 2023-05-10.parquet -o out.csv");
    assert_eq!(
        fs::read_to_string(folder.path().join("out.csv")).unwrap(),
        "channel_id,video_id,from_date,to_date,views\r\n\
         c,v,2023-05-09,2023-05-10,0\r\n\
         d,w,2023-05-09,2023-05-10,0\r\n"
    );
}

/// Writes a day without dictionaries, in a file that states a provider if one is given.
fn write_of(path: &Path, provider: Option<&str>, day: i32) {
    let batch = batch(&[row("c", "v", day, 7), row("c", "w", day, 8)]);
    let metadata = provider.map(|name| KeyValue::new("daytally.provider".to_owned(), name.to_owned()));
    let properties = WriterProperties::builder()
        .set_key_value_metadata(Some(metadata.into_iter().collect()))
        .set_compression(Compression::SNAPPY)
        .set_dictionary_enabled(false)
        .build();
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn the_providers_of_both_days_are_stated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write_of(&path.join("made-up.parquet"), Some("simulator"), EARLIER);
    write_of(&path.join("real.parquet"), Some("youtube"), EARLIER);
    write_of(&path.join("later.parquet"), Some("youtube"), LATER);
    write_of(&path.join("http.parquet"), Some("http"), LATER);
    write_of(&path.join("none.parquet"), None, LATER);
    let mixed = "The simulator makes counts up, so the views between them are not real.";
    for (inputs, source, is_mixed) in [
        ("real.parquet later.parquet", "Source: the counts of both days are from youtube.", false),
        ("real.parquet http.parquet", "Source: earlier counts from youtube; later counts from http.", false),
        (
            "made-up.parquet later.parquet",
            "Source: earlier counts from simulator; later counts from youtube.",
            true,
        ),
        (
            "made-up.parquet none.parquet",
            "Source: earlier counts from simulator; later counts from a provider that the data does not state.",
            true,
        ),
    ] {
        let printed = printed_by(path, &format!("between {inputs} -o out.csv"));
        assert!(printed.lines().any(|line| line == source), "{inputs}: {printed}");
        let warns = printed.starts_with("Warning: ") && printed.contains(mixed);
        assert_eq!(warns, is_mixed, "{inputs}: {printed}");
    }
    let printed = printed_by(path, "between made-up.parquet later.parquet -o out.parquet --json");
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed["earlier"]["providers"], serde_json::json!([{ "provider": "simulator" }]));
    assert_eq!(printed["warnings"][0]["code"], "mixed_providers");
    let stated = |key: &str| {
        let file = File::open(path.join("out.parquet")).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        reader.schema().metadata().get(key).cloned()
    };
    assert_eq!(stated("daytally.earlierProvider").as_deref(), Some("simulator"));
    assert_eq!(stated("daytally.laterProvider").as_deref(), Some("youtube"));
    printed_by(path, "between real.parquet later.parquet -o out.parquet");
    assert_eq!(stated("daytally.provider").as_deref(), Some("youtube"));
}

#[test]
fn a_bad_page_is_named_or_its_file_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write_of(&path.join("a.parquet"), None, EARLIER);
    fs::create_dir(path.join("later")).unwrap();
    write_of(&path.join("later/good.parquet"), None, LATER);
    let bad = path.join("later/bad.parquet");
    write_of(&bad, None, LATER);
    let reader = SerializedFileReader::new(File::open(&bad).unwrap()).unwrap();
    // Overwrites the lengths of the ids.
    let ids = reader.metadata().row_group(0).column(1).byte_range();
    let mut bytes = fs::read(&bad).unwrap();
    let end = usize::try_from(ids.0 + ids.1).unwrap();
    bytes[end - 12..end].fill(0xff);
    fs::write(&bad, bytes).unwrap();

    let output = daytally(path, "between a.parquet later -o out.csv");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    let place = "later/bad.parquet, row group 0, column \"video_id\": a page cannot be read";
    assert!(stderr.contains(place), "{stderr}");
    assert!(!path.join("out.csv").exists());

    let printed = printed_by(path, "between a.parquet later -o out.csv --on-bad-file skip");
    assert!(printed.contains("later: Warning: 1 file was skipped"), "{printed}");
    assert!(printed.contains("(later/bad.parquet)"), "{printed}");
    assert_eq!(
        fs::read_to_string(path.join("out.csv")).unwrap(),
        "channel_id,video_id,from_date,to_date,views\r\n\
         c,v,2023-04-30,2023-05-02,0\r\n\
         c,w,2023-04-30,2023-05-02,0\r\n"
    );
}

#[test]
fn the_zone_and_the_columns_apply_to_both_inputs() {
    let folder = tempfile::tempdir().unwrap();
    // 20:00 UTC is the next day in Kolkata; 10:00 UTC is the same day.
    for (name, date, count) in
        [("a", "2023-04-30T10:00:00Z", "1"), ("b", "2023-04-30T20:00:00Z", "9007199254740993")]
    {
        let text = |value: &str| Arc::new(StringArray::from(vec![value])) as ArrayRef;
        let batch = RecordBatch::try_from_iter([
            ("channel_id", text("c")),
            ("clip", text("v")),
            ("date", text(date)),
            ("viewCount", text(count)),
        ])
        .unwrap();
        let file = File::create(folder.path().join(format!("{name}.parquet"))).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }
    let options = "--columns video_id=clip --timezone Asia/Kolkata";
    printed_by(folder.path(), &format!("between a.parquet b.parquet -o out.csv {options}"));
    assert!(
        fs::read_to_string(folder.path().join("out.csv"))
            .unwrap()
            .ends_with("\r\nc,v,2023-04-30,2023-05-01,9007199254740992\r\n")
    );
}

#[test]
fn inputs_that_are_not_two_days_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let day = |name: &str, rows: &[Row]| write(&path.join(name), rows);
    day("a.parquet", &[row("c", "v", EARLIER, -2)]);
    day("b.parquet", &[row("c", "v", LATER, i64::MAX)]);
    day("days.parquet", &[row("c", "v", LATER, 1), row("c", "w", EARLIER, 1)]);
    day("none.parquet", &[(Some("c"), Some("v"), None, Some(1))]);
    day("empty.parquet", &[]);
    day("some.parquet", &[row("c", "v", LATER, 1), (Some("c"), Some("w"), None, Some(1))]);
    day("twice.parquet", &[row("c", "v", LATER, 1), row("d", "v", LATER, 1), row("c", "v", LATER, 1)]);
    day("nulls.parquet", &[(None, None, Some(LATER), None), (None, None, Some(LATER), Some(1))]);
    fs::create_dir(path.join("copies")).unwrap();
    day("copies/1.parquet", &[row("c", "v", LATER, 1), row("c", "w", LATER, 1)]);
    day("copies/2.parquet", &[row("c", "x", LATER, 1), row("c", "v", LATER, 1)]);
    fs::write(path.join("out.csv"), "old").unwrap();
    let before = names(path);
    for (line, status, mentions) in [
        (
            "a.parquet days.parquet -o out.csv",
            2,
            "days.parquet: the input has more than one day; expected counts of one day, found counts from \
             2023-04-30 to 2023-05-02. Name a file with the rows of one day",
        ),
        ("days.parquet b.parquet -o out.csv", 2, "days.parquet: the input has more than one day"),
        ("none.parquet b.parquet -o out.csv", 2, "none.parquet: the input has no day"),
        ("a.parquet empty.parquet -o out.csv", 2, "empty.parquet: the input has no day"),
        ("a.parquet some.parquet -o out.csv", 2, "found 1 of 2 rows without a date"),
        ("a.parquet a.parquet -o out.csv", 2, "both inputs are of the same day"),
        ("b.parquet a.parquet -o out.csv", 2, "found 2023-05-02 in b.parquet, 2023-04-30 in a.parquet"),
        ("a.parquet twice.parquet -o out.csv", 2, "twice.parquet: the input repeats a channel's video"),
        ("a.parquet copies -o out.csv --threads 2", 2, "copies: the input repeats a channel's video"),
        ("a.parquet copies -o out.csv --memory 1 --spill-folder .", 2, "found 1 more of 2023-05-02"),
        ("a.parquet nulls.parquet -o out.csv", 2, "nulls.parquet: the input repeats a channel's video"),
        ("a.parquet b.parquet -o out.csv", 1, "the counts of channel c, video v differ by more than 64 bits"),
        ("a.parquet b.parquet -o ./a.parquet", 2, "the output is one of the inputs"),
        ("a.parquet b.parquet -o b.parquet", 2, "the output is one of the inputs"),
        ("a.parquet b.parquet -o out.json", 2, ".parquet, .csv"),
        ("a.parquet b.parquet -o absent/out.csv", 1, "absent"),
        ("a.parquet absent.parquet -o out.csv", 1, "absent.parquet"),
        ("a.parquet b.parquet -o out.csv --timezone Mars/Olympus", 2, "Mars/Olympus"),
        ("a.parquet b.parquet -o out.csv --columns clip=v", 2, "viewCount"),
        ("a.parquet -o out.csv", 2, "<LATER>"),
    ] {
        let output = daytally(path, &format!("between {line}"));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{line}: {stderr}");
        assert!(stderr.contains(mentions), "{line}: {stderr}");
        assert_eq!(fs::read_to_string(path.join("out.csv")).unwrap(), "old", "{line}");
        assert_eq!(names(path), before, "{line}");
    }
}
