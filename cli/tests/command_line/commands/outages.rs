//! Outages, and gaps without them, from the command line.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;

/// 2023-01-01.
const FIRST: i32 = 19_358;

/// Writes one video of the channel `c` with data on thirty days, except those in `lacking`.
fn write(path: &Path, video: &str, lacking: &[i32]) {
    let days: Vec<i32> = (1..=30).filter(|day| !lacking.contains(day)).map(|day| FIRST + day - 1).collect();
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
fn outages_are_listed_and_can_be_excluded() {
    let folder = tempfile::tempdir().unwrap();
    // All videos lack the 4th and 5th, two of six the 8th, one of six the 9th.
    for (video, lacking) in [("a", &[4, 5, 8][..]), ("b", &[4, 5]), ("d", &[4, 5, 8, 9])] {
        write(&folder.path().join(format!("{video}.parquet")), video, lacking);
    }
    for video in ["e", "f", "g"] {
        write(&folder.path().join(format!("{video}.parquet")), video, &[4, 5]);
    }
    let gaps = |options: &str| {
        let line = format!("gaps . --form dates -o out.csv {options}");
        let daytally = env!("CARGO_BIN_EXE_daytally");
        let output =
            Command::new(daytally).current_dir(folder.path()).args(line.split(' ')).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        let written = fs::read_to_string(folder.path().join("out.csv")).unwrap();
        fs::remove_file(folder.path().join("out.csv")).unwrap();
        let dates: Vec<String> = written
            .lines()
            .skip(1)
            .map(|row| row.split(',').collect::<Vec<_>>())
            .map(|cells| format!("{} {}", cells[1], &cells[3][8..]))
            .collect();
        (dates, printed.into_owned())
    };
    for threads in ["--threads 1", "--threads 2", "--threads 3"] {
        let (dates, printed) = gaps(threads);
        assert_eq!(dates.len(), 15);
        let fifth = "2023-01-05: 6 of 6 active videos without data (100.0 %).";
        assert!(printed.contains(&format!("\nOutage on {fifth}")), "{printed}");
        assert!(!printed.contains("2023-01-08:"), "{printed}");
        assert!(
            printed.contains("Completeness: 165 of 180 video-days expected have data (91.7 %)."),
            "{printed}"
        );

        let (dates, printed) = gaps(&format!("{threads} --exclude-outages"));
        assert_eq!(dates, ["a 08", "d 08", "d 09"]);
        assert!(printed.contains(&format!("\nExcluded from the gaps: outage on {fifth}")), "{printed}");
        assert!(printed.contains("Completeness: 165 of 180"), "{printed}");

        let (dates, _) = gaps(&format!("{threads} --exclude-outages --outage-share 0.2"));
        assert_eq!(dates, ["d 09"]);

        // No day can be missing in more than all videos.
        let (dates, printed) = gaps(&format!("{threads} --exclude-outages --outage-share 1"));
        assert_eq!(dates.len(), 15);
        assert!(!printed.contains("utage on"), "{printed}");
    }

    let (_, printed) = gaps("--end-date 2023-02-04");
    assert!(
        printed.contains("The end date is 5 days after the last date in the data, 2023-01-30"),
        "{printed}"
    );
    assert!(printed.contains("data ends 2023-01-30; 30 video-days expected after that"), "{printed}");
    let (dates, printed) = gaps("--end-date 2022-12-31");
    assert!(dates.is_empty());
    assert!(
        printed.contains("No video is expected by 2022-12-31; the earliest created date is 2023-01-01"),
        "{printed}"
    );
}
