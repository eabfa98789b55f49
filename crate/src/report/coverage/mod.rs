//! How complete the data is: outages, stopped videos, and days with data of those expected.
//!
//! `docs/coverage.md` states the arithmetic, which the PySpark package shares.

pub(super) mod days;
pub(super) mod overview;

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::report::coverage::days::{DayChange, DayCounts};
use crate::report::outages::{DayVideos, Outage, outages};

/// After how many days without data a video counts as stopped.
const STOPPED_DAYS: usize = 3;

/// How complete the data of all videos is, from the first date in the data to the last or, if it is
/// earlier, to the end date.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// The days on which the collection failed, ascending.
    pub outages: Vec<Outage>,
    /// The share of videos without data above which a day is an outage, if the user fixed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub outage_share: Option<f64>,
    /// Whether the outages are excluded from the gaps.
    pub outages_excluded: bool,
    /// Videos without data on the last three days or more, not counting outages.
    pub stopped_videos: u64,
    /// Days on which data of a video was expected, of all videos with a created date.
    pub video_days_expected: u64,
    /// Those of them that have data.
    pub video_days_with_data: u64,
    /// The latter divided by the former, unless nothing was expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub completeness: Option<f64>,
    /// Expected days by created date that are before the first date in the data.
    pub video_days_before_first: u64,
    /// Expected days up to the end date that are after the last date in the data.
    pub video_days_after_last: u64,
    /// How many days the end date is after the last date in the data.
    pub end_days_after_last: u32,
    /// The earliest created date of a video, before which no data is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub first_expected: Option<String>,
}

impl DayCounts {
    /// Returns the coverage, with the outages by the rule, or by a fixed share from 0 to 1. Returns
    /// `None` without any date in the data.
    pub fn coverage(&self, outage_share: Option<f64>) -> Option<Coverage> {
        let (first, last) = self.window()?;
        let end = self.end?;
        let outages = outages(&self.runs(first, last), outage_share);
        let expected = self.video_days(first, last);
        let with_data = expected.created - expected.missing;
        let first_created = self.changes.iter().find(|change| change.created > 0);
        Some(Coverage {
            stopped_videos: self.stopped(first, last, &outages),
            outages,
            outage_share,
            outages_excluded: false,
            video_days_expected: expected.created.cast_unsigned(),
            video_days_with_data: with_data.cast_unsigned(),
            // Counts of days are far below 2^53.
            completeness: (expected.created > 0).then(|| with_data as f64 / expected.created as f64),
            video_days_before_first: self.video_days(i32::MIN, end.min(first - 1)).created.cast_unsigned(),
            video_days_after_last: self.video_days(last + 1, end).created.cast_unsigned(),
            end_days_after_last: u32::try_from(end - self.last?).unwrap_or(0),
            first_expected: first_created.and_then(|change| Day::new(change.day)).map(|day| day.to_string()),
        })
    }

    /// Returns the active videos from `first` to `last`, inclusive. A run of equal days is one
    /// entry. Days without active videos are left out.
    pub(super) fn runs(&self, first: i32, last: i32) -> Vec<DayVideos> {
        let mut runs: Vec<DayVideos> = Vec::new();
        self.each_run(first, last, |start, end, now| {
            let active = (now.created - now.lapsed).cast_unsigned();
            let missing = (now.missing - now.lapsed).cast_unsigned();
            match runs.last_mut() {
                Some(run) if run.last + 1 == start && (run.active, run.missing) == (active, missing) => {
                    run.last = end;
                }
                _ if active > 0 => runs.push(DayVideos { first: start, last: end, active, missing }),
                _ => {}
            }
        });
        runs
    }

    /// Sums the videos over the days from `first` to `last`, inclusive.
    fn video_days(&self, first: i32, last: i32) -> DayChange {
        let mut sum = DayChange::default();
        self.each_run(first, last, |start, end, now| {
            let days = i64::from(end) - i64::from(start) + 1;
            sum.created += days * now.created;
            sum.missing += days * now.missing;
        });
        sum
    }

    /// Calls `each` with the first day, the last, and the numbers of every run of equal days, from
    /// `first` to `last`, inclusive, but not before the first change.
    fn each_run(&self, first: i32, last: i32, mut each: impl FnMut(i32, i32, &DayChange)) {
        let mut now = DayChange::default();
        for (at, change) in self.changes.iter().enumerate() {
            now.created += change.created;
            now.missing += change.missing;
            now.lapsed += change.lapsed;
            let until = self.changes.get(at + 1).map_or(last, |next| last.min(next.day - 1));
            let start = first.max(change.day);
            if start <= until {
                each(start, until, &now);
            }
        }
    }

