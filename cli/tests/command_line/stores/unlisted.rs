//! Tables on servers that do not list their folders, with the results of deltalake and of a model of Iceberg.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::effort::small_folder;
use crate::line::text;
use crate::stores::http::{daytally, lines};
use crate::stores::http_server::{Fault, HttpServer};

const METADATA: &str = "00009-00000000-0000-0000-2ef5-963e4d667af3.metadata.json";

fn tables() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tables")
}

pub(crate) fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The lines of monthly views, without the header.
pub(crate) fn rows(expected: &Value) -> Vec<String> {
    let line = |row: &Value| {
        let texts = row.as_array().unwrap().iter().map(|value| value.as_str().unwrap_or_default());
        texts.collect::<Vec<_>>().join(",")
    };
    expected.as_array().unwrap().iter().map(line).collect()
}

/// Runs the monthly views of a URL. Returns its lines, and what it reports.
fn monthly(folder: &Path, url: &str, more: &[&str]) -> (Vec<String>, String) {
    let args = [&["monthly", url, "-o", "-"], more].concat();
    let output = daytally(folder, &args);
    assert!(output.status.success(), "{url}: {}", text(&output.stderr));
    (lines(&output).lines().skip(1).map(str::to_owned).collect(), text(&output.stderr))
}

#[test]
fn every_version_of_a_delta_table_is_found_by_names() {
    let folder = small_folder();
    let expected = json(&tables().join("page/expected.json"));
    for fault in [Fault::Unlisted, Fault::Denied] {
        let server = HttpServer::start(&tables().join("page"), fault);
        for path in ["a%20table/?sig=hidden", "a%20table/"] {
            let url = format!("{}/{path}", server.url);
            let (found, report) = monthly(folder.path(), &url, &[]);
            assert_eq!(found, rows(&expected["5"]["monthly"]), "{fault:?}");
            assert!(report.contains("version 5") && !report.contains("hidden"), "{report}");
            // Without listing, versions before the checkpoint that the hint names cannot be found.
            for version in ["2", "3", "4"] {
                let (found, _) = monthly(folder.path(), &url, &["--table-version", version]);
                assert_eq!(found, rows(&expected[version]["monthly"]), "{fault:?}, {version}");
            }
        }
    }
}

#[test]
fn an_iceberg_table_is_found_by_its_hint_or_its_metadata() {
    let folder = small_folder();
    let copy = folder.path().join("page");
    let made = tables().join("iceberg/fixture/page");
    copy_folder(&made, &copy);
    let expected = rows(&json(&made.join("expected.json"))["monthly"]);
    for fault in [Fault::Nothing, Fault::Unlisted] {
        let server = HttpServer::start(&copy, fault);
        let url = format!("{}/a%20table/metadata/{METADATA}", server.url);
        let (found, report) = monthly(folder.path(), &url, &[]);
        assert_eq!(found, expected, "{fault:?}");
        assert!(report.contains("Iceberg"), "{report}");
    }
    let server = HttpServer::start(&copy, Fault::Unlisted);
    let url = format!("{}/a%20table/", server.url);
    let output = daytally(folder.path(), &["monthly", &url, "-o", "-"]);
    assert!(text(&output.stderr).contains("newest metadata.json"), "{}", text(&output.stderr));
    let stem = METADATA.strip_suffix(".metadata.json").unwrap();
    fs::write(copy.join("a table/metadata/version-hint.text"), stem).unwrap();
    assert_eq!(monthly(folder.path(), &url, &[]).0, expected);
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy_folder(&entry.path(), &to),
            false => _ = fs::copy(entry.path(), to).unwrap(),
        }
    }
}

#[test]
fn a_table_that_is_not_whole_is_refused() {
    let folder = small_folder();
    let copy = folder.path().join("page");
    copy_folder(&tables().join("page"), &copy);
    let table = copy.join("a table");
    let server = HttpServer::start(&copy, Fault::Unlisted);
    let url = format!("{}/a%20table/", server.url);
    let refused = |named: &str| {
        let output = daytally(folder.path(), &["monthly", &url, "-o", "-"]);
        let stderr = text(&output.stderr);
        assert!(output.stdout.is_empty() && stderr.contains(named), "{stderr}");
    };
    let first = fs::read_dir(table.join("channel_id=UCa")).unwrap().map(|entry| entry.unwrap().path());
    let data: Vec<PathBuf> =
        first.filter(|path| path.extension().is_some_and(|it| it == "parquet")).collect();
    for file in &data {
        let whole = fs::read(file).unwrap();
        fs::write(file, [&whole[..], b"PAR1"].concat()).unwrap();
    }
    refused("as in the log");
    data.iter().for_each(|file| fs::remove_file(file).unwrap());
    refused("If VACUUM");
    fs::remove_file(table.join("_delta_log/00000000000000000004.json")).unwrap();
    fs::remove_file(table.join("_delta_log/00000000000000000002.json")).unwrap();
    fs::remove_file(table.join("_delta_log/00000000000000000002.checkpoint.parquet")).unwrap();
    refused("cleaned up");
}
