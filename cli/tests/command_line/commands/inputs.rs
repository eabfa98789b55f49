//! Lists of inputs, patterns and URLs.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Makes a folder with files of two fixtures.
fn workplace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    for (fixture, name) in
        [("gap_kinds/input/views.parquet", "a 1.parquet"), ("random_mixed/input/part-0.parquet", "b.parquet")]
    {
        fs::copy(fixtures.join(fixture), folder.path().join(name)).unwrap();
    }
    folder
}

fn daytally(folder: &Path, args: &[&str], stdin: &str) -> Output {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    daytally.current_dir(folder).args(args).stdin(Stdio::piped());
    let mut child = daytally.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The command may end without reading it.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn lists_and_patterns_give_what_the_names_give() {
    let folder = workplace();
    fs::write(folder.path().join("list"), "a 1.parquet\r\n\nb.parquet").unwrap();
    let named = daytally(folder.path(), &["monthly", "a 1.parquet", "b.parquet"], "");
    assert!(named.status.success() && named.stdout.len() > 1000, "{}", stderr(&named));
    for (args, stdin) in [
        (&["monthly", "--files-from", "list"][..], ""),
        (&["monthly", "--files-from", "-"], "b.parquet\na 1.parquet\n"),
        (&["monthly", "--files0-from", "-"], "b.parquet\0a 1.parquet\0"),
        (&["monthly", "b.parquet", "--files-from", "-"], "a 1.parquet"),
        (&["monthly", "*.parquet"], ""),
        (&["monthly", "[ab]*", "--as-files"], ""),
    ] {
        let output = daytally(folder.path(), args, stdin);
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
        assert!(output.stdout == named.stdout, "{args:?}");
    }
}

#[test]
fn a_file_that_is_reached_twice_is_read_once() {
    let folder = workplace();
    let once = daytally(folder.path(), &["monthly", "b.parquet"], "");
    let twice = daytally(folder.path(), &["monthly", "b.parquet", "./b*", "--files-from", "-"], "b.parquet");
    assert!(twice.stdout == once.stdout);
    assert!(stderr(&twice).contains("the same file as"), "{}", stderr(&twice));
}

#[test]
fn what_cannot_be_read_is_reported_with_a_way_out() {
    let folder = workplace();
    for (input, status, named) in [
        ("no*.parquet", 1, "no file or folder matches the pattern"),
        ("hdfs://host/views/", 2, "daytally-spark"),
    ] {
        let output = daytally(folder.path(), &["monthly", input], "");
        assert_eq!(output.status.code(), Some(status), "{}", stderr(&output));
        assert!(stderr(&output).contains(named), "{}", stderr(&output));
        assert!(output.stdout.is_empty());
    }
    let empty = daytally(folder.path(), &["monthly", "--files-from", "-"], "\n");
    assert_eq!(empty.status.code(), Some(1), "{}", stderr(&empty));
    let spark = daytally(folder.path(), &["spark", "monthly", "s3://bucket/views/", "-o", "out"], "");
    assert!(spark.status.success(), "{}", stderr(&spark));
}
