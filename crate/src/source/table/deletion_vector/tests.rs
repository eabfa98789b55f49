#![allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.

use std::collections::BTreeSet;
use std::ops::Range;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::error::Result;

/// Vectors of CRoaring; `tests/deletion_vectors/make.py` writes them.
const VECTORS: &[u8] = include_bytes!("../../../../../tests/deletion_vectors/vectors.bin");
const FACTS: &str = include_str!("../../../../../tests/deletion_vectors/vectors.jsonl");

fn in_file(offset: u32, size_in_bytes: u32, cardinality: u64) -> DeletionVector {
    DeletionVector {
        storage: 'u',
        path_or_inline: "ab^-aqEH.-t@S}K{vb[*k^".into(),
        offset: Some(offset),
        size_in_bytes,
        cardinality,
    }
}

/// Returns the vectors of CRoaring with the rows that they delete.
fn written() -> Vec<(DeletionVector, BTreeSet<u64>)> {
    let facts: Vec<Value> = FACTS.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let number = |value: &Value| value.as_u64().unwrap();
    let rows = |value: &Value| {
        (number(&value[0])..number(&value[1])).step_by(usize::try_from(number(&value[2])).unwrap())
    };
    let vector = |fact: &Value| {
        let short = |name: &str| u32::try_from(number(&fact[name])).unwrap();
        let vector = in_file(short("offset"), short("sizeInBytes"), number(&fact["cardinality"]));
        (vector, fact["progressions"].as_array().unwrap().iter().flat_map(rows).collect())
    };
    facts.iter().map(vector).collect()
}

fn bytes_of(vector: &DeletionVector, rows: u64) -> &'static [u8] {
    let range = vector.range(rows).unwrap();
    &VECTORS[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()]
}

fn all(deleted: &DeletedRows, within: Range<u64>) -> Vec<u64> {
    let mut rows = Vec::new();
    deleted.ranges(within, |range| rows.extend(range));
    rows
}

/// Compares the deleted rows in a range with a model.
fn compare(deleted: &DeletedRows, model: &BTreeSet<u64>, within: Range<u64>) {
    let expected: Vec<u64> = model.range(within.clone()).copied().collect();
    assert_eq!(deleted.count(within.clone()), expected.len() as u64, "{within:?}");
    assert_eq!(all(deleted, within.clone()), expected, "{within:?}");
    if within.end - within.start <= 10_000 {
        let kept: Vec<u64> = within.clone().filter(|row| !model.contains(row)).collect();
        for number in [0, 1, kept.len() / 2, kept.len().saturating_sub(1), kept.len(), kept.len() + 9] {
            let expected = kept.get(number).copied().unwrap_or(within.end);
            assert_eq!(deleted.position(within.clone(), number as u64), expected, "{within:?} {number}");
        }
    }
}

#[test]
fn vectors_of_croaring_are_decoded() {
    for (vector, model) in written() {
        let rows = model.last().map_or(0, |last| last + 1);
        let deleted = vector.decode(bytes_of(&vector, rows), rows).unwrap();
        assert_eq!(deleted.len(), model.len() as u64);
        assert_eq!(all(&deleted, 0..u64::MAX), model.iter().copied().collect::<Vec<_>>());
        for start in [0, 1, 63, 64, 9_999, 65_000, 65_535, 65_536, 131_071, 327_000, rows.saturating_sub(70)]
        {
            for length in [0, 1, 2, 64, 129, 8_192] {
                compare(&deleted, &model, start..start + length);
            }
        }
        if let Some(rows) = rows.checked_sub(1) {
            let error = vector.decode(bytes_of(&vector, rows), rows).unwrap_err().to_string();
            assert!(error.contains(&format!("the deleted row {rows} of a file of {rows} rows")), "{error}");
        }
    }
}

#[test]
fn every_changed_byte_is_an_error() {
    for (vector, model) in written() {
        let rows = model.last().map_or(0, |last| last + 1);
        let bytes = bytes_of(&vector, rows);
        for at in (0..bytes.len()).step_by(bytes.len() / 97 + 1) {
            let mut changed = bytes.to_vec();
            changed[at] ^= 16;
            vector.decode(&changed, rows).unwrap_err();
            vector.decode(&bytes[..at], rows).unwrap_err();
        }
        vector.decode(&[bytes, &[0]].concat(), rows).unwrap_err();
    }
}

