//! Counters of a scan that do not depend on the end date.

use std::collections::BTreeMap;

use arrow::array::{Array, Date32Array};
use arrow::compute::{max, min};
use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::fold::CountSample;
use crate::scan::{Columns, IssueCounts, Role, RowIssues, TimesOfDay, UnreadColumn};

/// Counters that add up, in any order, to those of the whole dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// All rows.
    pub rows: u64,
    /// Rows whose video is null.
    pub null_video_rows: u64,
    /// Rows whose channel is null.
    pub null_channel_rows: u64,
    /// Rows whose date is null.
    pub null_date_rows: u64,
    /// Rows whose date is before their own upload day.
    pub rows_before_created: u64,
    /// The first day with data.
    pub first_day: Option<i32>,
    /// The last day with data, inclusive.
    pub last_day: Option<i32>,
    /// By day, the rows beyond the first of each (channel, video) on that day.
    pub repeats: BTreeMap<i32, u64>,
    /// The values that could not be read, in order.
    pub unreadable: Vec<RowIssues>,
    /// By role, the values that are not null in the files.
    #[serde(default)]
    pub values: [u64; Role::ALL.len()],
    /// By file and role, the row groups in which no value can be read.
    #[serde(default)]
    pub unread_columns: Vec<UnreadColumn>,
    /// By role, the times of day of its instants, if it has any.
    #[serde(default)]
    pub times_of_day: BTreeMap<Role, TimesOfDay>,
    /// Rows whose date is the day before their own upload day.
    #[serde(default)]
    pub rows_day_before_created: u64,
    /// The rows with other issues than unreadable values, by file and role, in order.
    pub row_issues: Vec<RowIssues>,
    /// Every count of some videos.
    pub sample: CountSample,
}

impl Counters {
    /// Adds other counters to these.
    pub fn merge(&mut self, other: Self) {
        self.rows += other.rows;
        self.null_video_rows += other.null_video_rows;
        self.null_channel_rows += other.null_channel_rows;
        self.null_date_rows += other.null_date_rows;
        self.rows_before_created += other.rows_before_created;
        self.first_day = self.first_day.into_iter().chain(other.first_day).min();
        self.last_day = self.last_day.max(other.last_day);
        for (day, rows) in other.repeats {
            *self.repeats.entry(day).or_default() += rows;
        }
        self.rows_day_before_created += other.rows_day_before_created;
        for (all, some) in self.values.iter_mut().zip(other.values) {
            *all += some;
        }
        for (role, times) in other.times_of_day {
            self.times_of_day.entry(role).or_default().merge(&times);
        }
        UnreadColumn::merge(&mut self.unread_columns, other.unread_columns);
        RowIssues::append(&mut self.unreadable, other.unreadable);
        RowIssues::merge(&mut self.row_issues, other.row_issues);
        self.sample.merge(other.sample);
    }

    /// Returns the issues of the rows so far, except null counts.
    pub(super) fn issues(&self) -> IssueCounts {
        [self.null_channel_rows, self.null_video_rows, self.rows_before_created, self.null_date_rows, 0]
    }

    /// Counts what needs no ids.
    pub(crate) fn add_columns(&mut self, columns: &Columns) {
        self.rows += columns.rows as u64;
        let Some(dates) = &columns.date else { return };
        self.null_date_rows += dates.null_count() as u64;
        self.first_day = self.first_day.into_iter().chain(min(dates)).min();
        self.last_day = self.last_day.max(max(dates));
        let Some(created) = &columns.created_date else { return };
        // Few batches have such rows.
        if rows_before(dates, created) > 0 {
            self.add_before(dates.iter().zip(created).filter_map(|(date, created)| date.zip(created)));
        }
    }

    /// Adds days with data, from the first to the last.
    #[inline]
    pub(super) fn add_days(&mut self, first: i32, last: i32) {
        self.first_day = Some(self.first_day.map_or(first, |day| day.min(first)));
        self.last_day = self.last_day.max(Some(last));
    }

    /// Counts the rows whose date is before their upload day, given as pairs.
    pub(super) fn add_before(&mut self, rows: impl Iterator<Item = (i32, i32)>) {
        for (date, created) in rows {
            self.rows_before_created += u64::from(date < created);
            self.rows_day_before_created += u64::from(date.checked_add(1) == Some(created));
        }
    }

    /// Counts each of some days once more.
    pub(crate) fn add_repeats(&mut self, days: impl Iterator<Item = Day>) {
        days.for_each(|day| self.add_repeat(day.number()));
    }

    pub(super) fn add_repeat(&mut self, day: i32) {
        *self.repeats.entry(day).or_default() += 1;
    }
}

/// Returns how many rows have a date before their own upload day.
fn rows_before(dates: &Date32Array, created: &Date32Array) -> u64 {
    if dates.null_count() + created.null_count() == 0 {
        let pairs = dates.values().iter().zip(created.values());
        return pairs.filter(|(date, created)| date < created).count() as u64;
    }
    let before = |&(date, created): &(Option<i32>, Option<i32>)| {
        date.zip(created).is_some_and(|(date, created)| date < created)
    };
    dates.iter().zip(created).filter(before).count() as u64
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_day_repeated_two_billion_times_is_counted() {
        let many = 1 << 31;
        let one = Counters {
            rows: many,
            null_channel_rows: many,
            repeats: BTreeMap::from([(0, many), (1, u64::from(u32::MAX))]),
            ..Counters::default()
        };
        // As it is sent between workers.
        let read = |counters: &Counters| -> Counters {
            serde_json::from_str(&serde_json::to_string(counters).unwrap()).unwrap()
        };
        let mut all = Counters::default();
        for _ in 0..4 {
            all.merge(read(&one));
            all.add_repeat(1);
        }
        let all = read(&all);
        assert_eq!((all.rows, all.null_channel_rows), (1 << 33, 1 << 33));
        assert_eq!(all.repeats, BTreeMap::from([(0, 1 << 33), (1, 1 << 34)]));
    }
}
