//! Dates in text that are parsed without a format.

use crate::calendar::Day;
use crate::scan::columns::instant::{Moment, trimmed};

/// The years in which eight digits are taken for a day.
const EIGHT_DIGIT_YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// Parses `yyyy-[m]m-[d]d`, alone or followed by `T` or one blank and a time, with or without a
/// zone. Also parses eight digits `yyyyMMdd` from 1900 to 2100.
///
/// A time with a zone is an instant; one without is on the day it shows. Blanks around it are
/// ignored, as in Spark's casts.
pub(in crate::scan) fn parse_day_text(text: &[u8]) -> Option<Moment> {
    let mut rest = Text(trimmed(text)?.as_bytes());
    let year = rest.digits(4, 4)?;
    if !rest.take(b'-') {
        let (month, day) = (rest.digits(2, 2)?, rest.digits(2, 2)?);
        let plausible = rest.is_empty() && EIGHT_DIGIT_YEARS.contains(&year);
        return Day::from_ymd(year, month, day).filter(|_| plausible).map(Moment::Day);
    }
    let month = rest.digits(1, 2)?;
    let day = rest.take(b'-').then(|| rest.digits(1, 2)).flatten()?;
    let day = Day::from_ymd(year, month, day)?;
    if rest.is_empty() {
        return Some(Moment::Day(day));
    }
    if !(rest.take(b'T') || rest.take(b' ')) {
        return None;
    }
    let (seconds, whole) = rest.time()?;
    if rest.is_empty() {
        return Some(Moment::Day(day));
    }
    rest.take(b' ');
    let east = parse_zone(rest.0)?;
    Some(Moment::Instant { seconds: i64::from(day.number()) * 86_400 + seconds - east, whole })
}

/// The largest offset from UTC in Java, and so in Spark: 18 hours.
const MAX_OFFSET: i64 = 18 * 3_600;

/// Returns the seconds east of UTC of `Z`, `UTC`, `GMT`, `±hh`, `±hhmm` or `±hh:mm`.
pub(in crate::scan) fn parse_zone(text: &[u8]) -> Option<i64> {
    if matches!(text, b"Z" | b"UTC" | b"GMT") {
        return Some(0);
    }
    let mut rest = Text(text);
    let west = rest.take(b'-');
    if !west && !rest.take(b'+') {
        return None;
    }
    let hours = rest.digits(2, 2)?;
    let minutes = if rest.is_empty() {
        0
    } else {
        rest.take(b':');
        rest.digits(2, 2).filter(|&minutes| minutes <= 59)?
    };
    let seconds = i64::from(hours) * 3_600 + i64::from(minutes) * 60;
    let known = rest.is_empty() && seconds <= MAX_OFFSET;
    known.then_some(if west { -seconds } else { seconds })
}

/// The text that is not parsed yet.
struct Text<'a>(&'a [u8]);

