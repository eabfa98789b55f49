//! The days on which a video has no data.

pub(super) mod dates;
pub(super) mod expected;
pub(super) mod list;
pub(super) mod ranges;

use crate::calendar::{Day, months};
use crate::fold::MonthCell;
use crate::merge::Series;
use crate::report::gaps::expected::Expected;

/// Returns the upload days of a series for which data is expected until `end`, ascending.
pub(super) fn expecting<'a>(
    series: &Series<'a>,
    expected: &Expected,
) -> impl Iterator<Item = (Day, Day)> + use<'a> {
    let end = expected.end();
    let created = series.created.iter().filter_map(|&day| Day::new(day));
    created.filter_map(move |created| Some((created, end.filter(|&end| created <= end)?)))
}

/// A month of missing days: its number, its first day's number, and the days as bits.
type Missing = (i32, i32, u32);

/// Returns the missing days from `created` to the end, inclusive, month by month. Months without
/// any are left out, and so are excluded outages.
pub(super) fn missing<'a>(
    series: &Series<'a>,
    expected: &'a Expected,
    created: Day,
    end: Day,
) -> impl Iterator<Item = Missing> + use<'a> {
    let (known, bits) = series.days();
    let mut walk = months(created, end).peekable();
    let mut at = walk.peek().map_or(0, |first| known.partition_point(|&month| month < first.number));
    walk.filter_map(move |month| {
        let present = match known.get(at) {
            Some(&number) if number == month.number => {
                at += 1;
                bits[at - 1]
            }
            _ => 0,
        };
        let missing = month.days & !present & !expected.excused(month.number);
        (missing != 0).then_some((month.number, month.first_day, missing))
    })
}

/// Returns how many days are missing between two days, inclusive, and in how many gaps.
pub(super) fn missing_counts(series: &Series<'_>, expected: &Expected, created: Day, end: Day) -> (u64, u64) {
    let (mut days, mut gaps) = (0, 0);
    let mut next = None;
    for (_, first_day, bits) in missing(series, expected, created, end) {
        days += u64::from(bits.count_ones());
        gaps += u64::from((bits & !(bits << 1)).count_ones());
        // A gap that continues from the month before was counted there.
        gaps -= u64::from(next == Some(first_day + bits.trailing_zeros().cast_signed()));
        next = Some(first_day + bits.ilog2().cast_signed() + 1);
    }
    (days, gaps)
}

/// Returns the missing days between two days, inclusive, ascending.
pub(super) fn missing_days<'a>(
    series: &Series<'a>,
    expected: &'a Expected,
    created: Day,
    end: Day,
) -> impl Iterator<Item = Day> + use<'a> {
    missing(series, expected, created, end).flat_map(|(month, _, bits)| MonthCell::days_of(month, bits))
}

/// A maximal run of missing days, both ends inclusive, as day numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) start: i32,
    pub(super) end: i32,
}

impl Gap {
    /// Returns its kind, by its place between the upload and the end.
    pub(super) fn kind(self, created: Day, end: Day) -> &'static str {
        match (self.start == created.number(), self.end == end.number()) {
            (true, true) => "whole",
            (true, false) => "leading",
            (false, true) => "trailing",
            (false, false) => "inner",
        }
    }

    pub(super) fn days(self) -> i64 {
        i64::from(self.end - self.start) + 1
    }
}

/// Returns the gaps between two days, inclusive, ascending.
pub(super) fn gaps<'a>(
    series: &Series<'a>,
    expected: &'a Expected,
    created: Day,
    end: Day,
) -> impl Iterator<Item = Gap> + use<'a> {
    let mut runs =
        missing(series, expected, created, end).flat_map(|(_, first, bits)| runs(first, bits)).peekable();
    std::iter::from_fn(move || {
        let mut gap = runs.next()?;
        while let Some(next) = runs.next_if(|next| next.start == gap.end + 1) {
            gap.end = next.end;
        }
        Some(gap)
    })
}

/// Returns the runs of set bits within one month.
fn runs(first_day: i32, mut bits: u32) -> impl Iterator<Item = Gap> {
    let mut shifted = 0;
    std::iter::from_fn(move || {
        if bits == 0 {
            return None;
        }
        let skip = bits.trailing_zeros();
        let length = (bits >> skip).trailing_ones();
        let start = first_day + (shifted + skip).cast_signed();
        bits = bits.checked_shr(skip + length).unwrap_or(0);
        shifted += skip + length;
        Some(Gap { start, end: start + length.cast_signed() - 1 })
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::merge::Cells;
    use crate::report::Outage;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn counts_are_those_of_the_gaps(
            present in prop::collection::btree_set(0i32..150, 0..150),
            from in 0i32..150,
            length in 0i32..150,
            outage in 0i32..300,
        ) {
            let mut bits = BTreeMap::<i32, u32>::new();
            for day in present.into_iter().filter_map(Day::new) {
                let month = day.month();
                *bits.entry(month.number()).or_default() |= 1 << (day.number() - month.first_day().number());
            }
            let (months, days): (Vec<i32>, Vec<u32>) = bits.into_iter().unzip();
            let series = Series {
                channel: None,
                video: None,
                created: &[],
                cells: Cells::default(),
                video_days: Some((&months, &days)),
                video_created: None,
            };
            let (created, end) = (Day::new(from).unwrap(), Day::new(from + length).unwrap());
            let outages: Vec<Outage> =
                (outage..=outage + 20).map(|day| Outage { day, missing: 1, active: 1, share: 1.0 }).collect();
            let expected = Expected::until(Some(end)).without(&outages);
            let (missing, found) = missing_counts(&series, &expected, created, end);
            prop_assert_eq!(missing, missing_days(&series, &expected, created, end).count() as u64);
            let gaps: Vec<Gap> = gaps(&series, &expected, created, end).collect();
            prop_assert_eq!(found, gaps.len() as u64);
            prop_assert_eq!(missing.cast_signed(), gaps.iter().map(|gap| gap.days()).sum::<i64>());
        }
    }
}
