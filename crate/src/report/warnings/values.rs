//! Warnings about unreadable values and suspicious dates.

use crate::calendar::Day;
use crate::report::Diagnostics;
use crate::report::warnings::signs::{FIRST_UPLOAD_DAY, Signs, day_text};
use crate::scan::{Role, quoted_example, zones_of_midnights};
use crate::warning::{Warning, WarningCode};

/// Days between the newest date and the next newest that are suspicious.
const DAYS_APART: i32 = 30;
/// One in this many values may be unreadable without a warning.
const UNREADABLE_ONE_IN: u64 = 100;
/// How many files a warning lists.
const MAX_FILES: usize = 100;

/// Returns the warnings about the values of all rows. `today` is the latest civil day on Earth.
pub(super) fn value_warnings(
    found: &Diagnostics,
    signs: &Signs,
    today: Option<&str>,
    zone_given: bool,
) -> Vec<Warning> {
    let mut warnings: Vec<Warning> =
        Role::ALL.into_iter().filter_map(|role| unreadable_values(found, signs, role)).collect();
    warnings.extend(newest_date_apart(signs));
    if let Some(today) = today.and_then(Day::parse) {
        warnings.extend(future_dates(signs, today.number()));
    }
    warnings.extend(early_upload_days(signs));
    if !zone_given {
        // Rows before the upload day are the stronger sign.
        let created = day_before_upload(found, signs);
        warnings.extend(created.or_else(|| midnights_elsewhere(found, signs, Role::CreatedDate)));
        warnings.extend(midnights_elsewhere(found, signs, Role::Date));
    }
    warnings
}

fn unreadable_values(found: &Diagnostics, signs: &Signs, role: Role) -> Option<Warning> {
    let bad = || found.unreadable.iter().filter(|issue| issue.role == role);
    let rows: u64 = bad().map(|issue| issue.rows).sum();
    let values = signs.values[role as usize];
    if rows.saturating_mul(UNREADABLE_ONE_IN) <= values {
        return None;
    }
    let example = bad().map(|issue| issue.example.as_str()).next().unwrap_or_default();
    let message = format!(
        "{rows} of {values} values of {role} cannot be read and count as missing, such as {}.",
        quoted_example(example)
    );
    let mut files: Vec<String> = bad().map(|issue| issue.file.clone()).collect();
    files.dedup();
    files.truncate(MAX_FILES);
    Some(Warning::new(WarningCode::UnreadableValues, message).about(files))
}

fn newest_date_apart(signs: &Signs) -> Option<Warning> {
    let (newest, next) = signs.newest.zip(signs.next_newest)?;
    let apart = newest - next;
    let message = || {
        format!(
            "The newest date, {}, is {apart} days after the next newest, {}. If it is a mistake, set the end \
             date.",
            day_text(newest),
            day_text(next)
        )
    };
    (apart > DAYS_APART).then(|| Warning::new(WarningCode::NewestDateApart, message()))
}

fn future_dates(signs: &Signs, today: i32) -> Option<Warning> {
    let later = |day: Option<i32>| day.filter(|&day| day > today).map(day_text);
    let message = match (later(signs.newest), later(signs.last_created)) {
        (None, None) => return None,
        (Some(date), None) => format!("Dates lie in the future, up to {date}."),
        (None, Some(created)) => format!("Upload days lie in the future, up to {created}."),
        (Some(date), Some(created)) => {
            format!("Dates lie in the future, up to {date}, and upload days, up to {created}.")
        }
    };
    Some(Warning::new(WarningCode::FutureDates, message))
}

fn early_upload_days(signs: &Signs) -> Option<Warning> {
    let (count, first) = (signs.early_created, signs.first_created?);
    let message = || {
        format!(
            "{count} {} before {}, when YouTube began; the earliest is {}.",
            if count == 1 { "upload day is" } else { "upload days are" },
            day_text(FIRST_UPLOAD_DAY),
            day_text(first)
        )
    };
    (count > 0).then(|| Warning::new(WarningCode::EarlyUploadDays, message()))
}

