//! The current day.

use std::time::SystemTime;

use chrono::{DateTime, Local, TimeDelta, Utc};

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::time_zone::TimeZone;

/// Returns today's date in a zone, or in the user's own.
///
/// The user's own zone is that of `TZ`, or else the system's, or else UTC.
///
/// # Errors
///
/// [`InvalidOption`](crate::ErrorCode::InvalidOption) for an unknown zone;
/// [`Internal`](crate::ErrorCode::Internal) if the clock is outside the years 1 to 9999.
pub fn today(timezone: Option<&str>) -> Result<Day> {
    let named = match timezone {
        Some(name) => Some(zone(name)?),
        None => zone_of_environment(),
    };
    // Utc::now panics before 1970.
    let now = DateTime::<Utc>::from(SystemTime::now());
    let date = match named {
        Some(zone) => (now + TimeDelta::seconds(zone.offset(now.timestamp()))).date_naive(),
        None => now.with_timezone(&Local).date_naive(),
    };
    Day::from_date(date)
        .ok_or_else(|| Error::new(ErrorCode::Internal, "the clock is outside the years 1 to 9999"))
}

/// Returns the latest civil day anywhere on Earth, in UTC+14; a later one is in the future.
pub(super) fn latest_day() -> Option<Day> {
    Day::from_date((DateTime::<Utc>::from(SystemTime::now()) + TimeDelta::hours(14)).date_naive())
}

/// Checks the name of a time zone.
///
/// # Errors
///
/// [`InvalidOption`](crate::ErrorCode::InvalidOption) for an unknown zone.
pub fn check_zone(name: &str) -> Result<()> {
    zone(name).map(|_| ())
}

/// Returns the zone of a name.
fn zone(name: &str) -> Result<TimeZone> {
    TimeZone::named(name).ok_or_else(|| {
        Error::new(ErrorCode::InvalidOption, "there is no such time zone")
            .expected("a name such as UTC or Asia/Kolkata")
            .found(format!("{name:?}"))
    })
}

/// Returns the zone that `TZ` names, even if the system has no table of zones. Rules and files, as
/// in `TZ=IST-5:30`, are left to the system.
fn zone_of_environment() -> Option<TimeZone> {
    let named = std::env::var("TZ").ok()?;
    zone(named.trim_start_matches(':')).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_farthest_zones_are_a_day_apart_or_two() {
        let east = today(Some("Pacific/Kiritimati")).unwrap();
        let west = today(Some("Etc/GMT+12")).unwrap();
        assert!((1..=2).contains(&(east.number() - west.number())));
        let own = today(None).unwrap();
        assert!(west <= own && own <= east);
    }

    #[test]
    fn unknown_zones_are_refused() {
        assert_eq!(today(Some("Mars/Olympus")).unwrap_err().code(), ErrorCode::InvalidOption);
    }
}
