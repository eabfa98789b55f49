//! Gaps without the days on which most videos lack data, from the command line.
#![cfg(not(target_arch = "wasm32"))]
// Clippy takes only functions marked as tests for tests.
#![allow(clippy::unwrap_used)]

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;

/// 2023-01-01.
const FIRST: i32 = 19_358;

/// A file of one video of the channel `c`, with data on ten days but those.
fn write(path: &Path, video: &str, lacking: &[i32]) {
    let days: Vec<i32> = (1..=10).filter(|day| !lacking.contains(day)).map(|day| FIRST + day - 1).collect();
    let rows = days.len();
    let text = |value: &str| Arc::new(StringArray::from(vec![value; rows])) as ArrayRef;
    let columns: [(&str, ArrayRef); 5] = [
        ("channel_id", text("c")),
        ("video_id", text(video)),
        ("created_date", Arc::new(Date32Array::from(vec![FIRST; rows]))),
        ("date", Arc::new(Date32Array::from(days))),
        ("viewCount", Arc::new(Int64Array::from(vec![1; rows]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn days_that_most_videos_lack_are_no_gaps() {
    let folder = tempfile::tempdir().unwrap();
    // Two of three lack the 4th and the 5th.
    for (video, lacking) in [("a", &[4, 5, 8][..]), ("b", &[4, 5]), ("d", &[5, 6, 9])] {
        write(&folder.path().join(format!("{video}.parquet")), video, lacking);
    }
    let gaps = |options: &str| {
        let line = format!("gaps . --form dates -o out.csv {options}");
        let daytally = env!("CARGO_BIN_EXE_daytally");
        let output =
            Command::new(daytally).current_dir(folder.path()).args(line.split(' ')).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        let written = fs::read_to_string(folder.path().join("out.csv")).unwrap();
        fs::remove_file(folder.path().join("out.csv")).unwrap();
        let dates: Vec<String> = written
            .lines()
            .skip(1)
            .map(|row| row.split(',').collect::<Vec<_>>())
            .map(|cells| format!("{} {}", cells[1], &cells[3][8..]))
            .collect();
        (dates, told.into_owned())
    };
    for threads in ["--threads 1", "--threads 2", "--threads 3"] {
        let (dates, told) = gaps(threads);
        assert_eq!(dates, ["a 04", "a 05", "a 08", "b 04", "b 05", "d 05", "d 06", "d 09"]);
        assert!(!told.contains("Left out"), "{told}");

        let (dates, told) = gaps(&format!("{threads} --without-outages 0.5"));
        assert_eq!(dates, ["a 08", "d 06", "d 09"]);
        let left_out = "Left out of the gaps: 2023-01-04 to 2023-01-05, with no data of 3 of 3 videos.";
        assert!(told.contains(left_out), "{told}");

        // More than nine of ten videos lack the 5th alone.
        let (dates, _) = gaps(&format!("{threads} --without-outages 0.9"));
        assert_eq!(dates, ["a 04", "a 08", "b 04", "d 06", "d 09"]);

        // Nothing is lacking of more than all.
        let (dates, told) = gaps(&format!("{threads} --without-outages 1"));
        assert_eq!(dates.len(), 8);
        assert!(!told.contains("Left out"), "{told}");
    }
}
