//! Logs of Delta tables: arbitrary commits and checkpoints, whole and in pieces.

use crate::expected;
use daytally::error::Result;
use daytally::source::table::{DeltaLog, LogNeed, Snapshot};

/// Checks a log; its files are divided by NUL, and the first one is a checkpoint if its first byte
/// is odd.
pub fn run(bytes: &[u8]) {
    let Some((&kind, rest)) = bytes.split_first() else { return };
    let files: Vec<&[u8]> = rest.split(|&byte| byte == 0).collect();
    let name = |(version, _): (usize, &&[u8])| match (version, kind % 4) {
        (0, 1) => format!("{version:020}.checkpoint.parquet"),
        (0, 3) => format!("{version:020}.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json"),
        _ => format!("{version:020}.json"),
    };
    let names: Vec<String> = files.iter().enumerate().map(name).collect();
    let whole = read(&names, &files, usize::MAX);
    assert_eq!(whole, read(&names, &files, usize::from(kind / 4 + 1)));
    match whole {
        Ok(Snapshot { files, columns, .. }) => {
            assert!(files.is_sorted_by(|a, b| a.path < b.path));
            let partitions = columns.columns.iter().filter(|column| column.partition.is_some()).count();
            for file in files {
                assert!(!file.path.starts_with('/') && file.path.split('/').all(|name| name != ".."));
                assert_eq!(file.values.len(), partitions);
            }
        }
        Err(error) => expected(&error),
    }
}

fn read(names: &[String], files: &[&[u8]], piece: usize) -> Result<Snapshot> {
    let mut log = DeltaLog::new("t/", None, None);
    while let Some(need) = log.need() {
        match need {
            LogNeed::List(_) => log.list(names.to_vec())?,
            LogNeed::Bytes(path) | LogNeed::Rows(path) => {
                // A sidecar is the last file.
                let place = names.iter().position(|name| path.ends_with(name.as_str()));
                for bytes in files[place.unwrap_or(files.len() - 1)].chunks(piece) {
                    log.push(bytes)?;
                }
                log.end()?;
            }
        }
    }
    log.finish()
}
