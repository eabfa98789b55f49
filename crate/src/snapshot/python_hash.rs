//! Python's hash of text.

use siphasher::sip::SipHasher13;

/// Returns `hash(text)` of CPython 3.11 and later under `PYTHONHASHSEED=0`.
///
/// CPython hashes the bytes in which it stores a string: Latin-1 if every character is below
/// U+0100, else UCS-2, else UCS-4, little-endian.
///
/// ```
/// use daytally::snapshot::python_hash;
///
/// assert_eq!(python_hash(""), 0);
/// assert_eq!(python_hash("abc"), -4_594_863_902_769_663_758);
/// ```
pub fn python_hash(text: &str) -> i64 {
    if text.is_empty() {
        return 0;
    }
    match sip(text).cast_signed() {
        // CPython reserves -1 for "the hash failed".
        -1 => -2,
        hash => hash,
    }
}

fn sip(text: &str) -> u64 {
    let hasher = SipHasher13::new();
    if text.is_ascii() {
        return hasher.hash(text.as_bytes());
    }
    let widest = text.chars().map(u32::from).max().unwrap_or(0);
    let width = match widest {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 4,
    };
    let mut bytes = Vec::with_capacity(text.len() * width);
    for character in text.chars() {
        bytes.extend_from_slice(&u32::from(character).to_le_bytes()[..width]);
    }
    hasher.hash(&bytes)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Known {
        text: String,
        hash: String,
    }

    #[test]
    fn hashes_as_python_does() {
        let known = include_str!("../../../tests/fixtures/python_hash.json");
        let known: Vec<Known> = serde_json::from_str(known).unwrap();
        assert!(known.len() > 300);
        for Known { text, hash } in known {
            assert_eq!(python_hash(&text).to_string(), hash, "{text:?}");
        }
    }

    #[test]
    fn hashes_as_the_contract_says() {
        for (text, hash) in [
            ("", 0),
            ("a", 4_644_417_185_603_328_019),
            ("abc", -4_594_863_902_769_663_758),
            ("dQw4w9WgXcQ", 7_850_150_131_029_048_585),
            ("-_-", 1_237_354_608_087_269_442),
            ("é", 6_047_309_291_227_476_195),
            ("日本", 6_243_316_497_235_261_705),
            ("😀", -3_536_540_696_076_613_844),
        ] {
            assert_eq!(python_hash(text), hash, "{text:?}");
        }
    }
}
