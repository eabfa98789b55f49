//! Civil days and months as small integers.
//!
//! Both count from 1970-01 in the proleptic Gregorian calendar, as Parquet's DATE does, and both
//! keep to the years 1 to 9999, the range in which every engine agrees on what a date is.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use crate::error::{Error, ErrorCode};

/// A civil day: the number of days since 1970-01-01.
///
/// ```
/// use daytally::Day;
///
/// let day = Day::parse("2023-04-18").unwrap();
/// assert_eq!(day.number(), 19_465);
/// assert_eq!(day.to_string(), "2023-04-18");
/// assert_eq!(day.month().to_string(), "2023-04");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The day number that chrono gives to 1970-01-01, counting from 0001-01-01 as 1.
    pub(crate) const EPOCH_FROM_CE: i32 = 719_163;
    /// 0001-01-01.
    pub const MIN: Self = Self(-719_162);
    /// 9999-12-31.
    pub const MAX: Self = Self(2_932_896);

    /// Returns the day `number` days after 1970-01-01, or `None` outside
    /// [`Day::MIN`]`..=`[`Day::MAX`].
    pub fn new(number: i32) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&number).then_some(Self(number))
    }

    /// Returns the number of days since 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Reads exactly `YYYY-MM-DD`; anything else, or a day that no month has, is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let digits = |range: std::ops::Range<usize>| {
            bytes[range].iter().try_fold(0i32, |value, byte| {
                byte.is_ascii_digit().then(|| value * 10 + i32::from(byte - b'0'))
            })
        };
        let date = NaiveDate::from_ymd_opt(
            digits(0..4)?,
            digits(5..7)?.cast_unsigned(),
            digits(8..10)?.cast_unsigned(),
        )?;
        Self::from_date(date)
    }

    /// Returns the day of a year, month and day of the month, or `None` if there is no such day.
    pub fn from_ymd(year: i32, month: i32, day: i32) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
        Self::from_date(date)
    }

    /// Returns the day of a chrono date, or `None` outside the years 1 to 9999.
    pub fn from_date(date: NaiveDate) -> Option<Self> {
        Self::new(date.num_days_from_ce() - Self::EPOCH_FROM_CE)
    }

    /// Returns the month this day lies in.
    pub fn month(self) -> Month {
        let date = self.date();
        Month((date.year() - 1970) * 12 + date.month0().cast_signed())
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0 + Self::EPOCH_FROM_CE).unwrap_or_default()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl FromStr for Day {
    type Err = Error;

    /// Parses exactly `YYYY-MM-DD`.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text).ok_or_else(|| {
            Error::new(ErrorCode::InvalidOption, "this is not a day")
                .expected("a day as YYYY-MM-DD")
                .found(format!("{text:?}"))
        })
    }
}

/// A civil month: the number of months since 1970-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// 0001-01 and 9999-12.
    const MIN: i32 = (1 - 1970) * 12;
    const MAX: i32 = (9999 - 1970) * 12 + 11;

    /// Returns the month `number` months after 1970-01, or `None` outside the years 1 to 9999.
    pub fn new(number: i32) -> Option<Self> {
        (Self::MIN..=Self::MAX).contains(&number).then_some(Self(number))
    }

    /// Returns the number of months since 1970-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Returns the month's first day.
    pub fn first_day(self) -> Day {
        let year = self.0.div_euclid(12) + 1970;
        let month = self.0.rem_euclid(12).cast_unsigned() + 1;
        NaiveDate::from_ymd_opt(year, month, 1).and_then(Day::from_date).unwrap_or(Day::MIN)
    }

    /// Returns how many days the month has, 28 to 31.
    pub fn days(self) -> u32 {
        month_length(self.0.div_euclid(12) + 1970, self.0.rem_euclid(12)).cast_unsigned()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12) + 1970, self.0.rem_euclid(12) + 1)
    }
}

/// One month of a [`months`] walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MonthOfWalk {
    /// The month's number.
    pub(crate) number: i32,
    /// The number of its first day.
    pub(crate) first_day: i32,
    /// Bit `d` for each of its days `d + 1` between the walk's first and last day.
    pub(crate) days: u32,
}

/// Returns the months from the day `first` to the day `last`, both inclusive; none if `last` is
/// earlier.
pub(crate) fn months(first: Day, last: Day) -> impl Iterator<Item = MonthOfWalk> {
    let date = first.date();
    let mut first_day = first.0 - date.day0().cast_signed();
    // Counted on without divisions: a walk is short, and there are millions.
    let (mut year, mut month) = (date.year(), date.month0().cast_signed());
    std::iter::from_fn(move || {
        if first_day > last.0 || first > last {
            return None;
        }
        let length = month_length(year, month);
        let mut days = u32::MAX >> (32 - length);
        if first_day < first.0 {
            days &= u32::MAX << (first.0 - first_day);
        }
        if last.0 - first_day < length - 1 {
            days &= u32::MAX >> (31 - (last.0 - first_day));
        }
        let number = (year - 1970) * 12 + month;
        let walked = MonthOfWalk { number, first_day, days };
        first_day += length;
        month += 1;
        if month == 12 {
            (year, month) = (year + 1, 0);
        }
        Some(walked)
    })
}

/// Returns the days of a month, whose number in the year begins at 0, by the Gregorian rule.
fn month_length(year: i32, month: i32) -> i32 {
    match month {
        1 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_survives_its_month() {
        for number in Day::MIN.0..=Day::MAX.0 {
            let day = Day(number);
            let first = day.month().first_day();
            let offset = (day.0 - first.0).cast_unsigned();
            assert!(day >= first && offset < day.month().days(), "{day}");
        }
    }

    #[test]
    fn a_walk_has_every_day_once() {
        let walk = |first: &str, last: &str| -> Vec<i32> {
            let (first, last) = (Day::parse(first).unwrap(), Day::parse(last).unwrap());
            let days = months(first, last).flat_map(|month| {
                (0..32).filter(move |day| month.days >> day & 1 == 1).map(move |day| month.first_day + day)
            });
            let days: Vec<i32> = days.collect();
            assert_eq!(days, (first.0..=last.0).collect::<Vec<_>>());
            days
        };
        walk("0001-01-01", "9999-12-31");
        walk("2023-02-28", "2023-02-28");
        walk("2024-02-10", "2024-03-01");
        walk("2023-12-31", "2024-01-01");
        assert!(walk("2024-02-10", "2024-02-09").is_empty());
        // The first day of the next month is known by chrono.
        for number in Month::MIN..Month::MAX {
            let [month, next] = [number, number + 1].map(|number| Month::new(number).unwrap());
            assert_eq!(month.first_day().0 + month.days().cast_signed(), next.first_day().0, "{month}");
        }
    }

    #[test]
    fn text_is_read_strictly() {
        for text in ["2023-02-29", "2023-2-01", "0000-01-01", "2023-01-01 ", "2023/01/01", "+023-01-01", ""] {
            assert_eq!(Day::parse(text), None, "{text:?}");
        }
        for text in ["0001-01-01", "9999-12-31", "2024-02-29", "1969-12-31"] {
            assert_eq!(Day::parse(text).map(|day| day.to_string()).as_deref(), Some(text));
        }
    }
}
