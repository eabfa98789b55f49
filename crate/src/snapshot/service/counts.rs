//! Counts as JSON spells them.

use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected, Visitor};

/// A count: an integer, or the text of one as YouTube's are, so that it survives JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count(pub(super) i64);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyCount).map(Self)
    }
}

struct AnyCount;

impl Visitor<'_> for AnyCount {
    type Value = i64;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an integer of 64 bits, or its text")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<i64, E> {
        Ok(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<i64, E> {
        let digits = value.strip_prefix('-').unwrap_or(value);
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let count = plain.then(|| value.parse().ok()).flatten();
        count.ok_or_else(|| E::invalid_value(Unexpected::Str(value), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_of_64_bits_is_exact() {
        for (json, count) in [
            ("0", 0),
            ("\"12\"", 12),
            ("9007199254740993", 9_007_199_254_740_993),
            ("\"9223372036854775807\"", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(serde_json::from_str::<Count>(json).unwrap(), Count(count), "{json}");
        }
    }

    #[test]
    fn nothing_else_is_a_count() {
        for json in
            ["1.5", "1e3", "\"\"", "\"-\"", "\"1 000\"", "\"+1\"", "9223372036854775808", "true", "{}"]
        {
            assert!(serde_json::from_str::<Count>(json).is_err(), "{json}");
        }
    }
}
