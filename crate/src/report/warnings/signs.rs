//! The facts that warnings about values are made from.

use serde::{Deserialize, Serialize};

use crate::calendar::{Day, Month};
use crate::fold::{MonthCell, NO_DAY};
use crate::merge::{Series, Totals};
use crate::scan::{Role, TimesOfDay};

/// Facts about the values of all rows; those of a run's shares merge in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Signs {
    /// By role, the values that are not null in the files.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number[]"))]
    pub values: [u64; Role::ALL.len()],
    /// Rows whose date is the day before their own upload day.
    pub rows_day_before_created: u64,
    /// The times of day of instants, by role.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "[Role, { times: number[] | null }][]"))]
    pub times_of_day: Vec<(Role, TimesOfDay)>,
    /// Distinct (channel, video, upload day) whose upload day is before YouTube's first.
    pub early_created: u64,
    /// The earliest upload day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_created: Option<i32>,
    /// The latest upload day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_created: Option<i32>,
    /// The newest date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest: Option<i32>,
    /// The second newest date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_newest: Option<i32>,
}

impl Signs {
    /// Creates those of a share's scan and of its series.
    pub(in crate::report) fn new(totals: &Totals, series: &SeriesSigns) -> Self {
        let counters = totals.counters();
        let mut signs = Self {
            values: counters.values,
            rows_day_before_created: counters.rows_day_before_created,
            times_of_day: counters.times_of_day.clone().into_iter().collect(),
            early_created: series.early_created,
            first_created: series.first_created,
            last_created: series.last_created,
            ..Self::default()
        };
        for day in series
            .newest
            .iter()
            .filter_map(|&(month, day)| Some(Month::new(month)?.first_day().number() + day))
        {
            signs.add_date(day);
        }
        signs
    }

    pub(in crate::report) fn merge(&mut self, other: Self) {
        for (all, some) in self.values.iter_mut().zip(other.values) {
            *all += some;
        }
        self.rows_day_before_created += other.rows_day_before_created;
        for (role, times) in other.times_of_day {
            match self.times_of_day.iter_mut().find(|(known, _)| *known == role) {
                Some((_, known)) => known.merge(&times),
                None => self.times_of_day.push((role, times)),
            }
        }
        self.times_of_day.sort_by_key(|(role, _)| *role);
        self.early_created += other.early_created;
        self.first_created = self.first_created.into_iter().chain(other.first_created).min();
        self.last_created = self.last_created.max(other.last_created);
        for day in other.newest.into_iter().chain(other.next_newest) {
            self.add_date(day);
        }
    }

    fn add_date(&mut self, day: i32) {
        if self.newest.is_none_or(|newest| day > newest) {
            self.next_newest = self.newest.replace(day);
        } else if self.newest != Some(day) {
            self.next_newest = self.next_newest.max(Some(day));
        }
    }
}

/// 2005-02-14, the day before which nothing was uploaded to YouTube.
pub(in crate::report) const FIRST_UPLOAD_DAY: i32 = 12_828;

/// The facts that a pass over the series finds.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct SeriesSigns {
    early_created: u64,
    first_created: Option<i32>,
    last_created: Option<i32>,
    /// The two newest dates, as a month and the days after its first, the newest first.
    newest: Vec<(i32, i32)>,
}

impl SeriesSigns {
    /// Adds a series.
    pub(in crate::report) fn add(&mut self, series: &Series<'_>) {
        for &day in series.created.iter().filter(|&&day| day != NO_DAY) {
            self.early_created += u64::from(day < FIRST_UPLOAD_DAY);
            self.first_created = Some(self.first_created.map_or(day, |first| first.min(day)));
            self.last_created = self.last_created.max(Some(day));
        }
        for cell in series.cells.iter().rev() {
            let least = self.newest.get(1).map_or(i32::MIN, |&(month, _)| month);
            if cell.month < least || cell.month == MonthCell::NO_MONTH {
                break;
            }
            self.add_cell(&cell);
        }
    }

    fn add_cell(&mut self, cell: &MonthCell) {
        let mut days = cell.day_bits();
        for _ in 0..2 {
            let Some(last) = days.checked_ilog2() else { break };
            days &= !(1 << last);
            let date = (cell.month, last.cast_signed());
            if !self.newest.contains(&date) {
                self.newest.push(date);
            }
        }
        self.newest.sort_unstable_by(|a, b| b.cmp(a));
        self.newest.truncate(2);
    }
}

/// Returns a day as text.
pub(in crate::report) fn day_text(day: i32) -> String {
    Day::new(day).map_or_else(|| day.to_string(), |day| day.to_string())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_newest_dates_do_not_depend_on_the_order_of_cells() {
        let cell = |month, days| MonthCell { days, ..MonthCell::new(month) };
        let cells = [cell(624, 1 << 7), cell(625, 1), cell(624, 1 << 10 | 1 << 3)];
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let mut signs = SeriesSigns::default();
            for number in order {
                signs.add_cell(&cells[number]);
                assert!(signs.newest.is_sorted_by(|a, b| a > b) && signs.newest.len() <= 2);
            }
            assert_eq!(signs.newest, [(625, 0), (624, 10)]);
        }
    }
}
