//! Times of day, and the civil day that an instant falls on.

use chrono::{DateTime, Offset, TimeZone, Utc};

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};

/// The zone in which an instant becomes a civil day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Zone(chrono_tz::Tz);

impl Zone {
    /// The zone of an IANA name, UTC for none.
    ///
    /// # Errors
    /// `InvalidOption` for a name that the time zone database does not have.
    pub(super) fn new(name: Option<&str>) -> Result<Self> {
        let Some(name) = name else { return Ok(Self(chrono_tz::UTC)) };
        name.parse().map(Self).map_err(|_| {
            Error::new(ErrorCode::InvalidOption, "the time zone is not known")
                .expected("a name of the IANA time zone database, such as Asia/Kolkata")
                .found(format!("{name:?}"))
                .remedy("Give another name, or none for UTC.")
        })
    }

    /// The civil day of an instant, in seconds since 1970-01-01T00:00:00Z.
    pub(super) fn day(self, seconds: i64) -> Option<Day> {
        let offset = if self.0 == chrono_tz::UTC {
            0
        } else {
            let instant: DateTime<Utc> = DateTime::from_timestamp(seconds, 0)?;
            self.0.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc()
        };
        civil_day(seconds.checked_add(offset.into())?)
    }
}

/// The day of a wall-clock time, in seconds since 1970-01-01T00:00:00.
pub(super) fn civil_day(seconds: i64) -> Option<Day> {
    Day::new(i32::try_from(seconds.div_euclid(86_400)).ok()?)
}

/// Text without the space and the control characters of ASCII around it, as Spark's casts take it.
pub(super) fn trimmed(text: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(text).ok()?;
    Some(text.trim_matches(|character: char| character <= ' ' || character == '\x7f'))
}

/// Reads an ISO 8601 date, or a date-time with `T` or a space, with or without fraction and offset.
///
/// A date-time with an offset is an instant and falls on a day of the zone; one without is the
/// day as it is written, as is a date. Space around it is passed over, as in Spark's casts.
pub(super) fn parse_day(text: &[u8], zone: Zone) -> Option<Day> {
    let text = trimmed(text)?;
    let (date, time) = text.split_at_checked(10)?;
    let day = Day::parse(date)?;
    if time.is_empty() {
        return Some(day);
    }
    let time = time.strip_prefix(['T', 't', ' '])?;
    let split = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, offset) = time.split_at(split);
    let seconds = parse_clock(clock)?;
    match offset {
        "" => Some(day),
        offset => zone.day(i64::from(day.number()) * 86_400 + seconds - parse_offset(offset)?),
    }
}

/// Seconds since midnight of `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction`.
fn parse_clock(clock: &str) -> Option<i64> {
    let mut parts = clock.split(':');
    let hour = two_digits(parts.next()?, 23)?;
    let minute = two_digits(parts.next()?, 59)?;
    let second = match parts.next() {
        None => 0,
        Some(second) => {
            let (whole, fraction) = second.split_once(['.', ',']).unwrap_or((second, "0"));
            if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            two_digits(whole, 59)?
        }
    };
    parts.next().is_none().then_some(hour * 3_600 + minute * 60 + second)
}

/// The largest offset from UTC that Java's time, and with it Spark, knows: 18 hours.
const LARGEST_OFFSET: i64 = 18 * 3_600;

/// Seconds east of UTC of `Z`, `±HH:MM`, `±HHMM` or `±HH`.
fn parse_offset(offset: &str) -> Option<i64> {
    if offset.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, digits) = offset.split_at_checked(1)?;
    let (hours, minutes) = match digits.len() {
        2 => (digits, "00"),
        4 => digits.split_at(2),
        5 => digits.split_once(':')?,
        _ => return None,
    };
    let seconds = two_digits(hours, 18)? * 3_600 + two_digits(minutes, 59)? * 60;
    match sign {
        _ if seconds > LARGEST_OFFSET => None,
        "+" => Some(seconds),
        "-" => Some(-seconds),
        _ => None,
    }
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|&value| value <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, zone: Option<&str>) -> Option<String> {
        parse_day(text.as_bytes(), Zone::new(zone).unwrap()).map(|day| day.to_string())
    }

    #[test]
    fn dates_and_times_are_read() {
        for (text, expected) in [
            ("2023-01-31", "2023-01-31"),
            ("2023-01-31T23:59:59", "2023-01-31"),
            ("2023-01-31 23:59", "2023-01-31"),
            ("2023-01-31T23:59:59.999999999Z", "2023-01-31"),
            ("2023-01-31T23:30:00-01:00", "2023-02-01"),
            ("2023-02-01 00:30:00+0100", "2023-01-31"),
            ("2023-02-01T00:30:00+01", "2023-01-31"),
            (" 2023-02-01\n", "2023-02-01"),
        ] {
            assert_eq!(day(text, None).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn only_instants_move_with_the_zone() {
        let kolkata = Some("Asia/Kolkata");
        assert_eq!(day("2023-01-31T20:00:00Z", kolkata).as_deref(), Some("2023-02-01"));
        assert_eq!(day("2023-01-31T20:00:00", kolkata).as_deref(), Some("2023-01-31"));
        assert_eq!(day("2023-01-31", kolkata).as_deref(), Some("2023-01-31"));
    }

    #[test]
    fn anything_else_is_unreadable() {
        for text in [
            "",
            "n/a",
            "2023-02-30",
            "2023-01-31T",
            "2023-01-31T24:00",
            "2023-01-31T1:00",
            "2023-01-31T10:00:00.",
            "2023-01-31T10:00+1",
            "2023-01-31T10:00x",
            "2023-01-31T10:00+18:01",
            " ",
            "2023-01-31é",
        ] {
            assert_eq!(day(text, None), None, "{text}");
        }
        assert!(Zone::new(Some("Mars/Olympus")).is_err());
    }
}
