//! Counts in JSON.

use serde_json::Value;

/// Whole numbers from here on may have been rounded to a double.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// Returns a count: a whole number of 64 bits, also with a fraction of zeros or an exponent.
/// YouTube sends it as text, so that JavaScript does not round it. `None` for anything else.
pub(super) fn count(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => count_of_text(text),
        _ => None,
    }
}

fn count_of_text(text: &str) -> Option<i64> {
    let is_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (digits, zeros) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    if is_digits(digits) && is_digits(zeros) && zeros.bytes().all(|digit| digit == b'0') {
        let sign = &text[..text.len() - unsigned.len()];
        return format!("{sign}{digits}").parse().ok();
    }
    // What remains is a JSON number with an exponent.
    let (mantissa, exponent) = unsigned.split_once(['e', 'E'])?;
    let plain = is_digits(mantissa.split('.').next()?) && is_digits(exponent.trim_start_matches(['-', '+']));
    plain.then(|| whole(text.parse().ok()?)).flatten()
}

fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < MAX_EXACT).then_some(number as i64)
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
            ("12.0", 12),
            ("-12.00", -12),
            ("\"12.0\"", 12),
            ("\"+1\"", 1),
            ("1e3", 1_000),
            ("\"1.5E1\"", 15),
            ("9007199254740993", 9_007_199_254_740_993),
            ("\"9007199254740993.0\"", 9_007_199_254_740_993),
            ("\"9223372036854775807\"", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(read(json), Some(count), "{json}");
        }
    }

    #[test]
    fn nothing_else_is_a_count() {
        for json in [
            "1.5",
            "12.5",
            "\"\"",
            "\"-\"",
            "\".\"",
            "\"1.\"",
            "\".0\"",
            "\"1,234\"",
            "\"1 000\"",
            "\"NaN\"",
            "\"inf\"",
            "\"e5\"",
            "\"1e\"",
            "\"--1\"",
            "9223372036854775808",
            "9007199254740993.0",
            "1e300",
            "true",
            "{}",
            "[1]",
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
