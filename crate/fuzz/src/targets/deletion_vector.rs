//! Deletion vectors: arbitrary bitmaps behind a right checksum; and vectors of any rows are decoded.

use std::collections::BTreeSet;

use crate::{decoded, expected};
use arbitrary::Arbitrary;
use daytally::source::table::{DeletedRows, DeletionVector};

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Bitmap { rows: u64, bytes: &'a [u8] },
    Text { size_in_bytes: u32, offset: Option<u32>, cardinality: u64, rows: u64, text: &'a str },
    Rows { runs: Vec<(u16, u8)>, within: (u32, u32) },
}

/// Checks the value that is decoded from bytes.
pub fn run(bytes: &[u8]) {
    if let Some(input) = decoded(bytes) {
        check(input);
    }
}

fn check(input: Input) {
    match input {
        Input::Bitmap { rows, bytes } => {
            // The number of rows is in the error, if all else is right.
            let mut vector = in_file(bytes, 0);
            for _ in 0..2 {
                match vector.decode(&framed(bytes), rows) {
                    Ok(deleted) => return check_ranges(&deleted, rows),
                    Err(error) => {
                        expected(&error);
                        let text = error.to_string();
                        let found = text.split_once("as in the log, found ").map(|(_, found)| found);
                        let number = found.and_then(|found| found.split_once('.')?.0.parse().ok());
                        vector.cardinality = number.unwrap_or_default();
                    }
                }
            }
        }
        Input::Text { size_in_bytes, offset, cardinality, rows, text } => {
            for storage in ['i', 'u', 'p', 'x'] {
                let path_or_inline = text.to_owned();
                let vector = DeletionVector { storage, path_or_inline, offset, size_in_bytes, cardinality };
                assert!(vector.unique_id().starts_with(storage));
                match vector.file() {
                    Ok(file) => assert_eq!(file.is_none(), storage == 'i'),
                    Err(error) => expected(&error),
                }
                match vector.decode(text.as_bytes(), rows) {
                    Ok(deleted) => check_ranges(&deleted, rows),
                    Err(error) => expected(&error),
                }
            }
        }
        Input::Rows { runs, within: (start, length) } => {
            let mut model = BTreeSet::new();
            let mut next = 0;
            for (gap, length) in runs {
                let first = next + u64::from(gap);
                next = first + u64::from(length);
                model.extend(first..next);
            }
            let rows = model.last().map_or(0, |last| last + 1);
            let bitmap = bitmap(&model);
            let deleted = in_file(&bitmap, model.len() as u64).decode(&framed(&bitmap), rows);
            let deleted = deleted.expect("a vector that was written right can be read");
            let within = u64::from(start)..u64::from(start) + u64::from(length);
            let mut found = Vec::new();
            deleted.ranges(within.clone(), |rows| found.extend(rows));
            assert_eq!(found, model.range(within).copied().collect::<Vec<_>>());
        }
    }
}

fn in_file(bitmap: &[u8], cardinality: u64) -> DeletionVector {
    let size_in_bytes = u32::try_from(bitmap.len()).expect("inputs are short");
    DeletionVector { storage: 'p', path_or_inline: "a.bin".into(), offset: None, size_in_bytes, cardinality }
}

fn framed(bitmap: &[u8]) -> Vec<u8> {
    let size = u32::try_from(bitmap.len()).expect("inputs are short");
    [&size.to_be_bytes()[..], bitmap, &crc32fast::hash(bitmap).to_be_bytes()].concat()
}

fn check_ranges(deleted: &DeletedRows, rows: u64) {
    let (mut count, mut next) = (0, 0);
    deleted.ranges(0..u64::MAX, |range| {
        assert!(next <= range.start && range.start < range.end && range.end <= rows);
        count += range.end - range.start;
        next = range.end;
    });
    assert_eq!(count, deleted.len());
}

/// Writes a bitmap of array containers, or of bitsets for more than 4,096 rows.
fn bitmap(rows: &BTreeSet<u64>) -> Vec<u8> {
    let rows: Vec<u64> = rows.iter().copied().collect();
    let containers: Vec<&[u64]> = rows.chunk_by(|a, b| a >> 16 == b >> 16).collect();
    let mut bytes = 1_681_511_377u32.to_le_bytes().to_vec();
    bytes.extend(1u64.to_le_bytes());
    for number in [0, 12_346, containers.len() as u32] {
        bytes.extend(number.to_le_bytes());
    }
    for rows in &containers {
        bytes.extend(((rows[0] >> 16) as u16).to_le_bytes());
        bytes.extend(((rows.len() - 1) as u16).to_le_bytes());
    }
    bytes.extend(vec![0; containers.len() * 4]);
    for rows in containers {
        if rows.len() <= 4_096 {
            bytes.extend(rows.iter().flat_map(|&row| (row as u16).to_le_bytes()));
        } else {
            let mut bits = [0u8; 8_192];
            rows.iter().for_each(|&row| bits[usize::from(row as u16) / 8] |= 1 << (row % 8));
            bytes.extend(bits);
        }
    }
    bytes
}
