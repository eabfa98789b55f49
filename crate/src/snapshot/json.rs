//! JSON that is written by hand.

/// Returns text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    // A Rust string is always valid JSON.
    serde_json::to_string(text).unwrap_or_default()
}
