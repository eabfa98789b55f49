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
    table("fixture")
}

fn table(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tables/iceberg").join(name)
}

fn expected(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap()
}

fn sorted<'a>(rows: impl Iterator<Item = &'a Value>) -> Vec<String> {
    let mut lines: Vec<String> = rows.map(Value::to_string).collect();
    lines.sort();
    lines
}

#[test]
fn each_snapshot_has_the_rows_that_pyiceberg_reads() {
    let folder = fixture();
    let expected = expected(&folder);
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

/// Returns the rows that `inspect` shows of the table `input`, as pyiceberg shows them: with structs.
fn shown(folder: &Path, options: &str) -> (Vec<String>, Value) {
    let shown = succeeded(folder, &format!("inspect input --json --rows 100 {options}"));
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let files = shown["rows"].as_array().unwrap().iter();
    (sorted(files.flat_map(|file| file.as_array().unwrap())), shown["input"]["tables"][0].clone())
}

const VIEWS: &str = "--columns viewCount=counts.viewCount";
const MONTHLY: &str = "monthly input --columns viewCount=counts.viewCount";

#[test]
fn a_table_of_format_1_is_read_by_the_mapping_of_names() {
    let folder = table("old");
    let expected = expected(&folder);
    let rows = |rows: &Value| sorted(rows.as_array().unwrap().iter());
    let (current, used) = shown(&folder, VIEWS);
    assert_eq!(current, rows(&expected["current"]));
    assert_eq!(used["metadata"], expected["metadata"]);
    assert_eq!(succeeded(&folder, MONTHLY), expected["monthly"].as_str().unwrap());
    for snapshot in expected["snapshots"].as_array().unwrap() {
        let id = snapshot["snapshot"].as_str().unwrap();
        let is_first = snapshot["rows"][0].get("day").is_some();
        let columns = if is_first { "--columns date=day,viewCount=counts.views" } else { VIEWS };
        let (found, _) = shown(&folder, &format!("{columns} --table-version {id}"));
        assert_eq!(found, rows(&snapshot["rows"]), "{id}");
    }
}

#[test]
fn compressed_metadata_and_manifests_without_a_list_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let (path, input) = (folder.path(), folder.path().join("input"));
    let old = table("old");
    copy(&old.join("input"), &input);
    let expected = expected(&old);
    let monthly = expected["monthly"].as_str().unwrap();
    let mut newest = input.join(expected["metadata"].as_str().unwrap());
    for name in ["00009-0.metadata.json.gz", "v10.gz.metadata.json", "00011-0.metadata.json"] {
        let renamed = input.join("metadata").join(name);
        fs::rename(&newest, &renamed).unwrap();
        newest = renamed;
        assert_eq!(succeeded(path, MONTHLY), monthly, "{name}");
        assert_eq!(shown(path, VIEWS).1["metadata"], format!("metadata/{name}"));
    }
    let bytes = fs::read(&newest).unwrap();
    fs::write(&newest, &bytes[..bytes.len() / 2]).unwrap();
    let error = refused(path, MONTHLY);
    assert!(error.contains("the metadata of the Iceberg table cannot be read"), "{error}");
    assert!(error.contains("metadata/00011-0.metadata.json"), "{error}");
    fs::copy(old.join("inline.metadata.json"), input.join("metadata/00012-0.metadata.json")).unwrap();
    assert_eq!(succeeded(path, MONTHLY), monthly);
}

#[test]
fn files_without_ids_are_refused_if_no_names_are_mapped() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input");
    let old = table("old");
    copy(&old.join("input"), &input);
    let metadata = fs::read_to_string(old.join("inline.metadata.json")).unwrap();
    let newest = input.join("metadata/00012-0.metadata.json");
    fs::write(&newest, metadata.replace("schema.name-mapping.default", "other")).unwrap();
    let error = refused(folder.path(), MONTHLY);
    assert!(error.contains("the file has no column ids"), "{error}");
    assert!(error.contains("a.parquet") || error.contains("b.parquet"), "{error}");
    fs::write(&newest, metadata.replace("names", "nam")).unwrap();
    let error = refused(folder.path(), MONTHLY);
    assert!(error.contains("schema.name-mapping.default"), "{error}");
}
