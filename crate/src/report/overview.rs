//! What pictures of the whole data show.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use crate::calendar::{Day, Month};
use crate::error::Result;
use crate::fold;
use crate::merge::{Series, StateBatch, Totals};
use crate::report::expected::Expected;
use crate::report::gaps::{Gap, expecting, gaps};

/// Sums over all videos; those of a run's shares add up to the whole run's.
///
/// A video counts once for each channel and upload day that it has, as in the gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The months with views, ascending.
    pub months: Vec<MonthViews>,
    /// The videos without data, from each day on that changes them, ascending.
    pub days: Vec<DayVideos>,
    /// The gaps of each length, ascending.
    pub gap_lengths: Vec<GapLength>,
}

/// The views of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct MonthViews {
    /// `YYYY-MM`.
    pub month: String,
    /// Their sum in decimal digits, for it may have more than 64 bits.
    pub views: String,
}

/// The videos from a day on until the next one that is listed, or that have all ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct DayVideos {
    /// The number of days since 1970-01-01.
    pub day: i32,
    /// Videos that are uploaded, on a day up to the end date.
    pub alive: u64,
    /// Those of them without data.
    pub missing: u64,
}

/// How many gaps have a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct GapLength {
    /// The length.
    pub days: u32,
    /// How many.
    pub gaps: u64,
}

impl Overview {
    /// The share's part; outages that are left out of the gaps are days without data all the same.
    pub(super) fn new(totals: &Totals, expected: &Expected) -> Result<Self> {
        let mut tally = Tally::default();
        let every_day = Expected::until(expected.end());
        for batch in totals.batches_from(0) {
            tally.add_batch(&batch?, expected, &every_day);
        }
        Ok(tally.finish())
    }

    /// What can be told while rows are still being read: the views of the months so far.
    pub fn so_far(views: &fold::ViewsByMonth) -> Self {
        let mut tally = Tally::default();
        for (month, sum) in views.iter() {
            *tally.views.entry(month).or_default() += sum;
        }
        tally.finish()
    }

    /// Adds another share's sums.
    pub fn add(&mut self, other: &Self) {
        let mut tally = Tally::default();
        tally.add_overview(self);
        tally.add_overview(other);
        *self = tally.finish();
    }
}

/// How the videos change on a day.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    alive: i64,
    missing: i64,
}

/// The sums as they are made.
#[derive(Debug, Default)]
struct Tally {
    views: HashMap<i32, i128, RandomState>,
    changes: HashMap<i32, Change, RandomState>,
    gap_lengths: HashMap<i32, u64, RandomState>,
}

impl Tally {
    /// It stands alone because a WebAssembly engine compiles for speed what is called again, not
    /// what is still running.
    #[inline(never)]
    fn add_batch(&mut self, batch: &StateBatch, expected: &Expected, every_day: &Expected) {
        for series in batch.iter() {
            for cell in series.cells.iter() {
                if let Some(sum) = cell.sum() {
                    *self.views.entry(cell.month).or_default() += sum;
                }
            }
            self.add_gaps(&series, expected, every_day);
        }
    }

    fn add_gaps(&mut self, series: &Series<'_>, expected: &Expected, every_day: &Expected) {
        for (created, end) in expecting(series, expected) {
            self.change(created.number()).alive += 1;
            self.change(end.number() + 1).alive -= 1;
            let all_expected = expected.outages().is_empty();
            for gap in gaps(series, every_day, created, end) {
                self.change(gap.start).missing += 1;
                self.change(gap.end + 1).missing -= 1;
                if all_expected {
                    self.add_length(gap);
                }
            }
            if !all_expected {
                gaps(series, expected, created, end).for_each(|gap| self.add_length(gap));
            }
        }
    }

    fn add_length(&mut self, gap: Gap) {
        let days = i32::try_from(gap.days()).unwrap_or(i32::MAX);
        *self.gap_lengths.entry(days).or_default() += 1;
    }

