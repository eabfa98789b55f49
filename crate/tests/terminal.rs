//! What a name or an id says reaches the terminal as text, never as something that moves its cursor.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;

/// Clears the screen, and forges a line.
const HOSTILE: &str = "\u{1b}[2J\nerror: all is well\r\u{9b}2J\u{7f}";
const TOLD: &str = "\\u{1b}[2J\\nerror: all is well\\r\\u{9b}2J\\u{7f}";
/// The same in JSON.
const QUOTED: &str = "\\u001b[2J\\nerror: all is well\\r\\u009b2J\\u007f";

fn write(path: &Path, counts: Vec<i64>) {
    let length = counts.len();
    let ids: ArrayRef = Arc::new(StringArray::from(vec![HOSTILE; length]));
    let days: ArrayRef = Arc::new(Date32Array::from(vec![19_000; length]));
    let columns = [
        ("channel_id", Arc::clone(&ids)),
        ("video_id", ids),
        ("created_date", Arc::clone(&days)),
        ("date", days),
        ("viewCount", Arc::new(Int64Array::from(counts)) as ArrayRef),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

/// Both outputs of a command, which must have no control character but the ends of lines.
fn said(folder: &Path, arguments: &[&str]) -> String {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    let output = daytally.current_dir(folder).args(arguments).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(!text.contains(|each: char| each.is_control() && each != '\n'), "{arguments:?}: {text:?}");
    text
}

#[test]
fn ids_and_names_cannot_write_over_what_was_said() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("sum.parquet"), vec![i64::MAX, 1]);
    let text = said(folder.path(), &["monthly", "sum.parquet", "-o", "out.csv"]);
    assert!(text.contains(TOLD), "{text}");

    let name = &format!("{HOSTILE}.parquet");
    write(&folder.path().join(name), vec![1]);
    said(folder.path(), &["inspect", name]);
    said(folder.path(), &["monthly", name, "-o", "out.csv"]);
    for json in [&["inspect", name, "--rows", "1"][..], &["inspect", name, "--rows", "1", "--json"]] {
        let text = said(folder.path(), json);
        assert!(text.contains(QUOTED), "{text}");
    }
    said(folder.path(), &["monthly", name, "-o", "out.csv", "--json"]);

    std::fs::write(folder.path().join(name), "no Parquet").unwrap();
    for arguments in [&["inspect", name][..], &["monthly", name, "-o", "out.csv"]] {
        let text = said(folder.path(), arguments);
        assert!(text.contains(TOLD), "{text}");
    }
}
