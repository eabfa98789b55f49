//! The views of all series together, month by month.

use crate::fold::MonthCell;

/// Sums by month, ascending, exact for every number of rows.
#[derive(Clone, Debug, Default)]
pub struct ViewsByMonth {
    sums: Vec<(i32, i128)>,
    /// The position of the last addition: the next is mostly of the same month or the one after it.
    at: usize,
}

impl ViewsByMonth {
    /// Returns the months with any count, by number; [`MonthCell::NO_MONTH`] stands for rows
    /// without a date.
    pub fn iter(&self) -> impl Iterator<Item = (i32, i128)> {
        self.sums.iter().copied()
    }

    pub(in crate::fold) fn add(&mut self, cell: &MonthCell) {
        let Some(sum) = cell.sum() else { return };
        let is_here = |at: usize| self.sums.get(at).is_some_and(|known| known.0 == cell.month);
        if is_here(self.at + 1) {
            self.at += 1;
        } else if !is_here(self.at) {
            self.at = self.sums.partition_point(|known| known.0 < cell.month);
            if self.sums.get(self.at).is_none_or(|known| known.0 != cell.month) {
                self.sums.insert(self.at, (cell.month, 0));
            }
        }
        self.sums[self.at].1 += sum;
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::BTreeMap;

    use arrow::array::{BinaryViewArray, Date32Array, Int64Array};
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::Day;
    use crate::fold::Fold;
    use crate::scan::{Columns, Ids};

    proptest! {
        /// Rows of a few videos in a few channels, with repeats and nulls, compared with their
        /// sums.
        #[test]
        fn sums_are_those_of_the_rows(
            rows in prop::collection::vec(
                (0..3u8, 0..40u8, prop::option::of(0..900i32), prop::option::of(any::<i64>())),
                0..600,
            ),
        ) {
            let ids = |ids: Vec<u8>| Some(Ids::Plain(ids.iter().map(|id| Some([*id])).collect::<BinaryViewArray>()));
            let columns = Columns {
                rows: rows.len(),
                channel_id: ids(rows.iter().map(|row| row.0).collect()),
                video_id: ids(rows.iter().map(|row| row.1).collect()),
                created_date: Some(Date32Array::from(vec![0; rows.len()])),
                date: Some(rows.iter().map(|row| row.2).collect::<Date32Array>()),
                view_count: Some(rows.iter().map(|row| row.3).collect::<Int64Array>()),
            };
            let mut fold = Fold::new();
            fold.update(&columns);
            let mut found = ViewsByMonth::default();
            fold.add_views(&mut found);
            let mut expected: BTreeMap<i32, i128> = BTreeMap::new();
            for (_, _, date, views) in rows {
                let month = date.and_then(Day::new).map_or(MonthCell::NO_MONTH, |day| day.month().number());
                if let Some(views) = views {
                    *expected.entry(month).or_default() += i128::from(views);
                }
            }
            prop_assert!(found.iter().eq(expected));
        }
    }
}
