//! Merges sorted lists of series into one.

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
        self.all.extend(series.iter().flat_map(|series| series.cells.iter()));
        // A few ascending runs, which a stable sort detects and merges.
        self.all.sort_by_key(|cell| cell.month);
        self.cells.clear();
        for same in self.all.chunk_by(|a, b| a.month == b.month) {
            let mut sum = MonthCell::new(same[0].month);
            for cell in same {
                let both = sum.merge(cell);
                for day in MonthCell::days_of(sum.month, both) {
                    counters.add_repeat(day.number());
                }
            }
            self.cells.push(sum);
        }
        Series { created: &self.created, cells: self.cells.cells(), ..series[0] }
    }
}
