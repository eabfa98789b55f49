//! Numbers and times in sentences.

use chrono::DateTime;

use daytally::fs::FetchCost;
use daytally::snapshot::Millis;
use daytally::snapshot::service::Cost;

pub(crate) fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Formats a number with a comma between its groups of digits.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats what the remaining videos cost.
pub(crate) fn cost_text(cost: &FetchCost) -> String {
    let FetchCost { videos, cost: Cost { calls, units, daily_units, days, .. } } = *cost;
    let (videos, calls, units) = (counted(videos, "video"), counted(calls, "call"), counted(units, "unit"));
    let quota = match (daily_units, days) {
        (Some(daily_units), Some(days)) => {
            let (days, daily_units) = (counted(days, "day"), counted(daily_units, "unit"));
            format!(", {days} of a quota of {daily_units}")
        }
        _ => String::new(),
    };
    format!("Fetching {videos} takes {calls}, {units}{quota}.")
}

/// Formats a time, as in `2026-11-24 08:00 UTC`.
pub(crate) fn moment(moment: Millis) -> String {
    match DateTime::from_timestamp_millis(moment) {
        Some(moment) => moment.format("%Y-%m-%d %H:%M UTC").to_string(),
        None => "a moment that no calendar has".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_is_a_sentence() {
        let cost = Cost { batch_size: 50, calls: 1, units: 1, daily_units: None, days: None };
        let free = FetchCost { videos: 1, cost };
        assert_eq!(cost_text(&free), "Fetching 1 video takes 1 call, 1 unit.");
        let cost = Cost { calls: 20_000, units: 20_000, daily_units: Some(10_000), days: Some(2), ..cost };
        assert_eq!(
            cost_text(&FetchCost { videos: 1_000_000, cost }),
            "Fetching 1000000 videos takes 20000 calls, 20000 units, 2 days of a quota of 10000 units."
        );
    }

    #[test]
    fn digits_are_in_groups() {
        let texts = [0, 999, 1_000, 100_000, 1_234_567].map(grouped);
        assert_eq!(texts, ["0", "999", "1,000", "100,000", "1,234,567"]);
    }

    #[test]
    fn moments_are_read_by_people() {
        assert_eq!(moment(1_795_420_800_000), "2026-11-23 08:00 UTC");
    }
}
