//! Days on which the whole collection failed, and not that of a video.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize, Serializer};

use crate::calendar::Day;

/// How many days before and after a day define the usual share of videos without data.
const NEIGHBOURS: i32 = 60;
/// The minimum number of active videos of an outage.
const MIN_VIDEOS: u64 = 5;
/// The minimum share of videos without data of an outage, whatever is usual.
const MIN_SHARE: f64 = 0.1;

/// A day on which far more videos than usual have no data.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Outage {
    /// The day as the number of days since 1970-01-01; `date`, as `YYYY-MM-DD`, in JSON and JavaScript.
    #[serde(rename = "date", serialize_with = "write_day", deserialize_with = "read_day")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub day: i32,
    /// Active videos without data.
    pub missing: u64,
    /// Videos from their created date to 28 days after their last day with data.
    pub active: u64,
    /// `missing` divided by `active`.
    pub share: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
fn write_day<S: Serializer>(day: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    match Day::new(*day) {
        Some(day) => serializer.collect_str(&day),
        None => Err(serde::ser::Error::custom("not a day")),
    }
}

fn read_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    let text = String::deserialize(deserializer)?;
    let day = Day::parse(&text).ok_or_else(|| serde::de::Error::custom("not a day as YYYY-MM-DD"))?;
    Ok(day.number())
}

/// The active videos of consecutive days with the same numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DayVideos {
    /// The first day, as the number of days since 1970-01-01.
    pub first: i32,
    /// The last day, inclusive.
    pub last: i32,
    /// Videos from their created date to 28 days after their last day with data.
    pub active: u64,
    /// Those of them without data.
    pub missing: u64,
}

impl DayVideos {
    fn share(&self) -> f64 {
        // Numbers of videos are far below 2^53.
        self.missing as f64 / self.active as f64
    }
}

/// Returns the outages among ascending days, by the rule or by a fixed share.
pub(super) fn outages(runs: &[DayVideos], fixed_share: Option<f64>) -> Vec<Outage> {
    let mut found = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let share = run.share();
        if run.active < MIN_VIDEOS {
            continue;
        }
        let DayVideos { missing, active, .. } = *run;
        let outage = |day| Outage { day, missing, active, share };
        match fixed_share {
            Some(fixed) if share > fixed => found.extend((run.first..=run.last).map(outage)),
            None if share >= MIN_SHARE => {
                let days = with_other_neighbours(run).filter(|&day| stands_out(runs, at, day));
                found.extend(days.map(outage));
            }
            _ => {}
        }
    }
    found
}

/// Returns the days of a run that have neighbours of other runs; the share of the others is never
/// unusual.
fn with_other_neighbours(run: &DayVideos) -> impl Iterator<Item = i32> + use<> {
    let DayVideos { first, last, .. } = *run;
    let begin = last.min(first.saturating_add(NEIGHBOURS - 1));
    (first..=begin).chain(last.saturating_sub(NEIGHBOURS - 1).max(begin + 1)..=last)
}

/// Returns whether the share of a day is unusual among its neighbours. `at` is the index of its
/// run.
fn stands_out(runs: &[DayVideos], at: usize, day: i32) -> bool {
    let (from, until) = (day - NEIGHBOURS, day + NEIGHBOURS);
    let near = runs[..at].iter().rev().take_while(|run| run.last >= from);
    let near = near.chain(runs[at..].iter().take_while(|run| run.first <= until));
    let mut shares: Vec<f64> = Vec::with_capacity(2 * NEIGHBOURS as usize);
    for run in near {
        let days = run.last.min(until) - run.first.max(from) + 1;
        let others = days - i32::from((run.first..=run.last).contains(&day));
        shares.extend(std::iter::repeat_n(run.share(), others.cast_unsigned() as usize));
    }
    let Some(usual) = median(&mut shares) else { return false };
    let mut deviations: Vec<f64> = shares.iter().map(|share| (share - usual).abs()).collect();
    let deviation = median(&mut deviations).unwrap_or_default();
    let (n, k, share) = (runs[at].active as f64, runs[at].missing as f64, runs[at].share());
    let p = usual.max(1.0 / n);
    share >= (usual + MIN_SHARE).min(f64::midpoint(1.0, usual))
        && share - usual > 6.0 * deviation
        && k > n * p + 4.0 * (n * p * (1.0 - p)).sqrt()
}

/// Returns the median; of an even number of values, the mean of the middle two.
fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    Some(if values.len() % 2 == 1 { upper } else { (values[middle - 1] + upper) / 2.0 })
}
