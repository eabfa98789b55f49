//! The tables of the corpora through `daytally inspect`: the rows of other readers, or one error.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::real_files::corpora::corpora;
use crate::watched::{Watched, watch};

const MAX_SECONDS: u64 = 30;

fn inspect(path: &Path, options: &[&str]) -> Watched {
    let mut inspect = Command::new(env!("CARGO_BIN_EXE_daytally"));
    let ran = watch(inspect.arg("inspect").arg(path).arg("--json").args(options), MAX_SECONDS);
    let name = path.display();
    assert!(matches!(ran.status, Some(0 | 1)), "{name}: {:?}, {}", ran.status, ran.stderr);
    assert!(!ran.stderr.contains("panicked"), "{name}: {}", ran.stderr);
    ran
}

/// Returns the rows of all files, each an object of its columns.
fn rows(path: &Path) -> Vec<Value> {
    let ran = inspect(path, &["--rows", "1000000000"]);
    assert_eq!(ran.status, Some(0), "{}: {}{}", path.display(), ran.stdout, ran.stderr);
    let printed: Value = serde_json::from_str(&ran.stdout).unwrap();
    let files = printed["rows"].as_array().unwrap().iter();
    files.flat_map(|file| file.as_array().unwrap().clone()).collect()
}

/// Returns rows as sorted text, with the columns of `like` alone.
fn sorted(rows: Vec<Value>, columns: &[&String]) -> Vec<String> {
    let row = |row: &Value| {
        let value = |column: &&String| format!("{column}={}", row.get(*column).unwrap_or(&Value::Null));
        columns.iter().map(value).collect::<Vec<_>>().join(", ")
    };
    let mut lines: Vec<String> = rows.iter().map(row).collect();
    lines.sort();
    lines
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Columns whose expected values depend on the time zone of their reader.
const OF_A_ZONE: [(&str, &str); 1] = [("data-reader-partition-values", "as_timestamp")];

#[test]
fn golden_tables_have_the_expected_rows() {
    let Some(corpora) = corpora() else { return };
    let (mut compared, mut with_deleted_rows) = (0, 0);
    let (mut differing, mut empty) = (Vec::new(), Vec::new());
    for golden in folders(&corpora.join("delta/golden")) {
        let name = golden.file_name().unwrap().to_str().unwrap();
        if !golden.join("expected").is_dir() {
            continue;
        }
        let inspected = inspect(&golden.join("delta"), &[]).stdout;
        if inspected.contains("has no file to read") {
            empty.push(name.to_owned());
            continue;
        }
        with_deleted_rows += usize::from(inspected.contains("\"deletedRows\""));
        let expected = rows(&golden.join("expected"));
        let first = expected.first().and_then(Value::as_object);
        let columns: Vec<&String> = first
            .map(|row| row.keys().filter(|column| !OF_A_ZONE.contains(&(name, column))).collect())
            .unwrap_or_default();
        let found = sorted(rows(&golden.join("delta")), &columns);
        let wanted = sorted(expected.clone(), &columns);
        compared += 1;
        if found != wanted {
            let at = (0..found.len().max(wanted.len())).find(|&row| found.get(row) != wanted.get(row));
            let at = at.unwrap_or_default();
            differing.push(format!(
                "{name}: {} rows and not {}; {:?} and not {:?}",
                found.len(),
                wanted.len(),
                found.get(at),
                wanted.get(at)
            ));
        }
    }
    println!("{compared} tables compared");
    assert_eq!(empty, ["log-replay-special-characters", "log-replay-special-characters-a"]);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(compared > 20 && with_deleted_rows >= 2, "{with_deleted_rows} with deleted rows");
}

#[test]
fn tables_of_databricks_are_read() {
    let Some(corpora) = corpora() else { return };
    let databricks = corpora.join("delta/databricks");
    let values = |table: &str, column: &str| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows(&databricks.join(table)) {
            *counts.entry(row[column].to_string()).or_default() += 1;
        }
        counts
    };
    let nulls = values("delta-0.8.0-null-partition", "k");
    assert_eq!(nulls, [("\"A\"".to_owned(), 1), ("null".to_owned(), 1)].into());
    let special = values("delta-0.8.0-special-partition", "x");
    assert_eq!(special, [("\"A/A\"".to_owned(), 1), ("\"B B\"".to_owned(), 1)].into());
    for table in folders(&databricks) {
        rows(&table);
    }
}

#[test]
fn broken_tables_are_refused() {
    let Some(corpora) = corpora() else { return };
    for (name, found) in [
        ("deltalog-invalid-protocol-version", "needs a reader of version 99"),
        ("deltalog-state-reconstruction-without-metadata", "has no metaData"),
        ("deltalog-state-reconstruction-without-protocol", "has no protocol"),
        ("versions-not-contiguous", "version 1 is missing"),
    ] {
        let ran = inspect(&corpora.join("delta/golden").join(name).join("delta"), &[]);
        assert_eq!(ran.status, Some(1), "{name}");
        assert!(ran.stdout.contains(found), "{name}: {}{}", ran.stdout, ran.stderr);
    }
    let plain = inspect(&corpora.join("delta/golden/no-delta-log-folder/delta"), &[]);
    assert_eq!(plain.status, Some(0), "{}", plain.stderr);
}

/// The rows of Iceberg tables as DuckDB 1.5 reads them: of each the first column, and one of another.
#[test]
fn iceberg_tables_are_read() {
    let Some(corpora) = corpora() else { return };
    let names = |table: &str, column: &str| {
        let rows = rows(&corpora.join("iceberg").join(table));
        let mut names: Vec<String> = rows.iter().map(|row| row[column].to_string()).collect();
        names.sort();
        names.join(",").replace('"', "")
    };
    // Position deletes, and an equality delete of the older rows of a country.
    assert_eq!(
        names("java/bunnies", "Breed Name"),
        "American Fuzzy Lop,Belgian Hare,Californian,Dutch,English Angora,Harlequin,Himalayan,Holland Lop,Mini \
         Rex,Netherland Dwarf,New Zealand,Polish,Satin Angora,Silver Fox,Thrianta"
    );
    assert!(names("java/bunnies", "__happy__").ends_with("null,true"));
    // The file of its position deletes is not part of the table any more.
    assert_eq!(
        names("spark/bunnies", "breed_name_length"),
        "10,11,11,11,12,12,13,13,14,16,18,3,5,6,8,8,8,8,9,9"
    );
    assert_eq!(names("spark/rename_column", "event_date"), "2022-01-01,2022-01-01,2022-01-02,null");
    let line = ["--table-version", "4951213507629824583"];
    let table = |options: &[&str]| {
        let found = inspect(&corpora.join("iceberg/java/bunnies"), options).stdout;
        serde_json::from_str::<Value>(&found).unwrap()["input"]["tables"][0].clone()
    };
    let first = table(&line);
    assert_eq!(first["snapshot"], "4951213507629824583");
    assert_eq!(first["metadata"], "metadata/v5.metadata.json");
    let counts = &table(&[])["counts"];
    assert_eq!((&counts["files"], &counts["rowsDeleted"]), (&Value::from(2), &Value::from(7)), "{counts}");
}
