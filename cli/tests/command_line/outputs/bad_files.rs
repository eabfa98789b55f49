//! Unreadable files beside others: the run fails, or skips them completely.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::line::daytally;

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(path)
}

/// Makes a folder with one good file and some bad ones.
fn folder(bad: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    let copy = |from: &str, to: &str| fs::copy(fixture(from), folder.path().join("in").join(to)).unwrap();
    copy("many_row_groups/input/views.parquet", "good.parquet");
    for name in bad {
        copy(&format!("{name}/input/views.parquet"), &format!("{name}.parquet"));
    }
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Files with unreadable footers, then files with unreadable pages, one beyond the first row group.
const FOOTERS: [&str; 2] = ["corrupt_footer", "truncated"];
const PAGES: [&str; 2] = ["corrupt_page", "corrupt_checksum"];

#[test]
fn bad_files_are_skipped_completely_on_request() {
    let folder = folder(&[FOOTERS, PAGES].concat());
    let folder = folder.path();
    for line in ["monthly in -o out.csv", "gaps in -o out.csv", "monthly in -o out.csv --on-bad-file fail"] {
        let failed = daytally(folder, line);
        assert_eq!(failed.status.code(), Some(1), "{line}");
        assert!(!folder.join("out.csv").exists(), "{line}");
    }
    for (line, out) in [
        ("monthly IN -o out.csv", "out.csv"),
        ("gaps IN --form dates -o out.arrow", "out.arrow"),
        ("combined IN --provider simulator --run-date 2024-01-01 -o out.parquet", "out.parquet"),
        ("combined IN --provider simulator --run-date 2024-01-01 -o out2.csv", "out2.csv"),
    ] {
        let alone = daytally(folder, &line.replace("IN", "in/good.parquet"));
        assert!(alone.status.success(), "{line}: {}", text(&alone.stderr));
        let expected = fs::read(folder.join(out)).unwrap();
        for threads in ["1", "3"] {
            let line = format!("{} --on-bad-file skip --json --threads {threads}", line.replace("IN", "in"));
            let skipped = daytally(folder, &line);
            let stderr = text(&skipped.stderr);
            assert!(skipped.status.success(), "{line}: {stderr}");
            assert_eq!(fs::read(folder.join(out)).unwrap(), expected, "{line}");
            let found: Value = serde_json::from_slice(&skipped.stdout).unwrap();
            let named: Vec<&str> = found["skipped"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it["location"]["file"].as_str().unwrap())
                .collect();
            for name in FOOTERS.iter().chain(&PAGES) {
                let path = format!("in/{name}.parquet");
                assert!(named.contains(&path.as_str()), "{line}: {named:?}");
                assert!(stderr.contains(&path), "{line}: {stderr}");
            }
            assert_eq!((named.len(), found["figures"]["files"].as_u64()), (4, Some(1)), "{line}");
        }
    }
}

#[test]
fn only_bad_files_is_an_error_that_lists_them() {
    let folder = folder(&PAGES);
    let folder = folder.path();
    fs::remove_file(folder.join("in/good.parquet")).unwrap();
    let failed = daytally(folder, "monthly in -o out.csv --on-bad-file skip");
    let stderr = text(&failed.stderr);
    assert_eq!(failed.status.code(), Some(1), "{stderr}");
    let error = stderr.lines().find(|line| line.starts_with("error: ")).unwrap();
    for name in PAGES {
        assert!(error.contains(name), "{stderr}");
    }
    assert!(!folder.join("out.csv").exists());
}
