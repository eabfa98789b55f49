//! The months of some series together.

use crate::fold::months::log::{Chain, MonthLog};
use crate::fold::{Counters, MonthCell};

/// The months of some series, a list for each. Their memory is reused.
#[derive(Debug, Default)]
pub(in crate::fold) struct MonthLists {
    chains: Vec<Chain>,
    lists: Vec<Vec<MonthCell>>,
}

impl MonthLists {
    /// Removes all lists.
    pub(in crate::fold) fn clear(&mut self) {
        self.chains.clear();
    }

    /// Adds a list of a chain's months and possibly one more.
    pub(in crate::fold) fn push(&mut self, chain: Chain, last: Option<MonthCell>) {
        let number = self.chains.len();
        self.chains.push(chain);
        if self.lists.len() == number {
            self.lists.push(Vec::new());
        }
        self.lists[number].clear();
        self.lists[number].extend(last);
    }

    /// Completes all lists: the months are ascending, each is there once, and days that were there
    /// twice are counted.
    pub(in crate::fold) fn fill(&mut self, log: &MonthLog, counters: &mut Counters) {
        let lists = &mut self.lists[..self.chains.len()];
        log.follow(&mut self.chains, lists);
        for list in lists {
            // Most series leave their months in order, so that the last is the first in the log.
            if !is_ascending(list) {
                list.reverse();
                if !is_ascending(list) {
                    add_up(list, counters);
                }
            }
        }
    }

    pub(in crate::fold) fn iter(&self) -> impl Iterator<Item = &[MonthCell]> {
        self.lists[..self.chains.len()].iter().map(Vec::as_slice)
    }
}

fn is_ascending(list: &[MonthCell]) -> bool {
    list.is_sorted_by(|a, b| a.month < b.month)
}

/// Sorts months and adds up those that are there several times.
#[inline(never)]
fn add_up(list: &mut Vec<MonthCell>, counters: &mut Counters) {
    // Those before this position are in order, and each is there once.
    let mut len = 0;
    for at in 0..list.len() {
        let cell = list[at];
        match list[..len].binary_search_by_key(&cell.month, |known| known.month) {
            Ok(known) => {
                let both = list[known].merge(&cell);
                counters.add_repeats(MonthCell::days_of(cell.month, both));
            }
            Err(place) => {
                list.copy_within(place..len, place + 1);
                list[place] = cell;
                len += 1;
            }
        }
    }
    list.truncate(len);
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::BTreeMap;

    use arrow::array::BinaryViewArray;

    use super::*;
    use crate::calendar::Day;
    use crate::fold::{Fold, SeriesKey, ViewsByMonth};
    use crate::scan::{Columns, Ids};

    const ROWS: u32 = 400_000;

    /// Rows in no order, of few videos and months, compared with a map of the days.
    #[test]
    fn months_that_series_come_back_to_are_added_up() {
        let random = |row: u32, of: u32| (row ^ 0x5eed).wrapping_mul(2_654_435_761).rotate_left(9) % of;
        let rows: Vec<(u32, i32, i64)> =
            (0..ROWS).map(|row| (row % 61, random(row, 1_500).cast_signed(), i64::from(row) << 20)).collect();
        let mut fold = Fold::new();
        let mut expected: BTreeMap<(u32, i32), Vec<i64>> = BTreeMap::new();
        for rows in rows.chunks(5_000) {
            let ids = BinaryViewArray::from_iter_values(rows.iter().map(|row| format!("{:02}", row.0)));
            fold.update(&Columns {
                rows: rows.len(),
                channel_id: None,
                video_id: Some(Ids::Plain(ids)),
                created_date: None,
                date: Some(rows.iter().map(|row| row.1).collect::<Vec<_>>().into()),
                view_count: Some(rows.iter().map(|row| row.2).collect::<Vec<_>>().into()),
            });
            for &(video, day, count) in rows {
                expected.entry((video, day)).or_default().push(count);
            }
        }
        // A log of all rows would have 9.6 MB.
        assert!(fold.memory() < 4 << 20, "{}", fold.memory());
        let mut views = ViewsByMonth::default();
        fold.add_views(&mut views);
        let total: i128 = rows.iter().map(|row| i128::from(row.2)).sum();
        assert_eq!(views.iter().map(|(_, sum)| sum).sum::<i128>(), total);

        let (series, mut counters) = fold.into_parts();
        let mut found: BTreeMap<(u32, i32), (u32, i128)> = BTreeMap::new();
        let add = |key: &SeriesKey, months: &[MonthCell]| {
            let video = std::str::from_utf8(series.video(key).unwrap()).unwrap().parse().unwrap();
            assert!(months.is_sorted_by(|a, b| a.month < b.month));
            found.extend(
                months.iter().map(|cell| ((video, cell.month), (cell.day_bits(), cell.sum().unwrap()))),
            );
            Ok(())
        };
        series.each_months(&series.sorted(), &mut counters, add).unwrap();
        let mut months: BTreeMap<(u32, i32), (u32, i128)> = BTreeMap::new();
        for (&(video, day), counts) in &expected {
            let month = Day::new(day).unwrap().month();
            let (days, sum) = months.entry((video, month.number())).or_default();
            *days |= 1 << (day - month.first_day().number());
            *sum += counts.iter().map(|&count| i128::from(count)).sum::<i128>();
        }
        assert_eq!(found, months);
        let mut repeats: BTreeMap<i32, u64> = BTreeMap::new();
        for (&(_, day), counts) in expected.iter().filter(|(_, counts)| counts.len() > 1) {
            *repeats.entry(day).or_default() += counts.len() as u64 - 1;
        }
        assert_eq!(counters.repeats, repeats);
    }
}
