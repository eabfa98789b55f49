//! Formats of dates that fit some values. They are offered and never chosen automatically.

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::scan::columns::counts::parse_count;
use crate::scan::columns::day_text::parse_day_text;
use crate::scan::columns::instant::{Moment, Zone};
use crate::scan::{DateFormat, Role};

/// How well some values of a column can be read as those of a role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ValueCheck {
    /// How many of the values can be read.
    pub readable: usize,
    /// The formats by which all of them can be read as dates; several if they are ambiguous.
    pub formats: Vec<FormatOffer>,
}

/// A format that fits, and the first value read by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FormatOffer {
    /// The format.
    pub format: String,
    /// The first value's day, `YYYY-MM-DD` in UTC.
    pub day: String,
}

/// Days without a time, the most usual first.
const DAYS: [&str; 22] = [
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%y.%d.%m",
    "%y.%m.%d",
    "%y/%m/%d",
    "%y-%m-%d",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%Y%m%d",
    "%d%m%Y",
];

/// What may follow a day.
const TIMES: [&str; 8] = [
    "",
    " %H:%M",
    " %H:%M:%S",
    "T%H:%M:%S",
    " %H:%M:%S.%f",
    " %H:%M:%S %z",
    "T%H:%M:%S%z",
    " %H:%M:%S.%f %z",
];

/// Formats of whole numbers.
const NUMBERS: [&str; 5] = ["yyyymmdd", "epoch_days", "epoch_s", "epoch_ms", "epoch_us"];

/// The days that an offered format may give for a number: 2000-01-01 to 2100-12-31.
const PLAUSIBLE: std::ops::RangeInclusive<i32> = 10_957..=47_846;

/// Checks some values of a column, as text, against a role, with a format or without.
///
/// # Errors
///
/// [`InvalidOption`](crate::ErrorCode::InvalidOption) for a format that is not valid.
pub fn check_values(role: Role, values: &[String], format: Option<&str>) -> crate::error::Result<ValueCheck> {
    let format = format.map(DateFormat::parse).transpose()?;
    let numbers = || values.iter().all(|value| parse_count(value.trim()).is_some());
    let reads = |value: &String| match (role, &format) {
        (Role::ChannelId | Role::VideoId, _) => true,
        (Role::ViewCount, _) => parse_count(value.trim()).is_some(),
        (_, Some(format)) => format.text(value.as_bytes()).is_some(),
        (_, None) => parse_day_text(value.as_bytes()).is_some(),
    };
    let readable = values.iter().filter(|value| reads(value)).count();
    let mut formats = Vec::new();
    if role.is_date() && !values.is_empty() {
        if numbers() {
            formats.extend(NUMBERS.iter().filter_map(|format| offer(format, values)));
        } else {
            for day in DAYS {
                formats.extend(TIMES.iter().filter_map(|time| offer(&format!("{day}{time}"), values)));
            }
        }
    }
    Ok(ValueCheck { readable, formats })
}

/// Returns an offer of the format, if it gives a plausible day for every value.
fn offer(format: &str, values: &[String]) -> Option<FormatOffer> {
    let parsed = DateFormat::parse(format).ok()?;
    let utc = Zone::new(None).ok()?;
    let mut first: Option<Day> = None;
    for value in values {
        let day = match parsed.text(value.as_bytes())? {
            Moment::Day(day) => day,
            Moment::Instant { seconds, .. } => utc.day(seconds)?,
        };
        if !PLAUSIBLE.contains(&day.number()) {
            return None;
        }
        first.get_or_insert(day);
    }
    Some(FormatOffer { format: format.into(), day: first?.to_string() })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.
mod tests {
    use super::*;

    fn offered(values: &[&str]) -> Vec<String> {
        let values: Vec<String> = values.iter().map(|&value| value.to_owned()).collect();
        let check = check_values(Role::Date, &values, None).unwrap();
        check.formats.into_iter().map(|offer| format!("{} {}", offer.format, offer.day)).collect()
    }

    #[test]
    fn ambiguous_dates_are_offered_both_ways() {
        assert_eq!(offered(&["01/04/2023", "02/04/2023"]), ["%d/%m/%Y 2023-04-01", "%m/%d/%Y 2023-01-04"]);
        assert_eq!(offered(&["01/04/2023", "18/04/2023"]), ["%d/%m/%Y 2023-04-01"]);
        assert_eq!(offered(&["17.14.11"]), ["%y.%d.%m 2017-11-14"]);
        assert_eq!(offered(&["Apr 18, 2023"]), ["%b %d, %Y 2023-04-18"]);
        assert_eq!(offered(&["18/04/2023 23:00:00 +0900"]), ["%d/%m/%Y %H:%M:%S %z 2023-04-18"]);
        assert!(offered(&["n/a"]).is_empty());
        assert!(offered(&[]).is_empty());
    }

    #[test]
    fn numbers_are_offered_as_plausible_days() {
        assert_eq!(offered(&["20230418"]), ["yyyymmdd 2023-04-18"]);
        assert_eq!(offered(&["1681776000000"]), ["epoch_ms 2023-04-18"]);
        assert_eq!(offered(&["1681776000"]), ["epoch_s 2023-04-18"]);
        assert_eq!(offered(&["19465"]), ["epoch_days 2023-04-18"]);
        assert!(offered(&["5"]).is_empty());
    }

    #[test]
    fn readable_values_are_counted() {
        let values = ["18/04/2023".to_owned(), "n/a".to_owned()];
        let read = |role, format| check_values(role, &values, format).unwrap().readable;
        assert_eq!(read(Role::Date, None), 0);
        assert_eq!(read(Role::Date, Some("%d/%m/%Y")), 1);
        assert_eq!(read(Role::ViewCount, None), 0);
        assert_eq!(read(Role::VideoId, None), 2);
    }
}
