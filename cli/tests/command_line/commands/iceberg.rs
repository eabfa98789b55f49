//! A small Iceberg table: each snapshot, and what is refused.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::line::{daytally, succeeded, text};

fn refused(folder: &Path, line: &str) -> String {
    let output = daytally(folder, line);
    assert!(!output.status.success(), "{line}: {}", text(&output.stdout));
    text(&output.stderr)
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tables/iceberg/fixture")
}

fn sorted<'a>(rows: impl Iterator<Item = &'a Value>) -> Vec<String> {
    let mut lines: Vec<String> = rows.map(Value::to_string).collect();
    lines.sort();
    lines
}

#[test]
fn each_snapshot_has_the_rows_that_pyiceberg_reads() {
    let folder = fixture();
    let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let check = |line: &str, rows: &Value| {
        let shown: Value = serde_json::from_str(&succeeded(&folder, line)).unwrap();
        let files = shown["rows"].as_array().unwrap().iter();
        let found = sorted(files.flat_map(|file| file.as_array().unwrap()));
        assert_eq!(found, sorted(rows.as_array().unwrap().iter()), "{line}");
        let table = &shown["input"]["tables"][0];
        assert_eq!((&table["format"], &table["metadata"]), (&Value::from("Iceberg"), &expected["metadata"]));
        table.clone()
    };
    let line = "inspect input --json --rows 100 --columns date=day,viewCount=views";
    let current = check("inspect input --json --rows 100", &expected["current"]);
    for snapshot in expected["snapshots"].as_array().unwrap() {
        let id = snapshot["snapshot"].as_str().unwrap();
        let is_first = snapshot["rows"][0].get("day").is_some();
        let line = if is_first { line } else { "inspect input --json --rows 100" };
        let table = check(&format!("{line} --table-version {id}"), &snapshot["rows"]);
        assert_eq!(table["snapshot"], snapshot["snapshot"]);
    }
    assert_eq!(current["counts"]["filesLeftOut"], 3, "{current}");
    // The sums of the rows above.
    let monthly = "channel_id,video_id,month,aggViewCount\nUC b,w,2023-01,8\nUCa,v,2023-01,5000000400\n";
    assert_eq!(succeeded(&folder, "monthly input"), monthly);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copied = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &copied) } else { _ = fs::copy(&path, copied).unwrap() }
    }
}

fn find(folder: &Path, is_it: impl Fn(&str) -> bool) -> PathBuf {
    let mut paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.find(|path| is_it(path.file_name().unwrap().to_str().unwrap())).unwrap()
}

#[test]
fn incomplete_and_ambiguous_tables_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (path, input) = (folder.path(), folder.path().join("input"));
    copy(&fixture().join("input"), &input);
    let newest = find(&input.join("metadata"), |name| name.starts_with("00006-"));
    let twin = input.join("metadata/00006-0.metadata.json");
    fs::copy(&newest, &twin).unwrap();
    let error = refused(path, "monthly input");
    assert!(error.contains("two files of metadata have the highest number"), "{error}");
    assert!(error.contains("00006-0.metadata.json and 00006-"), "{error}");
    fs::remove_file(twin).unwrap();
    // A hint from before the newest metadata.
    fs::write(input.join("metadata/version-hint.text"), "5").unwrap();
    let current = succeeded(path, "monthly input");
    assert_eq!(current, succeeded(&fixture(), "monthly input"));
    let data = find(&input.join("data/channel_id=UCa"), |name| name.starts_with("00000-0-00354c99"));
    let bytes = fs::read(&data).unwrap();
    fs::write(&data, &bytes[1..]).unwrap();
    let error = refused(path, "monthly input");
    assert!(error.contains("is missing or was changed") && error.contains("00000-0-00354c99"), "{error}");
    fs::remove_file(&data).unwrap();
    let error = refused(path, "monthly input");
    assert!(error.contains("found nothing") && error.contains("00000-0-00354c99"), "{error}");
    fs::write(&data, &bytes).unwrap();
    fs::remove_file(find(&input.join("metadata"), |name| {
        name.starts_with("00354c99") && name.ends_with("-m0.avro")
    }))
    .unwrap();
    let error = refused(path, "monthly input");
    assert!(error.contains("a file of the table's log is missing") && error.contains("-m0.avro"), "{error}");
}