#[test]
fn an_error_names_the_file_and_what_is_wrong() {
    let (vector, _) = written().swap_remove(2);
    let bytes = bytes_of(&vector, 60_000);
    let decode =
        |vector: &DeletionVector, bytes: &[u8]| vector.decode(bytes, 60_000).unwrap_err().to_string();
    let mut checksum = bytes.to_vec();
    checksum[100] ^= 1;
    let error = decode(&vector, &checksum);
    assert!(
        error.starts_with(
            "the deletion vector in ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin cannot be \
             read; expected the checksum "
        ),
        "{error}"
    );
    assert!(error.ends_with("for example with REORG TABLE t APPLY (PURGE) in Spark."), "{error}");
    let other = DeletionVector { cardinality: 119, ..vector.clone() };
    assert!(decode(&other, bytes).contains("expected 119 deleted rows, as in the log, found 120"));
    let other = DeletionVector { size_in_bytes: 268, ..vector.clone() };
    assert!(decode(&other, &bytes[..276]).contains("found a size of 272 bytes"));
    assert!(decode(&vector, &[]).contains("found 0 bytes for a bitmap of 272"));
    let other = DeletionVector { size_in_bytes: u32::MAX, ..vector.clone() };
    assert!(other.range(60_000).unwrap_err().to_string().contains("at most 132000 bytes for 60000 rows"));
    let other = DeletionVector { cardinality: 60_001, ..vector };
    assert!(other.range(60_000).unwrap_err().to_string().contains("at most 60000 deleted rows"));
}

#[test]
fn inline_vectors_and_names_are_z85() {
    // The example of Delta's protocol, which has the number of a form that was never written, in
    // another order of bytes.
    let text = "wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L";
    let inline = |text: &str, size_in_bytes, cardinality| DeletionVector {
        storage: 'i',
        path_or_inline: text.into(),
        offset: None,
        size_in_bytes,
        cardinality,
    };
    let error = inline(text, 40, 6).decode(&[], 100).unwrap_err().to_string();
    let magic = u32::from_le_bytes(1_681_511_376u32.to_be_bytes());
    let expected = format!("the inline deletion vector cannot be read; found the magic number {magic} ");
    assert!(error.starts_with(&expected), "{error}");
    // The same number in the right order.
    let error = inline("^9>0=0rr91", 8, 0).decode(&[], 100).unwrap_err().to_string();
    assert!(error.contains("found the magic number 1681511376 "), "{error}");
    // The rows 3, 4, 7, 11, 18 and 29, by Python's base64 and pyroaring.
    let text = "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L";
    let vector = inline(text, 44, 6);
    assert_eq!(vector.file().unwrap(), None);
    assert_eq!(vector.unique_id(), format!("i{text}"));
    assert_eq!(all(&vector.decode(&[], 30).unwrap(), 0..30), [3, 4, 7, 11, 18, 29]);
    for (wrong, size) in [(&text[1..], 44), (text, 45), ("~Bg9^", 4), ("%nSc1", 4)] {
        inline(wrong, size, 6).decode(&[], 30).unwrap_err();
    }
    let mut named = in_file(4, 1, 0);
    assert_eq!(named.unique_id(), "uab^-aqEH.-t@S}K{vb[*k^@4");
    let name = "deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin";
    assert_eq!(named.file().unwrap().unwrap(), format!("ab/{name}"));
    named.path_or_inline = "^-aqEH.-t@S}K{vb[*k^".into();
    assert_eq!(named.file().unwrap().unwrap(), name);
    for wrong in ["", "aqEH", "é-aqEH.-t@S}K{vb[*k~", "ééééééééééé"] {
        named.path_or_inline = wrong.into();
        named.file().unwrap_err();
    }
    named.storage = 'x';
    named.file().unwrap_err();
}

