//! The data of the charts.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use crate::calendar::{Day, Month};
use crate::error::Result;
use crate::fold;
use crate::merge::{StateBatch, Totals};
use crate::report::coverage::days::{DayCounts, sorted};
use crate::report::gaps::expected::Expected;
use crate::report::gaps::{Gap, expecting, gaps};
use crate::report::outages::DayVideos;

/// Sums over all videos; those of a run's shares add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The months with views, ascending.
    pub months: Vec<MonthViews>,
    /// The active videos on the days from the first date in the data to the last or, if earlier,
    /// the end date; ascending. Days without active videos are left out.
    pub days: Vec<DayVideos>,
    /// The gaps of each length, ascending; a video's gaps count once for each of its listings.
    pub gap_lengths: Vec<GapLength>,
}

/// The views of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct MonthViews {
    /// `YYYY-MM`.
    pub month: String,
    /// Their sum in decimal digits, because it may have more than 64 bits.
    pub views: String,
}

/// The number of gaps of one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct GapLength {
    /// The length.
    pub days: u32,
    /// How many.
    pub gaps: u64,
}

impl Overview {
    /// Returns this share's part, without the days.
    pub(in crate::report) fn new(totals: &Totals, expected: &Expected) -> Result<Self> {
        let mut tally = Tally::default();
        for batch in totals.batches_from(0) {
            tally.add_batch(&batch?, expected);
        }
        Ok(tally.finish())
    }

    /// Sets the days from the counts of all shares.
    pub fn set_days(&mut self, counts: &DayCounts) {
        self.days = counts.window().map_or_else(Vec::new, |(first, last)| counts.runs(first, last));
    }

    /// Returns the overview while rows are still being read: the views of the months so far.
    pub fn so_far(views: &fold::ViewsByMonth) -> Self {
        let mut tally = Tally::default();
        for (month, sum) in views.iter() {
            *tally.views.entry(month).or_default() += sum;
        }
        tally.finish()
    }

    /// Adds another share's sums, but not its days.
    pub fn add(&mut self, other: &Self) {
        let mut tally = Tally::default();
        tally.add_overview(self);
        tally.add_overview(other);
        *self = tally.finish();
    }
}

/// The sums while they are added up.
#[derive(Debug, Default)]
struct Tally {
    views: HashMap<i32, i128, RandomState>,
    gap_lengths: HashMap<i32, u64, RandomState>,
}

impl Tally {
    /// A function of its own: see `docs/design/size/wasm-opt.md`.
    #[inline(never)]
    fn add_batch(&mut self, batch: &StateBatch, expected: &Expected) {
        for series in batch.iter() {
            for cell in series.cells.iter() {
                if let Some(sum) = cell.sum() {
                    *self.views.entry(cell.month).or_default() += sum;
                }
            }
            for (created, end) in expecting(&series, expected) {
                gaps(&series, expected, created, end).for_each(|gap| self.add_length(gap));
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
        for &GapLength { days, gaps } in &overview.gap_lengths {
            *self.gap_lengths.entry(days.cast_signed()).or_default() += gaps;
        }
    }

    fn finish(self) -> Overview {
        let months = sorted(self.views).into_iter().filter_map(|(number, views)| {
            Some(MonthViews { month: Month::new(number)?.to_string(), views: views.to_string() })
        });
        let lengths = sorted(self.gap_lengths).into_iter();
        let gaps = |(length, gaps): (i32, u64)| GapLength { days: length.cast_unsigned(), gaps };
        Overview { months: months.collect(), days: Vec::new(), gap_lengths: lengths.map(gaps).collect() }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::fold::Fold;
    use crate::merge::Partial;
    use crate::report::Share;
    use crate::scan::{Columns, Ids};
    use arrow::array::{BinaryViewArray, Date32Array, Int64Array};

    /// Two videos of days 0 to 5: one lacks days 1, 2 and 5; the other, created on day 2, lacks day
    /// 4.
    #[test]
    fn sums_are_those_of_two_videos() {
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
        let mut share = Share::new(totals);
        share.set_end_date(Day::new(5), true);
        let mut found = share.overview().unwrap();
        let views = (2 * i128::from(i64::MAX) + 4).to_string();
        assert_eq!(found.months, [MonthViews { month: "1970-01".into(), views }]);
        let lengths: Vec<_> = found.gap_lengths.iter().map(|each| (each.days, each.gaps)).collect();
        assert_eq!(lengths, [(1, 2), (2, 1)]);
        let same = found.clone();
        found.add(&same);
        assert_eq!(found.gap_lengths[1].gaps, 2);
        found.set_days(share.day_counts().unwrap());
        let days: Vec<_> =
            found.days.iter().map(|run| (run.first, run.last, run.active, run.missing)).collect();
        assert_eq!(days, [(0, 0, 1, 0), (1, 1, 1, 1), (2, 2, 2, 1), (3, 3, 2, 0), (4, 5, 2, 1)]);
    }
}
