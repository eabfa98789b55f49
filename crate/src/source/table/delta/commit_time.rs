//! The time of a commit that is not replayed.

use super::action::Action;
use crate::source::table::table_use::time;

/// Returns when a commit was made, as YYYY-MM-DDTHH:MM:SSZ, from a part of its file: `None` if no whole
/// line of the part states it.
///
/// It is a label: only versions have an order.
pub fn commit_time(part: &[u8]) -> Option<String> {
    let stated = |line: &[u8]| {
        // The other lines may be long.
        let action = line.trim_ascii_start().strip_prefix(b"{")?;
        action.trim_ascii_start().strip_prefix(b"\"commitInfo\"")?;
        Action::parse(line).ok()?.commit_info?.time
    };
    part.split(|&byte| byte == b'\n').find_map(stated).and_then(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_in_the_commit_comes_first() {
        let of = |info: &str| {
            let add = r#"{"add":{"path":"{\"commitInfo\":1}","size":1}}"#;
            commit_time(format!("cut off\"}}\n{add}\n{{\"commitInfo\":{info}}}\n{add}").as_bytes())
        };
        // 1,700,000,000 s are 2023-11-14T22:13:20Z by CPython.
        assert_eq!(of(r#"{"timestamp":1700000000999}"#).unwrap(), "2023-11-14T22:13:20Z");
        assert_eq!(of(r#"{"timestamp":9,"inCommitTimestamp":-1}"#).unwrap(), "1969-12-31T23:59:59Z");
        for none in [
            "{}",
            "null",
            r#"{"timestamp":"2023"}"#,
            r#"{"timestamp":9e300}"#,
            "{",
            r#"{"timestamp":9223372036854775807}"#,
        ] {
            assert_eq!(of(none), None, "{none}");
        }
        assert_eq!(commit_time(b""), None);
    }
}
