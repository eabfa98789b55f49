//! Every file of the corpora through `daytally inspect --rows`: the right rows, or one clear error.
//!
//! The corpora are test files of other projects, in a folder beside this project or in
//! `DAYTALLY_CORPORA`. Without them the tests are skipped with a message.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::real_files::same::same;
use crate::watched::{Watched, watch};

/// The files have 9 MB in total; the largest rows of one file take about 40 MiB as JSON.
const MAX_MIB: u64 = 256;
const MAX_SECONDS: u64 = 30;

/// Files whose JSON represents values differently; pyarrow reads the values shown here.
const DIFFERENT: [(&str, &str); 12] = [
    ("adam_genotypes", "an empty list is null in it"),
    ("duckdb2557", "an empty list is null in it"),
    ("geoparquet", "a geometry is shown as its bytes"),
    ("geospatial", "a geometry is shown as its bytes"),
    ("shredded-array", SHREDDED),
    ("shredded-bool", SHREDDED),
    ("shredded-int", SHREDDED),
    ("shredded-nested-object", SHREDDED),
    ("shredded-object", SHREDDED),
    ("shredded-partial-object", SHREDDED),
    ("shredded-sparse-timestamp", SHREDDED),
    ("shredded-type-mismatch", SHREDDED),
];
const SHREDDED: &str = "a variant is shown as it is stored, in parts";

pub(crate) fn corpora() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    let folder = env::var_os("DAYTALLY_CORPORA").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        println!("skipped: no corpora at {}; DAYTALLY_CORPORA names another place", folder.display());
        return None;
    }
    Some(folder)
}

fn inspect(path: &Path) -> Watched {
    let mut inspect = Command::new(env!("CARGO_BIN_EXE_daytally"));
    let ran = watch(
        inspect.arg("inspect").arg(path).args(["--as-files", "--rows", "1000000000", "--json"]),
        MAX_SECONDS,
    );
    let name = path.display();
    assert!(matches!(ran.status, Some(0 | 1)), "{name}: {:?}, {}", ran.status, ran.stderr);
    assert!(ran.peak < MAX_MIB, "{name}: {} MiB", ran.peak);
    assert!(!ran.stderr.contains("panicked"), "{name}: {}", ran.stderr);
    if ran.status == Some(1) {
        // A file of a table is read with a note.
        let errors: Vec<&str> = ran.stderr.lines().filter(|line| !line.starts_with("note: ")).collect();
        assert_eq!(errors.len(), 1, "{name}: {}", ran.stderr);
        assert!(errors[0].starts_with(&format!("error: {name}")), "{name}: {}", ran.stderr);
        assert!(errors[0].ends_with('.'), "{name}: {}", ran.stderr);
        let failure: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(errors[0].strip_prefix("error: "), failure["error"]["message"].as_str(), "{name}");
    }
    ran
}

/// Parses the rows of a file; each is a list of values in column order.
fn rows(printed: &str) -> Vec<Vec<Value>> {
    let printed: Value = serde_json::from_str(printed).unwrap();
    let columns = printed["files"][0]["columns"].as_array().unwrap();
    let names: Vec<&str> = columns
        .iter()
        .filter(|column| column["source"] == "file")
        .map(|column| column["name"].as_str().unwrap())
        .collect();
    // Leaves of structs are listed as columns, but rows have them inside their struct.
    let row = |row: &Value| names.iter().filter_map(|name| row.get(name).cloned()).collect();
    printed["rows"][0].as_array().unwrap().iter().map(row).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn every_file_has_rows_or_one_error() {
    let Some(corpora) = corpora() else { return };
    let mut files = Vec::new();
    walk(&corpora, &mut files);
    files.sort();
    let (mut read, mut refused) = (0, Vec::new());
    for path in &files {
        let ran = inspect(path);
        if ran.status == Some(0) {
            rows(&ran.stdout);
            read += 1;
        } else {
            refused.push(ran.stderr.trim_end().replace(&format!("{}/", corpora.display()), ""));
        }
    }
    for error in refused.iter().filter(|error| !error.contains("this is not a Parquet file")) {
        println!("{error}");
    }
    println!("{} files: {read} read, {} refused", files.len(), refused.len());
    assert!(read > 100 && !refused.is_empty());
}

#[test]
fn rows_equal_those_of_other_readers() {
    let Some(corpora) = corpora() else { return };
    let folder = corpora.join("hyparquet");
    let different: BTreeMap<&str, &str> = DIFFERENT.into_iter().collect();
    let (mut compared, mut differing, mut refused) = (0, Vec::new(), Vec::new());
    let mut files = Vec::new();
    walk(&folder, &mut files);
    files.retain(|path| path.extension().is_some_and(|extension| extension == "parquet"));
    files.sort();
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let expected: Value =
            serde_json::from_slice(&fs::read(path.with_extension("json")).unwrap()).unwrap();
        let ran = inspect(&path);
        if ran.status == Some(1) {
            println!("{}", ran.stderr.trim_end());
            refused.push(name);
            continue;
        }
        let found = rows(&ran.stdout);
        let expected = expected.as_array().unwrap();
        assert_eq!(found.len(), expected.len(), "{name}: rows");
        let pairs = found.iter().zip(expected).enumerate();
        let differs = pairs.filter_map(|(row, (found, expected))| {
            let expected = expected.as_array().unwrap();
            let at = (0..found.len().max(expected.len())).find(|&column| {
                !same(found.get(column).unwrap_or(&Value::Null), expected.get(column).unwrap_or(&Value::Null))
            })?;
            Some(format!(
                "{name}: row {row}, column {at}: {} and not {}",
                short(found.get(at)),
                short(expected.get(at))
            ))
        });
        let first = differs.take(1).next();
        if let Some(first) = first {
            differing.push((name, first));
        } else {
            compared += 1;
        }
    }
    for (name, first) in &differing {
        println!("{first} ({})", different.get(name.as_str()).unwrap_or(&"unexplained"));
    }
    println!("{compared} compared, {} differ, {} refused", differing.len(), refused.len());
    let names: Vec<&str> = differing.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, different.into_keys().collect::<Vec<_>>());
    assert!(refused.is_empty(), "{refused:?}");
}

fn short(value: Option<&Value>) -> String {
    value.unwrap_or(&Value::Null).to_string().chars().take(300).collect()
}
