//! Names and ids reach the terminal as plain text, never as control sequences.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;

/// Clears the screen and forges an error line.
const HOSTILE: &str = "\u{1b}[2J\nerror: all is well\r\u{9b}2J\u{7f}";
/// The same in messages.
const ESCAPED: &str = "\\u{1b}[2J\\nerror: all is well\\r\\u{9b}2J\\u{7f}";
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

/// Returns stdout and stderr of a command, and checks that line feeds are the only control characters.
fn output_of(folder: &Path, arguments: &[&str]) -> String {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    let output = daytally.current_dir(folder).args(arguments).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(!text.contains(|each: char| each.is_control() && each != '\n'), "{arguments:?}: {text:?}");
    text
}

#[test]
fn ids_and_names_cannot_overwrite_messages() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("sum.parquet"), vec![i64::MAX, 1]);
    let text = output_of(folder.path(), &["monthly", "sum.parquet", "-o", "out.csv"]);
    assert!(text.contains(ESCAPED), "{text}");

    let name = &format!("{HOSTILE}.parquet");
    write(&folder.path().join(name), vec![1]);
    output_of(folder.path(), &["inspect", name]);
    output_of(folder.path(), &["monthly", name, "-o", "out.csv"]);
    for json in [&["inspect", name, "--rows", "1"][..], &["inspect", name, "--rows", "1", "--json"]] {
        let text = output_of(folder.path(), json);
        assert!(text.contains(QUOTED), "{text}");
    }
    output_of(folder.path(), &["monthly", name, "-o", "out.csv", "--json"]);

    std::fs::write(folder.path().join(name), "not Parquet").unwrap();
    for arguments in [&["inspect", name][..], &["monthly", name, "-o", "out.csv"]] {
        let text = output_of(folder.path(), arguments);
        assert!(text.contains(ESCAPED), "{text}");
    }
}
