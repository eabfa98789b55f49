//! Days before 1582-10-15 in the Julian calendar, as Spark 2 wrote them.
//!
//! Spark 2, and later versions if configured so, count days in the calendar that was in use at the
//! time. The format counts all days in the Gregorian calendar. Keys of the footer name the
//! calendar.

use chrono::{Datelike, NaiveDate};

use crate::calendar::Day;

/// The keys that Spark writes.
const VERSION: &[u8] = b"org.apache.spark.version";
const ROW_TYPE: &[u8] = b"org.apache.spark.sql.parquet.row.metadata";
const DATES: &[u8] = b"org.apache.spark.legacyDateTime";
const INT96: &[u8] = b"org.apache.spark.legacyINT96";
const ZONE: &[u8] = b"org.apache.spark.timeZone";
/// The first versions that write Gregorian days, compared as text, as in Spark.
const FIRST_WITH_DATES: &[u8] = b"3.0.0";
const FIRST_WITH_INT96: &[u8] = b"3.1.0";

/// 1582-10-15, the first day of the Gregorian calendar, as the days since 1970-01-01.
const FIRST_GREGORIAN: i64 = -141_427;
/// The Julian day number of 1970-01-01.
const EPOCH: i64 = 2_440_588;

/// Which values of a file are in the Julian calendar, if they are before 1582-10-15.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LegacyCalendar {
    version: Option<Vec<u8>>,
    is_spark: bool,
    dates: bool,
    int96: bool,
    zone: Option<String>,
}

impl LegacyCalendar {
    /// Takes a key of the footer and its value.
    pub(super) fn take(&mut self, key: &[u8], value: &[u8]) {
        match key {
            VERSION => self.version = Some(value.to_vec()),
            ROW_TYPE => self.is_spark = true,
            DATES => self.dates = true,
            INT96 => self.int96 = true,
            ZONE => self.zone = Some(String::from_utf8_lossy(value).into_owned()),
            _ => {}
        }
    }

    /// Returns whether days, or those of INT96, are Julian before 1582-10-15.
    pub fn applies(&self, int96: bool) -> bool {
        let (flag, first) =
            if int96 { (self.int96, FIRST_WITH_INT96) } else { (self.dates, FIRST_WITH_DATES) };
        // Spark did not write its version before 2.4.6.
        flag || self.version.as_ref().map_or(self.is_spark, |version| version.as_slice() < first)
    }

    /// Returns the zone in which a timestamp has its day, if it is known.
    pub fn zone(&self) -> Option<&str> {
        self.zone.as_deref()
    }
}

/// Returns the Gregorian day with the same year, month and day of month as a Julian day before
/// 1582-10-15, both as days since 1970-01-01.
///
/// A 29 February that the Gregorian calendar lacks becomes 1 March, as in Spark. A day of a year
/// before 1 stays unchanged, outside the calendar.
///
/// ```
/// use daytally::source::gregorian_day;
///
/// // 0001-01-01, and 1582-10-04, the last Julian day.
/// assert_eq!(gregorian_day(-719_164), -719_162);
/// assert_eq!(gregorian_day(-141_428), -141_438);
/// assert_eq!(gregorian_day(-141_427), -141_427);
/// ```
pub fn gregorian_day(day: i64) -> i64 {
    if day >= FIRST_GREGORIAN {
        return day;
    }
    // As in Richards' algorithm, for the Julian calendar.
    let Some(julian) = day.checked_add(EPOCH).filter(|&day| day > 0) else { return day };
    let from_march = 4 * (julian + 1_401) + 3;
    let in_year = (from_march % 1_461) / 4;
    let in_months = 5 * in_year + 2;
    let of_month = (in_months % 153) / 5;
    let month = (in_months / 153 + 2) % 12 + 1;
    let year = from_march / 1_461 - 4_716 + (14 - month) / 12;
    let first = i32::try_from(year).ok().filter(|&year| year >= 1);
    let first = first.and_then(|year| NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, 1));
    let epoch = i64::from(Day::EPOCH_FROM_CE);
    first.map_or(day, |first| i64::from(first.num_days_from_ce()) - epoch + of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(keys: &[(&str, &str)]) -> LegacyCalendar {
        let mut calendar = LegacyCalendar::default();
        keys.iter().for_each(|(key, value)| calendar.take(key.as_bytes(), value.as_bytes()));
        calendar
    }

    #[test]
    fn the_keys_of_spark_say_which_calendar_it_is() {
        let version = "org.apache.spark.version";
        for (keys, dates, int96) in [
            (&[][..], false, false),
            (&[(version, "2.4.8")], true, true),
            (&[(version, "3.0.3")], false, true),
            (&[(version, "4.0.1")], false, false),
            (&[(version, "3.5.0"), ("org.apache.spark.legacyDateTime", "")], true, false),
            (&[(version, "3.5.0"), ("org.apache.spark.legacyINT96", "")], false, true),
            (&[("org.apache.spark.legacyDateTime", "")], true, false),
            (&[("org.apache.spark.sql.parquet.row.metadata", "{}")], true, true),
        ] {
            let calendar = calendar(keys);
            assert_eq!((calendar.applies(false), calendar.applies(true)), (dates, int96), "{keys:?}");
        }
        assert_eq!(calendar(&[("org.apache.spark.timeZone", "Asia/Kolkata")]).zone(), Some("Asia/Kolkata"));
    }

    #[test]
    fn days_keep_their_year_month_and_day() {
        for (julian, gregorian) in [
            (-719_164, "0001-01-01"),
            (-682_945, "0100-03-01"),
            (-354_222, "1000-02-28"),
            (-141_428, "1582-10-04"),
            (-141_427, "1582-10-15"),
            (0, "1970-01-01"),
        ] {
            let day = i32::try_from(gregorian_day(julian)).ok().and_then(Day::new).unwrap();
            assert_eq!(day.to_string(), gregorian, "{julian}");
        }
        // 1000-02-29 exists only in the Julian calendar.
        assert_eq!(gregorian_day(-354_221), gregorian_day(-354_220));
        // A day outside both calendars stays unchanged.
        assert_eq!(gregorian_day(-719_165), -719_165);
        assert_eq!(gregorian_day(i64::MIN), i64::MIN);
    }
}
