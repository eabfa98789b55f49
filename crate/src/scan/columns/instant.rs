//! Times of day, and the civil day of an instant.

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::time_zone::TimeZone;

/// The zone in which an instant becomes a civil day; `None` is UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scan) struct Zone(Option<TimeZone>);

impl Zone {
    /// Returns the zone of an IANA name, UTC for `None`.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for a name that is not in the time zone
    /// database.
    pub(in crate::scan) fn new(name: Option<&str>) -> Result<Self> {
        let Some(name) = name.filter(|name| *name != "UTC") else { return Ok(Self(None)) };
        TimeZone::named(name).map(|zone| Self(Some(zone))).ok_or_else(|| {
            Error::new(ErrorCode::InvalidOption, "the time zone is not known")
                .expected("a name of the IANA time zone database, such as Asia/Kolkata")
                .found(format!("{name:?}"))
                .remedy("Give another name, or none for UTC.")
        })
    }

    /// Returns the civil day of an instant, in seconds since 1970-01-01T00:00:00Z.
    pub(in crate::scan) fn day(self, seconds: i64) -> Option<Day> {
        civil_day(seconds.checked_add(self.offset(seconds))?)
    }

    /// Returns the seconds east of UTC at an instant.
    pub(in crate::scan) fn offset(self, seconds: i64) -> i64 {
        self.0.map_or(0, |zone| zone.offset(seconds))
    }

    /// Returns the seconds east of UTC of today's standard time.
    pub(in crate::scan) fn standard(self) -> i64 {
        self.0.map_or(0, TimeZone::standard)
    }
}

/// The value of a date column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scan) enum Moment {
    /// A civil day, whatever the zone.
    Day(Day),
    /// An instant, which falls on a day of the zone.
    Instant {
        /// Seconds since 1970-01-01T00:00:00Z, rounded down.
        seconds: i64,
        /// Whether it has no fraction of a second.
        whole: bool,
    },
}

/// Returns the day of a wall-clock time, in seconds since 1970-01-01T00:00:00.
pub(in crate::scan) fn civil_day(seconds: i64) -> Option<Day> {
    Day::new(i32::try_from(seconds.div_euclid(86_400)).ok()?)
}

/// Returns text without the spaces and ASCII control characters around it, as Spark's casts trim
/// it.
pub(in crate::scan) fn trimmed(text: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(text).ok()?;
    Some(text.trim_matches(|character: char| character <= ' ' || character == '\x7f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_zones_are_refused() {
        assert!(Zone::new(Some("Mars/Olympus")).is_err());
        assert_eq!(Zone::new(Some("Asia/Kolkata")).unwrap().day(66_600).unwrap().number(), 1);
    }
}