impl Text<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes a character, if it comes next.
    fn take(&mut self, character: u8) -> bool {
        let rest = self.0.strip_prefix(&[character]);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Takes a number of `min` to `max` digits.
    fn digits(&mut self, min: usize, max: usize) -> Option<i32> {
        let count = self.0.iter().take(max).take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(count.max(min))?;
        self.0 = rest;
        digits
            .iter()
            .try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + i32::from(byte - b'0')))
    }

    /// Takes `HH:mm[:ss[.fraction]]`. Returns its seconds, and whether it has no fraction.
    fn time(&mut self) -> Option<(i64, bool)> {
        let hour = self.digits(2, 2).filter(|&hour| hour <= 23)?;
        let minute = self.take(b':').then(|| self.digits(2, 2)).flatten().filter(|&minute| minute <= 59)?;
        let (mut second, mut whole) = (0, true);
        if self.take(b':') {
            second = self.digits(2, 2).filter(|&second| second <= 59)?;
            if self.take(b'.') {
                let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
                if digits == 0 {
                    return None;
                }
                let (fraction, rest) = self.0.split_at(digits);
                whole = fraction.iter().all(|&digit| digit == b'0');
                self.0 = rest;
            }
        }
        Some((i64::from(hour * 3_600 + minute * 60 + second), whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::columns::instant::Zone;

    fn day(text: &str, zone: Option<&str>) -> Option<String> {
        let zone = Zone::new(zone).unwrap();
        let day = match parse_day_text(text.as_bytes())? {
            Moment::Day(day) => Some(day),
            Moment::Instant { seconds, .. } => zone.day(seconds),
        };
        day.map(|day| day.to_string())
    }

    #[test]
    fn dates_and_times_are_read() {
        for (text, expected) in [
            ("2023-01-31", "2023-01-31"),
            ("2023-1-31", "2023-01-31"),
            ("2023-4-5", "2023-04-05"),
            ("20230418", "2023-04-18"),
            ("2023-01-31T23:59:59", "2023-01-31"),
            ("2023-1-3 23:59", "2023-01-03"),
            ("2023-01-31T23:59:59.999999999Z", "2023-01-31"),
            ("2023-01-31T23:30:00-01:00", "2023-02-01"),
            ("2023-02-01 00:30:00+0100", "2023-01-31"),
            ("2023-02-01T00:30:00+01", "2023-01-31"),
            ("2023-04-18 00:00:00 UTC", "2023-04-18"),
            ("2023-04-18 00:00:00.000 +0900", "2023-04-17"),
            ("2023-04-18 00:00:00 +00:00", "2023-04-18"),
            ("2023-04-18 23:30 GMT", "2023-04-18"),
            ("2023-04-18T23:30 Z", "2023-04-18"),
            (" 2023-02-01\n", "2023-02-01"),
        ] {
            assert_eq!(day(text, None).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn only_instants_move_with_the_zone() {
        let kolkata = Some("Asia/Kolkata");
        assert_eq!(day("2023-01-31T20:00:00Z", kolkata).as_deref(), Some("2023-02-01"));
        assert_eq!(day("2023-01-31 20:00:00 UTC", kolkata).as_deref(), Some("2023-02-01"));
        assert_eq!(day("2023-01-31T20:00:00", kolkata).as_deref(), Some("2023-01-31"));
        assert_eq!(day("2023-01-31", kolkata).as_deref(), Some("2023-01-31"));
    }

    #[test]
    fn anything_else_is_unreadable() {
        for text in [
            "",
            " ",
            "n/a",
            "2023-02-30",
            "2023-13-01",
            "2023-00-10",
            "2023-1-",
            "2023-001-01",
            "2023-01-001",
            "23-01-01",
            "12023-01-01",
            "-2023-01-01",
            "18/04/2023",
            "04/18/2023",
            "2023/04/18",
            "2023.04.18",
            "18-04-2023",
            "Apr 18, 2023",
            "18990101",
            "21010101",
            "20231301",
            "20230230",
            "2023041",
            "202304180",
            "20230418T00:00:00",
            "1681776000000",
            "2023-01-31T",
            "2023-01-31 ",
            "2023-01-31T24:00",
            "2023-01-31T24:00:00",
            "2023-01-31T23:60",
            "2023-01-31T23:59:60",
            "2023-01-31T1:00",
            "2023-01-31T10",
            "2023-01-31t10:00",
            "2023-01-31  10:00",
            "2023-01-31_10:00",
            "2023-01-31T10:00:00.",
            "2023-01-31T10:00:00,5",
            "2023-01-31T10:00.5",
            "2023-01-31T10:00+1",
            "2023-01-31T10:00+100",
            "2023-01-31T10:00+01:0",
            "2023-01-31T10:00+01:60",
            "2023-01-31T10:00x",
            "2023-01-31T10:00z",
            "2023-01-31T10:00 utc",
            "2023-01-31T10:00  UTC",
            "2023-01-31T10:00UTCx",
            "2023-01-31T10:00+18:01",
            "2023-01-31T10:00 PST",
            "2023-01-31Z",
            "2023-01-31+01:00",
            "2023-01-31 UTC",
            "2023-01-31é",
        ] {
            // Blanks at the end are ignored.
            let expected = (text == "2023-01-31 ").then(|| "2023-01-31".to_owned());
            assert_eq!(day(text, None), expected, "{text}");
        }
    }
}