fn midnights_elsewhere(found: &Diagnostics, signs: &Signs, role: Role) -> Option<Warning> {
    let (_, times) = signs.times_of_day.iter().find(|(known, _)| *known == role)?;
    let times = times.few()?;
    let (first, last) = match role {
        Role::CreatedDate => (signs.first_created?, signs.last_created?),
        _ => {
            let day = |text: &Option<String>| Some(Day::parse(text.as_deref()?)?.number());
            (day(&found.first_day)?, day(&found.last_day)?)
        }
    };
    let zones = zones_of_midnights(times, Day::new(first)?, Day::new(last)?);
    if zones.is_empty() {
        return None;
    }
    let shown: Vec<String> =
        times.iter().map(|time| format!("{:02}:{:02}", time / 3_600, time / 60 % 60)).collect();
    let message = format!(
        "Every instant of {role} is at {} UTC, which is midnight elsewhere: days may be one too early or too \
         late. If they are days of {}, set the time zone.",
        shown.join(" or "),
        zones.join(" or ")
    );
    Some(Warning::new(WarningCode::MidnightsElsewhere, message))
}

/// Warns of dates of one zone beside upload instants in UTC.
fn day_before_upload(found: &Diagnostics, signs: &Signs) -> Option<Warning> {
    let has_instants = |role: Role| signs.times_of_day.iter().any(|(known, _)| *known == role);
    if !has_instants(Role::CreatedDate) || has_instants(Role::Date) {
        return None;
    }
    let (rows, all) = (signs.rows_day_before_created, found.rows_before_created);
    let message = format!(
        "{rows} {} dated the day before the video's upload day in UTC. If the dates are days of another zone, \
         set the time zone; those of YouTube Analytics are days of America/Los_Angeles.",
        if rows == 1 { "row is" } else { "rows are" }
    );
    // Rows of earlier days have another cause.
    (rows > 0 && rows.saturating_mul(10) >= all.saturating_mul(9))
        .then(|| Warning::new(WarningCode::DayBeforeUpload, message))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.
mod tests {
    use super::*;
    use crate::scan::TimesOfDay;

    fn day(text: &str) -> Option<i32> {
        Day::parse(text).map(Day::number)
    }

    fn at(seconds: &[u32]) -> TimesOfDay {
        serde_json::from_value(serde_json::json!({ "times": seconds })).unwrap()
    }

    fn codes(found: &Diagnostics, signs: &Signs, zone_given: bool) -> Vec<WarningCode> {
        let warnings = value_warnings(found, signs, Some("2023-05-01"), zone_given);
        warnings.iter().map(|warning| warning.code).collect()
    }

    #[test]
    fn suspicious_dates_warn() {
        let found = Diagnostics::default();
        let newest = |newest, next| Signs { newest: day(newest), next_newest: day(next), ..Signs::default() };
        assert_eq!(codes(&found, &newest("2023-04-30", "2023-03-31"), false), []);
        let apart = newest("2023-05-01", "2023-03-31");
        assert_eq!(codes(&found, &apart, false), [WarningCode::NewestDateApart]);
        let future = newest("2023-05-02", "2023-05-01");
        assert_eq!(codes(&found, &future, false), [WarningCode::FutureDates]);
        let early = Signs { early_created: 1, first_created: day("2005-02-13"), ..Signs::default() };
        assert_eq!(codes(&found, &early, false), [WarningCode::EarlyUploadDays]);
    }

    #[test]
    fn midnights_of_another_zone_warn_unless_a_zone_is_given() {
        let found = Diagnostics {
            first_day: Some("2023-03-19".into()),
            last_day: Some("2023-04-04".into()),
            rows_before_created: 1,
            ..Diagnostics::default()
        };
        let dates = Signs { times_of_day: vec![(Role::Date, at(&[79_200, 82_800]))], ..Signs::default() };
        assert_eq!(codes(&found, &dates, false), [WarningCode::MidnightsElsewhere]);
        assert_eq!(codes(&found, &dates, true), []);

        // An upload at 03:00Z, and a first row on the day before: dates of another zone.
        let created = Signs {
            times_of_day: vec![(Role::CreatedDate, at(&[10_800]))],
            first_created: day("2023-04-18"),
            last_created: day("2023-04-18"),
            rows_day_before_created: 1,
            ..Signs::default()
        };
        assert_eq!(codes(&found, &created, false), [WarningCode::DayBeforeUpload]);
        let no_rows = Signs { rows_day_before_created: 0, ..created };
        assert_eq!(codes(&found, &no_rows, false), [WarningCode::MidnightsElsewhere]);
    }
}
