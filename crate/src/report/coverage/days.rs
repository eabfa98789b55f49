//! How many videos exist on each day, and how many of them lack data.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::fold::Counters;
use crate::merge::Series;
use crate::report::gaps::expected::Expected;
use crate::report::gaps::gaps;

/// How many days after its last day with data a video is active.
const ACTIVE_DAYS: i32 = 28;

/// Counts of videos by day, for outages and completeness; those of a run's shares add up.
///
/// A video counts once, however many channels and created dates it has, with its earliest created
/// date. Rows with a null id belong to no video.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DayCounts {
    /// The first day with data, of any row, as the number of days since 1970-01-01.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub(in crate::report) first: Option<i32>,
    /// The last day with data, of any row, inclusive.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub(in crate::report) last: Option<i32>,
    /// The end date, inclusive.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub(in crate::report) end: Option<i32>,
    /// The days on which the numbers change, ascending.
    pub(in crate::report) changes: Vec<DayChange>,
    /// Videos by the first day after which they have no data up to the end date, ascending.
    pub(in crate::report) silent_from: Vec<(i32, u64)>,
}

/// The change of the numbers of videos on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct DayChange {
    /// The day, as the number of days since 1970-01-01.
    pub(in crate::report) day: i32,
    /// Videos that are created.
    pub(in crate::report) created: i64,
    /// Of those, videos without data.
    pub(in crate::report) missing: i64,
    /// Of those, videos that are no longer active.
    pub(in crate::report) lapsed: i64,
}

impl DayCounts {
    /// Adds another share's counts.
    pub fn add(&mut self, other: &Self) {
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.max(other.last);
        self.end = self.end.max(other.end);
        let mut tally = DayTally::default();
        tally.add_counts(self);
        tally.add_counts(other);
        tally.fill(self);
    }

    /// Returns the first and last day for outages and completeness: up to the last day with data or
    /// the end date, whichever is earlier.
    pub(in crate::report) fn window(&self) -> Option<(i32, i32)> {
        let (first, last, end) = (self.first?, self.last?, self.end?);
        Some((first, last.min(end)))
    }
}

/// Counts of videos by day while they are added up.
#[derive(Debug, Default)]
pub(in crate::report) struct DayTally {
    changes: HashMap<i32, DayChange, RandomState>,
    silent_from: HashMap<i32, u64, RandomState>,
}

impl DayTally {
    /// Adds a series that stands for its video. `every_day` has the end date and no outages.
    pub(in crate::report) fn add(&mut self, series: &Series<'_>, every_day: &Expected) {
        if !series.is_first_of_video() {
            return;
        }
        let created = series.earliest_created();
        let last = series.last_day(Day::MAX);
        if let Some(created) = created {
            self.add_created(series, every_day, created, last);
        }
        let Some(known) = every_day.end().and_then(|end| series.last_day(end)) else { return };
        let from = created.map_or(known + 1, |created| created.number().max(known + 1));
        *self.silent_from.entry(from).or_default() += 1;
    }

    fn add_created(&mut self, series: &Series<'_>, every_day: &Expected, created: Day, last: Option<i32>) {
        let from = created.number();
        self.change(from).created += 1;
        self.change(last.map_or(from, |last| from.max(last + ACTIVE_DAYS + 1))).lapsed += 1;
        self.change(last.map_or(from, |last| from.max(last + 1))).missing += 1;
        let Some(last) = last.filter(|last| *last >= from).and_then(Day::new) else { return };
        for gap in gaps(series, every_day, created, last) {
            self.change(gap.start).missing += 1;
            self.change(gap.end + 1).missing -= 1;
        }
    }

    fn add_counts(&mut self, counts: &DayCounts) {
        for &DayChange { day, created, missing, lapsed } in &counts.changes {
            let change = self.change(day);
            change.created += created;
            change.missing += missing;
            change.lapsed += lapsed;
        }
        for &(day, videos) in &counts.silent_from {
            *self.silent_from.entry(day).or_default() += videos;
        }
    }

    fn change(&mut self, day: i32) -> &mut DayChange {
        self.changes.entry(day).or_default()
    }

    /// Sorts the counts.
    pub(in crate::report) fn finish(self, counters: &Counters, end: Option<Day>) -> DayCounts {
        let mut counts = DayCounts {
            first: counters.first_day,
            last: counters.last_day,
            end: end.map(Day::number),
            ..DayCounts::default()
        };
        self.fill(&mut counts);
        counts
    }

    fn fill(self, counts: &mut DayCounts) {
        let changes = sorted(self.changes).into_iter();
        let none = DayChange::default();
        counts.changes = changes
            .map(|(day, change)| DayChange { day, ..change })
            .filter(|change| DayChange { day: 0, ..*change } != none)
            .collect();
        counts.silent_from = sorted(self.silent_from);
    }
}

/// Returns the entries of a map, ordered by key.
pub(in crate::report) fn sorted<K: Ord + Copy + Hash, V>(map: HashMap<K, V, RandomState>) -> Vec<(K, V)> {
    let mut entries: Vec<(K, V)> = map.into_iter().collect();
    entries.sort_unstable_by_key(|entry| entry.0);
    entries
}
