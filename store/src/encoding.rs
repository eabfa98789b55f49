//! Percent-encoding of names in URLs.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::error::{Reason, Result, StoreError};

/// What signatures leave as it is: letters, digits and `-._~`.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same and the `/` between folders.
const KEY: &AsciiSet = &VALUE.remove(b'/');

/// Encodes a key; `/` stays.
pub(crate) fn encode_key(key: &str) -> String {
    utf8_percent_encode(key, KEY).to_string()
}

/// Encodes a name or a value of a query.
pub(crate) fn encode_value(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// Encodes a query. Its pairs are sorted by their encoded names, as signatures require.
pub(crate) fn encode_query(pairs: &[(&str, String)]) -> String {
    let encoded = pairs.iter().map(|(name, value)| (encode_value(name), encode_value(value)));
    let mut encoded: Vec<_> = encoded.collect();
    encoded.sort();
    encoded.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// Decodes an encoded text.
///
/// # Errors
///
/// [`Reason::Malformed`] if the result is not UTF-8.
pub(crate) fn decode(text: &str) -> Result<String> {
    let decoded = percent_decode_str(text).decode_utf8().map(String::from);
    decoded.map_err(|_| {
        StoreError::new(Reason::Malformed, "a name cannot be read")
            .expected("UTF-8")
            .found(format!("{text:?}"))
    })
}

/// Refuses a name that would be another one in a URL: clients and servers resolve `.` and `..`.
pub(crate) fn check_key(key: &str) -> Result<()> {
    if !key.split('/').any(|name| name == "." || name == "..") {
        return Ok(());
    }
    Err(StoreError::new(Reason::Invalid, "a path has a folder named . or .., which URLs cannot express")
        .found(format!("{key:?}"))
        .remedy("Rename the object, or give a path without it."))
}

/// Encodes the characters of a URL's path that may not be in a URL. What is encoded stays.
pub(crate) fn encode_path(path: &str) -> String {
    const ILLEGAL: &AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`');
    const ILLEGAL_TOO: &AsciiSet = &ILLEGAL.add(b'{').add(b'|').add(b'}');
    utf8_percent_encode(path, ILLEGAL_TOO).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By CPython's `urllib.parse.quote(key, safe='/-._~')`.
    #[test]
    fn odd_keys_are_encoded_once() {
        for (key, expected) in [
            ("a b", "a%20b"),
            ("100%", "100%25"),
            ("a%20b", "a%2520b"),
            ("a+b&c=d", "a%2Bb%26c%3Dd"),
            ("Übersicht/日.parquet", "%C3%9Cbersicht/%E6%97%A5.parquet"),
            ("a//b~c", "a//b~c"),
        ] {
            assert_eq!(encode_key(key), expected);
            assert_eq!(decode(expected).unwrap(), key);
        }
        assert!(check_key("a/../b").is_err() && check_key("a..b/.c").is_ok());
        assert_eq!(encode_path("/a b/%20é"), "/a%20b/%20%C3%A9");
    }
}
