//! Amounts of memory as people write them.

use std::str::FromStr;

/// A number of bytes, such as `512MiB`, `2GB` or `1073741824`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Size(pub(crate) u64);

const UNITS: [(&str, u64); 19] = [
    ("", 1),
    ("b", 1),
    ("k", 1_000),
    ("m", 1_000_000),
    ("g", 1_000_000_000),
    ("t", 1_000_000_000_000),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("tb", 1_000_000_000_000),
    ("ki", 1 << 10),
    ("mi", 1 << 20),
    ("gi", 1 << 30),
    ("ti", 1 << 40),
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("tib", 1 << 40),
    ("pib", 1 << 50),
];

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let unit = unit.trim_start().to_ascii_lowercase();
        let bytes = number.parse::<u64>().ok().and_then(|number| {
            let (_, scale) = UNITS.into_iter().find(|(name, _)| *name == unit)?;
            number.checked_mul(scale)
        });
        bytes.filter(|&bytes| bytes > 0).map(Self).ok_or_else(|| {
            "expected a whole number of bytes with or without a unit, such as 512MiB or 2GB".to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_units() {
        for (text, bytes) in [
            ("1", 1),
            ("512MiB", 512 << 20),
            ("2GB", 2_000_000_000),
            ("3 kib", 3072),
            ("7b", 7),
            ("2G", 2_000_000_000),
            ("4Mi", 4 << 20),
        ] {
            assert_eq!(text.parse(), Ok(Size(bytes)));
        }
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["", "0", "GB", "1.5GB", "-1", "1XB", "99999999999GB", "1e3"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }
}
