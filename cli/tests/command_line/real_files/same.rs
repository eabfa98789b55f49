//! Compares values of `daytally inspect` with hyparquet's JSON.

use serde_json::Value;

/// hyparquet writes bytes as text with replacement characters, decimals as numbers, instants as
/// JavaScript dates and maps as objects, and omits missing values.
pub(crate) fn same(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b || (float(found) == float(expected)),
        (Value::String(_), Value::Number(_)) => close(float(found), float(expected)),
        // Values that are not numbers in JSON.
        (Value::String(a), Value::Null) => matches!(a.as_str(), "NaN" | "inf" | "-inf"),
        (Value::String(a), Value::String(b)) if is_uuid(a, b) => true,
        (Value::String(a), Value::String(b)) => {
            a == b || text(a) == *b || instant(a).is_some_and(|it| Some(it) == instant(b))
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Array(entries), Value::Object(b)) => {
            let pair = |entry: &Value| -> Option<(String, Value)> {
                let entry = entry.as_object()?;
                let mut values = entry.iter();
                let ((_, key), (_, value)) = (values.next()?, values.next()?);
                let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
                Some((key, value.clone()))
            };
            let pairs: Option<Vec<_>> = entries.iter().map(pair).collect();
            pairs.is_some_and(|pairs| {
                pairs.len() == b.len()
                    && pairs.iter().all(|(key, value)| b.get(key).is_some_and(|b| same(value, b)))
            })
        }
        (Value::Object(a), Value::Object(b)) => {
            b.keys().all(|key| a.contains_key(key))
                && a.iter().all(|(key, a)| same(a, b.get(key).unwrap_or(&Value::Null)))
        }
        // A column of type JSON.
        (Value::String(a), Value::Object(_) | Value::Array(_)) => {
            serde_json::from_str(a).is_ok_and(|a: Value| a == *expected)
                || Some(bytes(a).unwrap_or_else(|| a.clone().into_bytes())) == numbers(expected)
        }
        _ => false,
    }
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    }
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= 1e-9 * b.abs())
}

fn bytes(shown: &str) -> Option<Vec<u8>> {
    let digits = shown.strip_prefix("0x")?;
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect()
}

fn numbers(value: &Value) -> Option<Vec<u8>> {
    value.as_array()?.iter().map(|it| it.as_u64().and_then(|it| u8::try_from(it).ok())).collect()
}

fn text(shown: &str) -> String {
    bytes(shown).map_or_else(|| shown.to_owned(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns an instant in milliseconds, like `2023-01-01T00:00:00.000`.
fn instant(text: &str) -> Option<String> {
    // Years of five digits and more.
    let text = text.trim_end_matches('Z').trim_start_matches(['+', '0']);
    let (day, time) = text.split_once('T').unwrap_or((text, "00:00:00"));
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let looks = day.len() >= 10 && time.len() == 8 && day.starts_with(|digit: char| digit.is_ascii_digit());
    looks.then(|| format!("{day}T{time}.{:0<3.3}", fraction))
}

/// Returns whether bytes are the expected UUID.
fn is_uuid(shown: &str, expected: &str) -> bool {
    shown.strip_prefix("0x").is_some_and(|digits| digits.len() == 32 && digits == expected.replace('-', ""))
}
