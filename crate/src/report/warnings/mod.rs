//! The warnings of a finished run, made once from its diagnostics and its input.

pub(super) mod diagnostics;
pub(super) mod lifetime;
pub(super) mod signs;
mod values;

use serde::{Deserialize, Serialize};

use crate::report::warnings::values::value_warnings;
use crate::report::{CountPairs, Diagnostics, LifetimeCounts};
use crate::scan::Problem;
use crate::time_zone::rules_are_outdated;
use crate::warning::{Warning, WarningCode};

/// What a run knows besides its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct RunFacts {
    /// Whether the user gave the end date; else it is the newest date in the data.
    pub end_date_given: bool,
    /// The latest civil day anywhere on Earth (UTC+14), `YYYY-MM-DD`. Later dates are in the
    /// future. Without it no date is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub today: Option<String>,
    /// The time zone that the user gave, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub timezone: Option<String>,
    /// The files that were skipped, and why.
    pub skipped: Vec<Problem>,
    /// Warnings from before the scan: those of the plan, and of the listing of files.
    pub warnings: Vec<Warning>,
}

impl Diagnostics {
    /// Adds the facts of the run to the sum of all shares' diagnostics, and makes the warnings.
    #[must_use]
    pub fn concluded(mut self, facts: RunFacts) -> Self {
        self.end_date_given = facts.end_date_given;
        let mut warnings = facts.warnings;
        let found = [skipped_files(&facts.skipped), lifetime_counts(&self), end_date(&self), no_dates(&self)];
        Warning::append(&mut warnings, found.into_iter().flatten());
        Warning::append(&mut warnings, outdated_time_zones(facts.timezone.as_deref(), rules_are_outdated));
        if let Some(signs) = self.signs.take() {
            let zone_given = facts.timezone.is_some();
            Warning::append(&mut warnings, value_warnings(&self, &signs, facts.today.as_deref(), zone_given));
        }
        self.warnings = warnings;
        self
    }
}

fn skipped_files(skipped: &[Problem]) -> Option<Warning> {
    let files: Vec<String> = skipped.iter().filter_map(|problem| problem.location.file.clone()).collect();
    let message = match skipped {
        [] => return None,
        [_] => "1 file was skipped and is missing from every result.".to_owned(),
        several => format!("{} files were skipped and are missing from every result.", several.len()),
    };
    Some(Warning::new(WarningCode::SkippedFiles, message).about(files))
}

/// Warns of a zone whose days may be wrong because the rules are outdated. UTC has no rules.
fn outdated_time_zones(zone: Option<&str>, are_outdated: impl FnOnce() -> bool) -> Option<Warning> {
    let zone = zone.filter(|zone| !matches!(*zone, "UTC" | "Etc/UTC") && are_outdated())?;
    let message = format!(
        "This browser's rules of time zones are older than those of this version of Daytally. If the rules of \
         {zone} changed since, days after the change may be wrong. Update the browser, or use the command line."
    );
    Some(Warning::new(WarningCode::OutdatedTimeZones, message))
}

fn lifetime_counts(found: &Diagnostics) -> Option<Warning> {
    let CountPairs { differing, rising, videos } = found.count_pairs;
    let verb = match found.lifetime_counts {
        LifetimeCounts::No => return None,
        LifetimeCounts::Possible => "may be",
        LifetimeCounts::Yes => "are",
    };
    let of_videos = if videos == 1 { "video" } else { "videos" };
    let message = format!(
        "The counts {verb} lifetime counts, not views of a day: from one day to the next of a video they rise in \
         {rising} of {differing} pairs that differ, from {videos} {of_videos}. Sums of lifetime counts mean nothing."
    );
    Some(Warning::new(WarningCode::LifetimeCounts, message))
}

/// Warns of an end date after the data, or before anything is expected.
fn end_date(found: &Diagnostics) -> Option<Warning> {
    let (coverage, end) = (found.coverage.as_ref()?, found.end_date.as_ref()?);
    let days = coverage.end_days_after_last;
    if days > 0 {
        let message = format!(
            "The end date is {days} day{} after the last date in the data, {}.",
            if days == 1 { "" } else { "s" },
            found.last_day.as_deref().unwrap_or_default()
        );
        return Some(Warning::new(WarningCode::EndDateAfterData, message));
    }
    let because = match &coverage.first_expected {
        Some(first) if end >= first => return None,
        Some(first) => format!("the earliest created date is {first}"),
        None => "no video has a created date".into(),
    };
    Some(Warning::new(WarningCode::NoVideoExpected, format!("No video is expected by {end}; {because}.")))
}

/// Warns of nulls in place of every date: there are then no gaps, or only gaps.
fn no_dates(found: &Diagnostics) -> Option<Warning> {
    let consequence = match found.end_date {
        _ if found.rows == 0 || found.null_date_rows < found.rows => return None,
        None => "there is no end date, and no gap can be found: set the end date.",
        Some(_) => "every expected day is missing.",
    };
    Some(Warning::new(WarningCode::NoDates, format!("No row has a date, so {consequence}")))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::error::{Error, ErrorCode};

    #[test]
    fn skipped_files_are_named() {
        let error = Error::new(ErrorCode::Truncated, "the file ends early").in_file("a.parquet");
        let facts = RunFacts { skipped: vec![Problem::from(&error)], ..RunFacts::default() };
        let found = Diagnostics::default().concluded(facts);
        assert_eq!(found.warnings[0].files, ["a.parquet"]);
        assert!(Diagnostics::default().concluded(RunFacts::default()).warnings.is_empty());
    }

    #[test]
    fn outdated_rules_matter_to_a_zone_that_has_rules() {
        let names = |zone, are_outdated| {
            let warning = outdated_time_zones(zone, || are_outdated);
            warning.is_some_and(|warning| zone.is_some_and(|zone| warning.message.contains(zone)))
        };
        assert!(names(Some("Asia/Kolkata"), true) && !names(Some("Asia/Kolkata"), false));
        assert!(!names(Some("UTC"), true) && !names(Some("Etc/UTC"), true) && !names(None, true));
    }

    #[test]
    fn rows_without_any_date_are_named() {
        let found = |rows, null_date_rows, end: Option<&str>| {
            let end_date = end.map(str::to_owned);
            let found = Diagnostics { rows, null_date_rows, end_date, ..Diagnostics::default() };
            found.concluded(RunFacts::default()).warnings.first().map(|warning| warning.message.clone())
        };
        assert!(found(3, 3, None).is_some_and(|message| message.contains("set the end date")));
        assert!(found(3, 3, Some("2023-01-02")).is_some_and(|message| message.contains("is missing")));
        assert_eq!((found(3, 2, None), found(0, 0, None)), (None, None));
    }
}
