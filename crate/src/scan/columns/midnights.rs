//! Zones whose midnights are at given times of day in UTC.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::time_zone::TimeZone;

/// The zones to suggest, those of more people first.
const ZONES: [&str; 64] = [
    "America/Los_Angeles",
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "America/Chicago",
    "America/Sao_Paulo",
    "Asia/Tokyo",
    "Asia/Shanghai",
    "Asia/Jakarta",
    "Asia/Karachi",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Europe/Moscow",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Africa/Nairobi",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Mexico_City",
    "America/Bogota",
    "America/Argentina/Buenos_Aires",
    "America/Santiago",
    "America/Caracas",
    "America/Denver",
    "America/Phoenix",
    "America/Halifax",
    "America/St_Johns",
    "America/Anchorage",
    "America/Havana",
    "Pacific/Honolulu",
    "Europe/Athens",
    "Europe/Lisbon",
    "Europe/Istanbul",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Asia/Tehran",
    "Asia/Kabul",
    "Asia/Baku",
    "Asia/Tashkent",
    "Asia/Almaty",
    "Asia/Colombo",
    "Asia/Kathmandu",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Manila",
    "Asia/Seoul",
    "Australia/Perth",
    "Australia/Eucla",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Australia/Brisbane",
    "Atlantic/Azores",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Noumea",
    "Pacific/Fiji",
    "Australia/Lord_Howe",
    "America/Noronha",
    "Atlantic/Cape_Verde",
    "Pacific/Pago_Pago",
    "Pacific/Marquesas",
    "Pacific/Gambier",
];

const DAY_SECONDS: i64 = 86_400;
/// The days between two look-ups of a zone's offset.
const STEP: usize = 15;
/// The maximum number of look-ups.
const MAX_STEPS: usize = 100;
/// The maximum number of zones returned.
const MAX_NAMED: usize = 3;

/// Returns the zones whose midnights from the day `first` to the day `last`, inclusive, are exactly
/// the given times of day in UTC, in seconds. If there are none, returns those for which each of
/// the times is a midnight. Midnight UTC alone gives none.
pub fn zones_of_midnights(times: &BTreeSet<u32>, first: Day, last: Day) -> Vec<&'static str> {
    if times.iter().all(|&time| time == 0) {
        return Vec::new();
    }
    let last = last.max(first);
    let midnights = |name: &str| -> Option<BTreeSet<u32>> {
        let zone = TimeZone::named(name)?;
        let step = STEP.max(usize::try_from(last.number() - first.number()).ok()? / MAX_STEPS);
        let days = (first.number()..=last.number()).step_by(step).chain([last.number()]);
        days.map(|day| midnight(zone, day)).collect()
    };
    let found: Vec<(&str, BTreeSet<u32>)> =
        ZONES.iter().filter_map(|name| Some((*name, midnights(name)?))).collect();
    let all = |fits: &dyn Fn(&BTreeSet<u32>) -> bool| -> Vec<&'static str> {
        found.iter().filter(|(_, midnights)| fits(midnights)).map(|(name, _)| *name).take(MAX_NAMED).collect()
    };
    let exact = all(&|midnights| midnights == times);
    // A zone at UTC for half of the year must match the other half too.
    if !exact.is_empty() || times.contains(&0) { exact } else { all(&|midnights| times.is_subset(midnights)) }
}

/// Returns the time of day in UTC at which a zone's day begins, in seconds.
fn midnight(zone: TimeZone, day: i32) -> Option<u32> {
    let east = zone.offset(i64::from(day) * DAY_SECONDS);
    u32::try_from((-east).rem_euclid(DAY_SECONDS)).ok()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.
mod tests {
    use super::*;

    fn zones(times: &[u32], first: &str, last: &str) -> Vec<&'static str> {
        let day = |text| Day::parse(text).unwrap();
        zones_of_midnights(&times.iter().map(|hours| hours * 900).collect(), day(first), day(last))
    }

    #[test]
    fn summer_time_distinguishes_zones() {
        // In quarters of an hour.
        assert_eq!(zones(&[88, 92], "2023-03-20", "2023-04-05")[0], "Europe/Berlin");
        assert_eq!(zones(&[92], "2023-01-01", "2023-12-31"), ["Africa/Lagos"]);
        assert_eq!(zones(&[92], "2023-01-01", "2023-02-28")[0], "Europe/Berlin");
        assert_eq!(zones(&[28, 32], "2023-01-01", "2023-12-31"), ["America/Los_Angeles"]);
        assert_eq!(zones(&[74], "2023-01-01", "2023-12-31")[0], "Asia/Kolkata");
        assert_eq!(zones(&[73], "2023-01-01", "2023-12-31"), ["Asia/Kathmandu"]);
        assert_eq!(zones(&[0, 92], "2023-01-01", "2023-12-31"), ["Europe/London", "Europe/Lisbon"]);
    }

    #[test]
    fn times_that_are_no_midnights_have_no_zone() {
        assert!(zones(&[0], "2023-01-01", "2023-12-31").is_empty());
        assert!(zones(&[24, 72], "2023-01-01", "2023-12-31").is_empty());
        assert!(zones(&[0, 48], "2023-01-01", "2023-12-31").is_empty());
    }
}
