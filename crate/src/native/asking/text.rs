//! Texts about a fetch job.

use chrono::DateTime;

use crate::snapshot::Millis;

pub(super) fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Formats a time, as in `2026-11-24 08:00 UTC`.
pub(in crate::native) fn moment(moment: Millis) -> String {
    match DateTime::from_timestamp_millis(moment) {
        Some(moment) => moment.format("%Y-%m-%d %H:%M UTC").to_string(),
        None => "a moment that no calendar has".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_by_people() {
        assert_eq!(moment(1_795_420_800_000), "2026-11-23 08:00 UTC");
    }
}
