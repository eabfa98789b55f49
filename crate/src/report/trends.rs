//! Whether counts look like lifetime counts, which never fall.

use crate::calendar::Month;
use crate::fold::MonthCell;

/// Months that a series has counts in, at least, to be looked at.
const MONTHS: usize = 3;
/// Series that are looked at, at least, before anything is said of all.
const SERIES: u64 = 10;

/// How the counts of series (channel, video) change from one month to the next.
///
/// Where a count never falls, its mean over the days with data of a month is never below that of
/// the month before. Views of a day fall somewhere in nearly every series of some months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Trends {
    /// Series with counts in several months, whose means are not all the same.
    pub(super) changing: u64,
    /// Those of them whose means never fall.
    pub(super) never_falling: u64,
}

impl Trends {
    /// Adds the months of a series, which ascend.
    pub(super) fn add(&mut self, cells: impl Iterator<Item = MonthCell>) {
        let (mut months, mut rises, mut falls) = (0, false, false);
        let mut before: Option<(i128, i128)> = None;
        for cell in cells {
            let days = i128::from(cell.day_bits().count_ones());
            let Some(sum) = cell.sum().filter(|_| days > 0 && Month::new(cell.month).is_some()) else {
                continue;
            };
            months += 1;
            if let Some((sum_before, days_before)) = before {
                let (mean, mean_before) = (sum.saturating_mul(days_before), sum_before.saturating_mul(days));
                rises |= mean > mean_before;
                falls |= mean < mean_before;
            }
            before = Some((sum, days));
        }
        let changes = months >= MONTHS && (rises || falls);
        self.changing += u64::from(changes);
        self.never_falling += u64::from(changes && !falls);
    }
}

/// Whether nearly all of enough series never fall.
pub(super) fn looks_cumulative(changing: u64, never_falling: u64) -> bool {
    changing >= SERIES && never_falling.saturating_mul(100) >= changing.saturating_mul(99)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.
mod tests {

    use arrow::array::{BinaryViewArray, Date32Array, Int64Array};

    use crate::calendar::Day;
    use crate::fold::Fold;
    use crate::merge::{Partial, Totals};
    use crate::report::{Diagnostics, Share};
    use crate::scan::{Columns, Ids};

    /// The diagnostics of videos with a count on some days, by the number of the day.
    fn diagnostics(videos: u8, days: &[i32], views: impl Fn(u8, i32) -> Option<i64>) -> Diagnostics {
        let rows: Vec<(u8, i32)> =
            (0..videos).flat_map(|video| days.iter().map(move |&day| (video, day))).collect();
        let ids = |id: fn(u8) -> u8| {
            Some(Ids::Plain(rows.iter().map(|&(video, _)| Some([id(video)])).collect::<BinaryViewArray>()))
        };
        let first = Day::parse("2026-01-01").unwrap().number();
        let columns = Columns {
            rows: rows.len(),
            channel_id: ids(|_| 0),
            video_id: ids(|video| video),
            created_date: Some(Date32Array::from(vec![first; rows.len()])),
            date: Some(rows.iter().map(|&(_, day)| Some(first + day)).collect::<Date32Array>()),
            view_count: Some(rows.iter().map(|&(video, day)| views(video, day)).collect::<Int64Array>()),
        };
        let mut fold = Fold::new();
        fold.update(&columns);
        let totals = Totals::new(Partial::from_fold(fold).unwrap()).unwrap();
        Share::new(totals).diagnostics().unwrap()
    }

    fn found(videos: u8, days: &[i32], views: impl Fn(u8, i32) -> Option<i64>) -> (u64, u64, bool) {
        let found = diagnostics(videos, days, views);
        (found.changing_series, found.never_falling_series, found.looks_cumulative)
    }

    const DAYS: [i32; 8] = [3, 20, 30, 31, 45, 59, 70, 89];

    #[test]
    fn lifetime_counts_are_known_by_never_falling() {
        let lifetime = |video: u8, day: i32| Some(i64::from(day) * 10 + i64::from(video));
        assert_eq!(found(20, &DAYS, lifetime), (20, 20, true));
        // One in twenty falls: views of days.
        let one_falls =
            |video: u8, day: i32| if video == 0 { Some(-i64::from(day)) } else { lifetime(video, day) };
        assert_eq!(found(20, &DAYS, one_falls), (20, 19, false));
        assert_eq!(found(9, &DAYS, lifetime), (9, 9, false));
    }

    #[test]
    fn what_says_nothing_is_not_counted() {
        let two_months = [3, 30, 45];
        assert_eq!(found(20, &two_months, |_, day| Some(day.into())), (0, 0, false));
        assert_eq!(found(20, &DAYS, |_, _| Some(7)), (0, 0, false));
        assert_eq!(found(20, &DAYS, |_, day| (day < 59).then_some(7)), (0, 0, false));
    }

    #[test]
    fn means_are_compared_and_not_sums() {
        // 10, 20 and 30 in January, 31 alone in February: the sum falls, the mean does not.
        let days = [9, 19, 29, 31, 60];
        assert_eq!(found(12, &days, |_, day| Some(day.into())), (12, 12, true));
        // And the largest counts there are.
        let most = |_, day: i32| Some(i64::MAX - 100 + i64::from(day));
        assert_eq!(found(12, &days, most), (12, 12, true));
    }
}