/// The containers of a bitmap, as a writer stores them: by upper halves, with runs or not.
#[derive(Clone, Debug)]
struct Stored {
    rows: BTreeSet<u64>,
    with_runs: bool,
}

fn stored() -> impl Strategy<Value = Stored> {
    let near = prop_oneof![Just(0u64), Just(65_530), Just(131_000), Just((1 << 32) - 50), Just(7 << 32)];
    let run = (near, 0u64..9_000, 1u64..7_000, 1u64..40).prop_map(|(base, start, length, step)| {
        let start = base + start;
        (start..start + length * step.min(3)).step_by(usize::try_from(step).unwrap()).collect::<Vec<_>>()
    });
    let rows = prop::collection::vec(run, 0..5);
    (rows, any::<bool>())
        .prop_map(|(rows, with_runs)| Stored { rows: rows.into_iter().flatten().collect(), with_runs })
}

impl Stored {
    /// Writes the bitmap as the format's specification has it.
    fn bitmap(&self) -> Vec<u8> {
        let mut bytes = 1_681_511_377u32.to_le_bytes().to_vec();
        let keys: BTreeSet<u64> = self.rows.iter().map(|row| row >> 32).collect();
        bytes.extend((keys.len() as u64).to_le_bytes());
        for key in keys {
            bytes.extend(u32::try_from(key).unwrap().to_le_bytes());
            let rows: Vec<u64> = self.rows.range(key << 32..(key + 1) << 32).copied().collect();
            let containers: Vec<&[u64]> = rows.chunk_by(|a, b| a >> 16 == b >> 16).collect();
            let count = u32::try_from(containers.len()).unwrap();
            if self.with_runs {
                bytes.extend((12_347 | (count - 1) << 16).to_le_bytes());
                bytes.extend(vec![0xff; containers.len().div_ceil(8)]);
            } else {
                bytes.extend(12_346u32.to_le_bytes());
                bytes.extend(count.to_le_bytes());
            }
            let low = |row: u64| (row & 0xffff) as u16;
            for rows in &containers {
                bytes.extend(((rows[0] >> 16) as u16).to_le_bytes());
                bytes.extend(u16::try_from(rows.len() - 1).unwrap().to_le_bytes());
            }
            if !self.with_runs || containers.len() >= 4 {
                bytes.extend(vec![0; containers.len() * 4]);
            }
            for rows in containers {
                if self.with_runs {
                    let runs: Vec<&[u64]> = rows.chunk_by(|a, b| a + 1 == *b).collect();
                    bytes.extend(u16::try_from(runs.len()).unwrap().to_le_bytes());
                    for run in runs {
                        bytes.extend(low(run[0]).to_le_bytes());
                        bytes.extend(u16::try_from(run.len() - 1).unwrap().to_le_bytes());
                    }
                } else if rows.len() <= 4_096 {
                    bytes.extend(rows.iter().flat_map(|&row| low(row).to_le_bytes()));
                } else {
                    let mut bits = [0u8; 8_192];
                    rows.iter().for_each(|&row| bits[usize::from(low(row)) / 8] |= 1 << (row % 8));
                    bytes.extend(bits);
                }
            }
        }
        bytes
    }

    fn decode(&self, rows: u64) -> Result<DeletedRows> {
        let bitmap = self.bitmap();
        let size = u32::try_from(bitmap.len()).unwrap();
        let checksum = crc32fast::hash(&bitmap).to_be_bytes();
        let bytes = [&size.to_be_bytes()[..], &bitmap, &checksum].concat();
        in_file(1, size, self.rows.len() as u64).decode(&bytes, rows)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_rows_are_decoded(stored in stored(), start in 0u64..150_000, length in 0u64..9_000) {
        let rows = stored.rows.last().map_or(0, |last| last + 1);
        let deleted = stored.decode(rows).unwrap();
        compare(&deleted, &stored.rows, 0..u64::MAX);
        compare(&deleted, &stored.rows, start..start + length);
        let base = stored.rows.first().copied().unwrap_or_default();
        compare(&deleted, &stored.rows, base + start / 9..base + start / 9 + length);
    }
}
