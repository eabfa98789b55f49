//! Generated data from the command line.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::{Command, Output};

use daytally::ErrorCode;
use daytally::fs::{Generate, Watch};
use daytally::sample::{Layout, Shape};
use parquet::file::reader::{FileReader, SerializedFileReader};

fn generate(folder: &Path, line: &str) -> Output {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    daytally.current_dir(folder).arg("generate").args(line.split(' ')).output().unwrap()
}

/// Returns the number of rows of each row group of a file.
fn row_groups(path: &Path) -> Vec<i64> {
    let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect()
}

#[test]
fn threads_do_not_change_the_data() {
    let folder = tempfile::tempdir().unwrap();
    for (name, layout) in [("clustered", Layout::Clustered), ("daily", Layout::Daily)] {
        let shape = Shape { rows: 30_000, layout, row_group: 4_000, ..Shape::default() };
        let expected = shape.write(Vec::new()).unwrap();
        for threads in [1, 2, 5] {
            let line =
                format!("--rows 30000 --layout {name} --row-group 4000 --threads {threads} -o out.parquet");
            assert!(generate(folder.path(), &line).status.success());
            assert!(fs::read(folder.path().join("out.parquet")).unwrap() == expected, "{line}");
        }
    }
    assert_eq!(row_groups(&folder.path().join("out.parquet")), [vec![4_000; 7], vec![2_000]].concat());
}

#[test]
fn files_share_the_rows() {
    let folder = tempfile::tempdir().unwrap();
    assert!(generate(folder.path(), "--rows 1000 --files 7 --row-group 100 -o out").status.success());
    let mut files: Vec<_> =
        fs::read_dir(folder.path().join("out")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let rows: Vec<Vec<i64>> = files.iter().map(|file| row_groups(file)).collect();
    let sums: Vec<i64> = rows.iter().map(|groups| groups.iter().sum()).collect();
    assert_eq!(sums, [142, 143, 143, 143, 143, 143, 143]);
    assert!(rows.iter().all(|groups| groups.len() == 2 && groups[0] == 100));
    assert_eq!(files[6].file_name().unwrap(), "part-00006.parquet");
}

#[test]
fn zero_rows_give_a_valid_file() {
    let folder = tempfile::tempdir().unwrap();
    assert!(generate(folder.path(), "--rows 0 -o out.parquet").status.success());
    assert!(row_groups(&folder.path().join("out.parquet")).is_empty());
}

#[test]
fn a_cancelled_run_leaves_no_files() {
    for files in [1, 3] {
        let folder = tempfile::tempdir().unwrap();
        let generate = Generate {
            shape: Shape { rows: 10_000, ..Shape::default() },
            files: NonZeroUsize::new(files).unwrap(),
            path: folder.path().join("out"),
            threads: NonZeroUsize::new(2).unwrap(),
        };
        let watch = Watch::default();
        watch.cancel();
        assert_eq!(generate.execute(&watch).unwrap_err().code(), ErrorCode::Cancelled);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(generate.execute(&Watch::default()).unwrap() > 10_000);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn usage_errors_exit_with_2_and_leave_no_files() {
    for line in [
        "--rows 10",
        "--rows -1 -o out.parquet",
        "--rows 10 --layout weekly -o out.parquet",
        "--rows 10 --avg-days 20000 -o out.parquet",
        "--rows 99999999999999999 -o out.parquet",
        "--rows 10 --files 0 -o out",
        "--rows 10 --files 11 -o out",
        "--rows 10 --files 2 -o .",
        "--rows 10 -o .",
    ] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(generate(folder.path(), line).status.code(), Some(2), "{line}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{line}");
    }
}

#[test]
fn another_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    let output = daytally
        .current_dir(folder.path())
        .args(["generate", "--rows", "9", "-o", "big.csv"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("big.csv: generate writes only Parquet"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
