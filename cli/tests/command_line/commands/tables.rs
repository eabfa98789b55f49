//! Delta tables: each version, and columns that are mapped.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int32Array, RecordBatch, StringArray, StructArray};
use arrow::datatypes::{Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use serde_json::{Value, json};

use crate::line::{daytally, succeeded, text};

fn json(folder: &Path, line: &str) -> Value {
    serde_json::from_str(&succeeded(folder, line)).unwrap()
}

/// Returns all rows that `inspect` shows.
fn rows(folder: &Path, line: &str) -> Vec<Value> {
    let shown = json(folder, line);
    shown["rows"].as_array().unwrap().iter().flat_map(|file| file.as_array().unwrap().clone()).collect()
}

#[test]
fn each_version_has_the_rows_that_deltalake_reads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tables/delta");
    // The days and counts that deltalake 1.6 reads, and how many other files are in the folder.
    let versions: [(&[(u32, i64)], u64); 4] = [
        (&[(1, 100), (2, 100), (3, 100), (4, 100), (5, 100)], 3),
        (&[(1, 100), (2, 100), (3, 100), (4, 100), (5, 100), (6, 5)], 2),
        (&[(1, 100), (2, 100), (4, 100), (5, 100), (6, 5)], 2),
        (&[(1, 100), (2, 100), (4, 2), (5, 100), (6, 5)], 2),
    ];
    for (version, (expected, left_out)) in versions.into_iter().enumerate() {
        let line = format!("inspect input --json --rows 100 --table-version {version}");
        let mut found: Vec<(String, i64)> = rows(&folder, &line)
            .iter()
            .map(|row| (row["date"].as_str().unwrap().to_owned(), row["viewCount"].as_i64().unwrap()))
            .collect();
        found.sort();
        let wanted: Vec<(String, i64)> =
            expected.iter().map(|(day, views)| (format!("2023-01-{day:02}"), *views)).collect();
        assert_eq!(found, wanted, "version {version}");
        let sum: i64 = expected.iter().map(|(_, views)| views).sum();
        let monthly = succeeded(&folder, &format!("monthly input --table-version {version}"));
        assert_eq!(monthly.lines().last(), Some(&*format!("UCa,v,2023-01,{sum}")), "version {version}");
        let table = &json(&folder, &line)["input"]["tables"][0];
        assert_eq!((&table["format"], &table["version"]), (&json!("Delta"), &json!(version)));
        // The timestamps of its four commits are within a second.
        assert_eq!(table["committed"], json!("2026-11-28T05:31:38Z"));
        assert_eq!(table["counts"]["filesLeftOut"], json!(left_out), "{table}");
    }
    let newest = succeeded(&folder, "monthly input");
    assert_eq!(newest, succeeded(&folder, "monthly input --table-version 3"));
    // Of the files of all versions, as the log does not count.
    assert!(succeeded(&folder, "monthly input --as-files").ends_with("2023-01,1207\n"));
    for (line, status, found) in [
        ("monthly input --table-version 4", 2, "no version 4"),
        ("monthly input --table-version 3 --as-files", 2, "cannot be used with"),
        (
            "monthly input/part-00000-8310427a-b131-445d-8e2d-5ddc03e55ee2-c000.zstd.parquet --table-version 9",
            2,
            "no version 9",
        ),
        ("monthly ../../fixtures/gap_kinds/input --table-version 1", 2, "one table"),
    ] {
        let output = daytally(&folder, line);
        assert_eq!(output.status.code(), Some(status), "{line}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(found), "{line}: {}", text(&output.stderr));
    }
}

/// The positions in the file count, not those in its row groups.
#[test]
fn rows_that_vectors_delete_are_in_no_result_of_their_version() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("t");
    fs::create_dir_all(table.join("_delta_log")).unwrap();
    fs::create_dir_all(table.join("ab")).unwrap();
    let columns: [(&str, ArrayRef); 5] = [
        ("channel_id", Arc::new(StringArray::from(vec!["UCa"; 30]))),
        ("video_id", Arc::new(StringArray::from(vec!["v"; 30]))),
        ("created_date", Arc::new(Date32Array::from(vec![19_358; 30]))),
        ("date", Arc::new(Date32Array::from_iter_values(19_358..19_388))),
        // A sum is a set of rows.
        ("viewCount", Arc::new(Int32Array::from_iter_values((0..30).map(|row| 1 << row)))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let groups = WriterProperties::builder().set_max_row_group_row_count(Some(8)).build();
    let file = fs::File::create(table.join("a.parquet")).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(groups)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    // By CRoaring: row 7, 21 bytes from the start.
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/deletion_vectors/vectors.bin");
    let name = "ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin";
    fs::copy(vectors, table.join(name)).unwrap();
    let stored = json!({"storageType": "u", "pathOrInlineDv": "ab^-aqEH.-t@S}K{vb[*k^",
        "offset": 21, "sizeInBytes": 34, "cardinality": 1});
    // The example of Delta's kernel.
    let inline = json!({"storageType": "i", "sizeInBytes": 44, "cardinality": 6,
        "pathOrInlineDv": "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L"});
    let bytes = fs::metadata(table.join("a.parquet")).unwrap().len();
    let action = |name: &str, vector: &Value| {
        json!({name: {"path": "a.parquet", "size": bytes, "partitionValues": {},
            "deletionVector": vector}})
    };
    let names = [("channel_id", "string"), ("video_id", "string"), ("created_date", "date")];
    let names = names.into_iter().chain([("date", "date"), ("viewCount", "integer")]);
    let fields: Vec<Value> =
        names.map(|(name, of)| json!({"name": name, "type": of, "nullable": true, "metadata": {}})).collect();
    let schema = json!({"type": "struct", "fields": fields}).to_string();
    let protocol =
        json!({"minReaderVersion": 3, "minWriterVersion": 7, "readerFeatures": ["deletionVectors"]});
    let commits = [
        vec![
            json!({"protocol": protocol}),
            json!({"metaData": {"schemaString": schema, "partitionColumns": [], "configuration": {}}}),
            action("add", &Value::Null),
        ],
        vec![action("remove", &Value::Null), action("add", &stored)],
        vec![action("add", &inline), action("remove", &stored)],
    ];
    for (version, deleted) in [vec![], vec![7], vec![3, 4, 7, 11, 18, 29]].into_iter().enumerate() {
        let lines = commits[version].iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
        fs::write(table.join(format!("_delta_log/{version:020}.json")), lines).unwrap();
        let sum = (1 << 30) - 1 - deleted.iter().map(|row| 1 << row).sum::<i64>();
        let expected = format!("channel_id,video_id,month,aggViewCount\nUCa,v,2023-01,{sum}\n");
        assert_eq!(succeeded(folder.path(), "monthly t"), expected, "version {version}");
        let input = &json(folder.path(), "inspect t --json")["input"];
        assert_eq!(input["tables"][0]["counts"]["rowsDeleted"], json!(deleted.len()));
        // Vectors are part of the table, whichever version uses them.
        assert_eq!(input["skipped"], json!([]), "version {version}");
    }
}

fn field(name: &str, id: u32, array: &ArrayRef) -> Field {
    let id = HashMap::from([("PARQUET:field_id".to_owned(), id.to_string())]);
    Field::new(name, array.data_type().clone(), true).with_metadata(id)
}

fn write(path: &Path, columns: Vec<(Field, ArrayRef)>) -> u64 {
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap();
    let mut writer = ArrowWriter::try_new(fs::File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    fs::metadata(path).unwrap().len()
}

/// Writes a table with mapped columns. Its first file lacks nothing; the second one lacks a column,
/// has another that was dropped, and a null as its partition.
fn mapped(folder: &Path, mode: &str) {
    // By ids, names in the files have no meaning: here they are swapped.
    let swapped = |name: &'static str| match (mode, name) {
        ("id", "col-v") => "col-c",
        ("id", "col-c") => "col-v",
        _ => name,
    };
    let days = |days: Vec<i32>| Arc::new(Date32Array::from(days)) as ArrayRef;
    let texts = |texts: Vec<&str>| Arc::new(StringArray::from(texts)) as ArrayRef;
    let inside = |values: ArrayRef| {
        let day = Arc::new(field("col-d", 5, &values));
        Arc::new(StructArray::from(vec![(day, values)])) as ArrayRef
    };
    let named = |name: &'static str, id: u32, array: ArrayRef| (field(swapped(name), id, &array), array);
    fs::create_dir_all(folder.join("t/_delta_log")).unwrap();
    fs::create_dir_all(folder.join("t/channel_id=wrong")).unwrap();
    let first = write(
        &folder.join("t/channel_id=wrong/a%20.parquet"),
        vec![
            named("col-v", 2, texts(vec!["v1", "v2"])),
            named("col-c", 3, days(vec![19_358, 19_359])),
            named("col-s", 4, inside(days(vec![19_360, 19_361]))),
            named("col-n", 6, Arc::new(Int32Array::from(vec![7, 8]))),
        ],
    );
    let second = write(
        &folder.join("t/b.parquet"),
        vec![
            named("col-s", 4, inside(days(vec![19_362]))),
            named("viewCount", 7, Arc::new(Int32Array::from(vec![1_000]))),
            named("col-c", 3, days(vec![19_358])),
            named("col-v", 2, texts(vec!["v3"])),
        ],
    );
    let column = |name: &str, stored: &str, id: u32, of: Value| {
        json!({"name": name, "type": of, "nullable": true, "metadata": {
            "delta.columnMapping.id": id, "delta.columnMapping.physicalName": stored}})
    };
    let nested = json!({"type": "struct", "fields": [column("day", "col-d", 5, json!("date"))]});
    let schema = json!({"type": "struct", "fields": [
        column("video_id", "col-v", 2, json!("string")),
        column("created_date", "col-c", 3, json!("date")),
        column("s", "col-s", 4, nested),
        column("viewCount", "col-n", 6, json!("long")),
        column("channel_id", "col-p", 1, json!("string")),
    ]});
    let actions = [
        json!({"protocol": {"minReaderVersion": 2, "minWriterVersion": 5}}),
        json!({"metaData": {"schemaString": schema.to_string(), "partitionColumns": ["channel_id"],
            "configuration": {"delta.columnMapping.mode": mode}}}),
        json!({"add": {"path": "channel_id=wrong/a%2520.parquet", "size": first,
            "partitionValues": {"col-p": "UC/é %20"}}}),
        json!({"add": {"path": "b.parquet", "size": second, "partitionValues": {"col-p": ""}}}),
    ];
    let log = actions.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    fs::write(folder.join("t/_delta_log/00000000000000000000.json"), log).unwrap();
}

#[test]
fn mapped_columns_and_partition_values_are_those_of_the_log() {
    for mode in ["name", "id"] {
        let folder = tempfile::tempdir().unwrap();
        mapped(folder.path(), mode);
        let row = |video: &str, created: &str, day: &str, views: Value, channel: Value| {
            json!({"video_id": video, "created_date": created, "s": {"day": day}, "viewCount": views,
                "channel_id": channel})
        };
        let expected = [
            row("v3", "2023-01-01", "2023-01-05", Value::Null, Value::Null),
            row("v1", "2023-01-01", "2023-01-03", json!(7), json!("UC/é %20")),
            row("v2", "2023-01-02", "2023-01-04", json!(8), json!("UC/é %20")),
        ];
        assert_eq!(rows(folder.path(), "inspect t --json --rows 9 --columns date=s.day"), expected, "{mode}");
        let monthly = succeeded(folder.path(), "monthly t --columns date=s.day");
        let expected = "channel_id,video_id,month,aggViewCount\n\
            ,v3,2023-01,\nUC/é %20,v1,2023-01,7\nUC/é %20,v2,2023-01,8\n";
        assert_eq!(monthly, expected, "{mode}");
        let gaps = succeeded(folder.path(), "gaps t --columns date=s.day --form ranges");
        let expected = "channel_id,video_id,created_date,gap_start,gap_end,days,kind\n\
            ,v3,2023-01-01,2023-01-01,2023-01-04,4,leading\n\
            UC/é %20,v1,2023-01-01,2023-01-01,2023-01-02,2,leading\n\
            UC/é %20,v1,2023-01-01,2023-01-04,2023-01-05,2,trailing\n\
            UC/é %20,v2,2023-01-02,2023-01-02,2023-01-03,2,leading\n\
            UC/é %20,v2,2023-01-02,2023-01-05,2023-01-05,1,trailing\n";
        assert_eq!(gaps, expected, "{mode}");
        let combined = "combined t --columns date=s.day --provider simulator --run-date 2023-02-01 -o -";
        let combined = succeeded(folder.path(), combined);
        assert!(combined.contains("UC/é %20,v2,2023-01-02,2023-01-04,8\n"), "{combined}");
        let part = succeeded(folder.path(), "monthly t/b.parquet --columns date=s.day");
        assert_eq!(part, "channel_id,video_id,month,aggViewCount\n,v3,2023-01,\n", "{mode}");
    }
}

#[test]
fn files_without_ids_are_refused_in_a_table_that_needs_them() {
    let folder = tempfile::tempdir().unwrap();
    mapped(folder.path(), "id");
    let days: ArrayRef = Arc::new(Date32Array::from(vec![1]));
    let bytes = write(
        &folder.path().join("t/b.parquet"),
        vec![(Field::new("col-c", days.data_type().clone(), true), days)],
    );
    let add = json!({"add": {"path": "b.parquet", "size": bytes, "partitionValues": {"col-p": null}}});
    fs::write(folder.path().join("t/_delta_log/00000000000000000001.json"), add.to_string()).unwrap();
    let output = daytally(folder.path(), "monthly t --columns date=s.day");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("t/b.parquet: the file has no column ids"),
        "{}",
        text(&output.stderr)
    );
}
