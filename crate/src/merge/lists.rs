//! Merges sorted lists of series into one.

use std::iter;
use std::mem::swap;

use crate::error::Result;
use crate::fold::{Counters, MonthCell};
use crate::merge::batch::{Batch, Sink, Spill};
use crate::merge::builder::StateBuilder;
use crate::merge::cells::CellBuilder;
use crate::merge::cursor::{Order, merge_sorted};
use crate::merge::schema::Series;

/// Calls `each` with every series once, in order, and counts the days that are in several lists.
pub(super) fn merge_lists(
    lists: Vec<Vec<Batch>>,
    order: Order,
    counters: &mut Counters,
    mut each: impl FnMut(&Series<'_>) -> Result<()>,
) -> Result<()> {
    let mut merged = Merged::default();
    merge_sorted(lists, order, |series| match series {
        [one] => each(one),
        several => each(&merged.of(several, counters)),
    })
}

/// Merges lists into one, in batches of about `full` bytes that are passed to the sink.
pub(super) fn merge_into<S: Sink>(
    sink: S,
    full: usize,
    lists: Vec<Vec<Batch>>,
    order: Order,
    counters: &mut Counters,
) -> Result<S> {
    let mut builder = StateBuilder::new(full, sink);
    merge_lists(lists, order, counters, |series| builder.push_series(series))?;
    builder.finish()
}

/// Merges lists, in the store, until one batch of each fits in memory.
pub(super) fn merge_down(
    mut lists: Vec<Vec<Batch>>,
    order: Order,
    counters: &mut Counters,
    spill: &Spill,
) -> Result<Vec<Vec<Batch>>> {
    let max = spill.budget.lists();
    while lists.len() > max {
        // No more than necessary, so that most state is read only once.
        let some = lists.drain(..(lists.len() - max + 1).min(max)).collect();
        lists.push(merge_into(spill.list(), spill.budget.batch_bytes(), some, order, counters)?.batches);
    }
    Ok(lists)
}

/// A series with parts in several lists, column by column; its memory is reused.
#[derive(Default)]
struct Merged {
    all: Vec<MonthCell>,
    some: Vec<MonthCell>,
    created: Vec<i32>,
    cells: CellBuilder,
}

impl Merged {
    fn of<'a>(&'a mut self, series: &[Series<'a>], counters: &mut Counters) -> Series<'a> {
        self.created.clear();
        self.created.extend(series.iter().flat_map(|series| series.created));
        self.created.sort_unstable();
        self.created.dedup();
        self.all.clear();
        for one in series {
            swap(&mut self.all, &mut self.some);
            merge_months(&self.some, one.cells.iter(), &mut self.all, counters);
        }
        self.cells.clear();
        self.cells.add(&self.all);
        Series { created: &self.created, cells: self.cells.cells(), ..series[0] }
    }
}

/// Replaces `all` by the months of two ascending lists, and counts the days that are in both.
fn merge_months(
    some: &[MonthCell],
    more: impl Iterator<Item = MonthCell>,
    all: &mut Vec<MonthCell>,
    counters: &mut Counters,
) {
    all.clear();
    let mut rest = some.iter().peekable();
    for cell in more {
        all.extend(iter::from_fn(|| rest.next_if(|next| next.month < cell.month)));
        let Some(&same) = rest.next_if(|next| next.month == cell.month) else {
            all.push(cell);
            continue;
        };
        let mut sum = same;
        let both = sum.merge(&cell);
        counters.add_repeats(MonthCell::days_of(sum.month, both));
        all.push(sum);
    }
    all.extend(rest);
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::BTreeMap;

    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Lists of months with one count per day, compared with a map of the days.
        #[test]
        fn months_of_lists_are_added_up(
            lists in vec(btree_map((-2..3i32, 0..31u32), any::<i64>(), 0..40), 0..5),
        ) {
            let mut days: BTreeMap<(i32, u32), Vec<i64>> = BTreeMap::new();
            let mut counters = Counters::default();
            let (mut all, mut some) = (Vec::new(), Vec::new());
            for list in &lists {
                let mut cells: BTreeMap<i32, MonthCell> = BTreeMap::new();
                for (&(month, day), &count) in list {
                    days.entry((month, day)).or_default().push(count);
                    cells.entry(month).or_insert(MonthCell::new(month)).add(1 << day, Some(count));
                }
                swap(&mut all, &mut some);
                merge_months(&some, cells.into_values(), &mut all, &mut counters);
            }
            let mut expected: BTreeMap<i32, (u32, i128)> = BTreeMap::new();
            for (&(month, day), counts) in &days {
                let (bits, sum) = expected.entry(month).or_default();
                *bits |= 1 << day;
                *sum += counts.iter().map(|&count| i128::from(count)).sum::<i128>();
            }
            let found = all.iter().map(|cell| (cell.month, (cell.day_bits(), cell.sum().unwrap_or_default())));
            prop_assert!(found.eq(expected));
            let repeats: usize = days.values().map(|counts| counts.len() - 1).sum();
            prop_assert_eq!(counters.repeats.into_values().sum::<u64>(), repeats as u64);
        }
    }
}
