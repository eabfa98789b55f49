//! Counts as JSON spells them.

use serde_json::Value;

/// A count: an integer of 64 bits, or the text of one as YouTube's are, so that it survives
/// JavaScript; `None` where it is something else.
pub(super) fn count(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| text.parse().ok()).flatten()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<i64> {
        count(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn every_count_of_64_bits_is_exact() {
        for (json, count) in [
            ("0", 0),
            ("\"12\"", 12),
            ("9007199254740993", 9_007_199_254_740_993),
            ("\"9223372036854775807\"", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(read(json), Some(count), "{json}");
        }
    }

    #[test]
    fn nothing_else_is_a_count() {
        for json in
            ["1.5", "1e3", "\"\"", "\"-\"", "\"1 000\"", "\"+1\"", "9223372036854775808", "true", "{}"]
        {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
