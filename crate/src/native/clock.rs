//! What day it is.

use std::str::FromStr;

use chrono::DateTime;
use chrono_tz::Tz;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};

/// Today in a zone, or in the user's own where none is given.
///
/// The user's own zone is what `TZ` names, or else the system's, or else UTC.
///
/// # Errors
///
/// `invalid_option` for an unknown zone; `internal` where the clock is outside the years 1 to 9999.
pub fn today(timezone: Option<&str>) -> Result<Day> {
    let zone = match timezone {
        Some(name) => zone(name)?,
        None => own_zone(),
    };
    let now = DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    Day::from_date(now.with_timezone(&zone).date_naive())
        .ok_or_else(|| Error::new(ErrorCode::Internal, "the clock is outside the years 1 to 9999"))
}

/// The zone of a name.
pub(super) fn zone(name: &str) -> Result<Tz> {
    Tz::from_str(name).map_err(|_| {
        Error::new(ErrorCode::InvalidOption, "there is no such time zone")
            .expected("a name such as UTC or Asia/Kolkata")
            .found(format!("{name:?}"))
    })
}

fn own_zone() -> Tz {
    let named = std::env::var("TZ").ok();
    let named = named.as_deref().map(|name| name.trim_start_matches(':')).filter(|name| !name.is_empty());
    let known = |name: &str| zone(name).ok();
    named
        .and_then(known)
        .or_else(|| iana_time_zone::get_timezone().ok().as_deref().and_then(known))
        .unwrap_or(Tz::UTC)
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