    /// Returns how many videos have no data on the last three days without an outage, or longer.
    fn stopped(&self, first: i32, last: i32, outages: &[Outage]) -> u64 {
        let mut outages = outages.iter().rev().peekable();
        let mut counted = (first..=last).rev().filter(|&day| outages.next_if(|it| it.day == day).is_none());
        let Some(from) = counted.nth(STOPPED_DAYS - 1) else { return 0 };
        self.silent_from.iter().take_while(|(day, _)| *day <= from).map(|(_, videos)| videos).sum()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.
mod tests {
    use arrow::array::{BinaryViewArray, Date32Array};
    use serde_json::Value;

    use super::*;
    use crate::fold::Fold;
    use crate::merge::{Partial, Totals};
    use crate::report::Share;
    use crate::scan::{Columns, Ids};

    fn day(text: &Value) -> Option<i32> {
        text.as_str().map(|text| Day::parse(text).unwrap().number())
    }

    /// A channel, a video, its created date and a day with data.
    type Row = (u8, String, Option<i32>, Option<i32>);

    /// Returns the coverage of an example, whose videos are in two shares and in one or two
    /// channels each.
    fn found(example: &Value) -> Option<Coverage> {
        let mut rows: [Vec<Row>; 2] = Default::default();
        for (number, video) in example["videos"].as_array().unwrap().iter().enumerate() {
            let id = video["video_id"].as_str().unwrap();
            let created = day(&video["created_date"]);
            let days = video["days"].as_array().unwrap().iter().flat_map(|span| {
                let (first, last) = span.as_str().unwrap().split_once('/').unwrap();
                Day::parse(first).unwrap().number()..=Day::parse(last).unwrap().number()
            });
            let rows = &mut rows[number % 2];
            rows.push((0, id.to_owned(), created, None));
            // A later created date in another channel changes nothing.
            let other = if number % 3 == 0 { created.map(|created| created + 7) } else { created };
            rows.extend(days.map(|day| {
                let channel = u8::try_from(number % 3 + 1).unwrap() * u8::from(day % 2 == 0);
                (channel, id.to_owned(), if channel == 0 { created } else { other }, Some(day))
            }));
        }
        let mut shares: Vec<Share> = rows
            .iter()
            .map(|rows| {
                let ids = |ids: Vec<Vec<u8>>| Some(Ids::Plain(BinaryViewArray::from_iter_values(ids)));
                let mut fold = Fold::new();
                fold.update(&Columns {
                    rows: rows.len(),
                    channel_id: ids(rows.iter().map(|row| vec![row.0]).collect()),
                    video_id: ids(rows.iter().map(|row| row.1.clone().into_bytes()).collect()),
                    created_date: Some(rows.iter().map(|row| row.2).collect::<Date32Array>()),
                    date: Some(rows.iter().map(|row| row.3).collect::<Date32Array>()),
                    view_count: None,
                });
                Share::new(Totals::new(Partial::from_fold(fold).unwrap()).unwrap())
            })
            .collect();
        let end = day(&example["end_date"]).and_then(Day::new);
        let end = end.or_else(|| shares.iter().filter_map(Share::last_day).max());
        let mut all = DayCounts::default();
        for share in &mut shares {
            share.set_end_date(end, true);
            all.add(share.day_counts().unwrap());
        }
        all.coverage(example["outage_share"].as_f64())
    }

    #[test]
    fn the_examples_of_the_oracle_are_met() {
        let text = include_str!("../../../../tests/oracle/coverage.json");
        let examples: Vec<Value> = serde_json::from_str(text).unwrap();
        assert!(examples.len() > 15);
        for example in examples {
            let (title, expected) = (&example["title"], &example["expected"]);
            let Some(found) = found(&example) else {
                assert!(expected.is_null(), "{title}");
                continue;
            };
            let outages = serde_json::to_value(&found.outages).unwrap();
            assert_eq!(outages, expected["outages"], "{title}");
            let numbers = serde_json::json!({
                "outages": outages,
                "stopped_videos": found.stopped_videos,
                "video_days_expected": found.video_days_expected,
                "video_days_with_data": found.video_days_with_data,
                "video_days_before_first": found.video_days_before_first,
                "video_days_after_last": found.video_days_after_last,
            });
            assert_eq!(&numbers, expected, "{title}");
        }
    }
}