    fn add_overview(&mut self, overview: &Overview) {
        for MonthViews { month, views } in &overview.months {
            let day = Day::parse(&format!("{month}-01"));
            let (Some(day), Ok(views)) = (day, views.parse::<i128>()) else { continue };
            *self.views.entry(day.month().number()).or_default() += views;
        }
        let mut before = Change::default();
        for &DayVideos { day, alive, missing } in &overview.days {
            let now = Change { alive: alive.cast_signed(), missing: missing.cast_signed() };
            let change = self.change(day);
            change.alive += now.alive - before.alive;
            change.missing += now.missing - before.missing;
            before = now;
        }
        for &GapLength { days, gaps } in &overview.gap_lengths {
            *self.gap_lengths.entry(days.cast_signed()).or_default() += gaps;
        }
    }

    fn change(&mut self, day: i32) -> &mut Change {
        self.changes.entry(day).or_default()
    }

    fn finish(self) -> Overview {
        let months = sorted_keys(&self.views).into_iter().filter_map(|number| {
            let month = Month::new(number)?.to_string();
            Some(MonthViews { month, views: self.views[&number].to_string() })
        });
        let (mut alive, mut missing) = (0, 0);
        let mut days: Vec<DayVideos> = Vec::with_capacity(self.changes.len());
        for day in sorted_keys(&self.changes) {
            let change = &self.changes[&day];
            alive += change.alive;
            missing += change.missing;
            if change.alive != 0 || change.missing != 0 {
                days.push(DayVideos { day, alive: alive.cast_unsigned(), missing: missing.cast_unsigned() });
            }
        }
        let lengths = sorted_keys(&self.gap_lengths).into_iter();
        let gaps = |length: i32| GapLength { days: length.cast_unsigned(), gaps: self.gap_lengths[&length] };
        Overview { months: months.collect(), days, gap_lengths: lengths.map(gaps).collect() }
    }
}

fn sorted_keys<V>(map: &HashMap<i32, V, RandomState>) -> Vec<i32> {
    let mut keys: Vec<i32> = map.keys().copied().collect();
    keys.sort_unstable();
    keys
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::fold::Fold;
    use crate::merge::Partial;
    use crate::scan::{Columns, Ids};
    use arrow::array::{BinaryViewArray, Date32Array, Int64Array};

    /// Two videos of days 0 to 5: one lacks days 1, 2 and 5, the other, of day 2, lacks day 4.
    #[test]
    fn days_and_lengths_are_those_of_two_videos() {
        let ids = |ids: [&str; 6]| Some(Ids::Plain(BinaryViewArray::from_iter_values(ids)));
        let columns = Columns {
            rows: 6,
            channel_id: ids(["c"; 6]),
            video_id: ids(["a", "a", "a", "b", "b", "b"]),
            created_date: Some(Date32Array::from(vec![0, 0, 0, 2, 2, 2])),
            date: Some(Date32Array::from(vec![0, 3, 4, 2, 3, 5])),
            view_count: Some(Int64Array::from(vec![i64::MAX, 1, 1, i64::MAX, 1, 1])),
        };
        let mut fold = Fold::new();
        fold.update(&columns);
        let totals = Totals::new(Partial::from_fold(fold).unwrap()).unwrap();
        let found = Overview::new(&totals, &Expected::until(Day::new(5))).unwrap();
        let views = (2 * i128::from(i64::MAX) + 4).to_string();
        assert_eq!(found.months, [MonthViews { month: "1970-01".into(), views }]);
        let days: Vec<_> = found.days.iter().map(|each| (each.day, each.alive, each.missing)).collect();
        assert_eq!(days, [(0, 1, 0), (1, 1, 1), (2, 2, 1), (3, 2, 0), (4, 2, 1), (6, 0, 0)]);
        let lengths: Vec<_> = found.gap_lengths.iter().map(|each| (each.days, each.gaps)).collect();
        assert_eq!(lengths, [(1, 2), (2, 1)]);
        let mut twice = found.clone();
        twice.add(&found);
        assert_eq!(twice.days[4], DayVideos { day: 4, alive: 4, missing: 2 });
    }
}
