//! The months that rows have left, of all series, in the order in which they were left.

use crate::fold::MonthCell;
use crate::fold::memory::ahead::Ahead;
use crate::fold::memory::growth::Growth;
use crate::fold::memory::segments::Segments;

/// Fewer months than these that may be in their chains twice are not worth a visit of all.
const MIN_REVISITED: usize = 1 << 16;

/// Months in a log, the one that was left last first; the position of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fold) struct Chain(u32);

impl Chain {
    pub(in crate::fold) const EMPTY: Self = Self(u32::MAX);

    fn is_empty(self) -> bool {
        self == Self::EMPTY
    }
}

/// A [`MonthCell`], and the ones that its series left before. Its fields are those of the cell,
/// because a cell within would be followed by eight bytes instead of four.
#[derive(Clone, Copy, Debug)]
struct Entry {
    sum_low: u64,
    sum_high: i32,
    month: i32,
    days: u32,
    before: Chain,
}

impl Entry {
    /// An entry that no series has, without days and without a sum.
    const FREE: Self = Self::new(MonthCell { month: 0, days: 0, sum_low: 0, sum_high: 0 }, Chain::EMPTY);

    const fn new(cell: MonthCell, before: Chain) -> Self {
        let MonthCell { month, days, sum_low, sum_high } = cell;
        Self { sum_low, sum_high, month, days, before }
    }

    fn cell(&self) -> MonthCell {
        let &Self { sum_low, sum_high, month, days, before: _ } = self;
        MonthCell { month, days, sum_low, sum_high }
    }
}

/// The months of all series, each in the chain of its series.
///
/// Leaving a month writes to the end of the log and reads nothing. A series that comes back to a
/// month therefore has it twice, until both are added up and [replaced](Self::replace).
#[derive(Debug)]
pub(in crate::fold) struct MonthLog {
    entries: Segments<Entry>,
    /// The positions of entries that no series has. A chain of them would be read before each is
    /// written, and they lie far from each other.
    free: Vec<u32>,
    /// How many months may be in their chains twice.
    revisited: usize,
}

impl Default for MonthLog {
    fn default() -> Self {
        Self { entries: Segments::new(Entry::FREE), free: Vec::new(), revisited: 0 }
    }
}

impl MonthLog {
    /// Adds a month to a chain.
    #[inline]
    pub(in crate::fold) fn push(&mut self, chain: &mut Chain, cell: MonthCell) {
        let entry = Entry::new(cell, *chain);
        *chain = Chain(if let Some(free) = self.free.pop() {
            *self.entries.get_mut(free) = entry;
            free
        } else {
            self.entries.push(entry)
        });
    }

    /// Counts a month to which a series may have come back.
    #[inline]
    pub(in crate::fold) fn revisit(&mut self) {
        self.revisited += 1;
    }

    /// Returns whether half of all months may be there twice.
    pub(in crate::fold) fn is_unsettled(&self) -> bool {
        self.revisited > MIN_REVISITED.max(self.len() / 2)
    }

    /// Replaces the months of a chain by others, which must not be more.
    pub(in crate::fold) fn replace(&mut self, chain: Chain, cells: &[MonthCell]) -> Chain {
        let (mut rest, mut kept) = (chain, Chain::EMPTY);
        let mut cells = cells.iter();
        while !rest.is_empty() {
            let at = rest;
            let entry = self.entries.get_mut(at.0);
            rest = entry.before;
            if let Some(&cell) = cells.next() {
                *entry = Entry::new(cell, kept);
                kept = at;
            } else {
                *entry = Entry::FREE;
                self.free.push(at.0);
            }
        }
        kept
    }

    /// Ends [replacing](Self::replace) the months of all chains.
    pub(in crate::fold) fn settled(&mut self) {
        self.revisited = 0;
    }

    /// Appends the months of chains to a list for each.
    ///
    /// The chains are followed together, a step of each at a time: the entries of one lie far from
    /// each other, and so are loaded for all chains at once.
    pub(in crate::fold) fn follow(&self, chains: &mut [Chain], lists: &mut [Vec<MonthCell>]) {
        let mut ahead = Ahead::default();
        let mut ended = false;
        while !ended {
            // A loop of its own: the shorter it is, the more lines are loaded at once.
            for entry in chains.iter().filter_map(|chain| self.entries.find(chain.0)) {
                ahead.load(entry, |entry| entry.days.into());
            }
            ended = true;
            for (chain, list) in chains.iter_mut().zip(&mut *lists) {
                if let Some(entry) = self.entries.find(chain.0) {
                    list.push(entry.cell());
                    *chain = entry.before;
                    ended = false;
                }
            }
        }
        ahead.end();
    }

    /// Returns all months of all chains, in any order, and months without rows.
    pub(in crate::fold) fn cells(&self) -> impl Iterator<Item = MonthCell> {
        self.entries.iter().map(Entry::cell)
    }

    /// Returns how many months all chains have.
    fn len(&self) -> usize {
        self.entries.len() - self.free.len()
    }

    /// Removes every month, and keeps the memory for others.
    pub(in crate::fold) fn clear(&mut self) {
        self.entries.clear();
        self.free = Vec::new();
        self.revisited = 0;
    }

    /// Counts the memory after up to `more` months are added.
    pub(in crate::fold) fn grow(&self, more: usize, growth: &mut Growth) {
        let entries = self.entries.memory_with(more.saturating_sub(self.free.len()));
        growth.take(entries + self.free.capacity() * size_of::<u32>());
    }

    /// Returns the memory of the months, without what [`clear`](Self::clear) kept.
    pub(in crate::fold) fn memory(&self) -> usize {
        self.entries.memory() + self.free.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell(number: i32) -> MonthCell {
        MonthCell { sum_low: 1 << number, sum_high: -number, days: 7, ..MonthCell::new(number) }
    }

    proptest! {
        /// Chains that grow in turns and are replaced by fewer months, compared with lists.
        #[test]
        fn chains_do_not_touch_each_other(
            steps in prop::collection::vec((0usize..5, 0i32..64, 0usize..8, 1usize..900), 1..60),
            cleared in 0usize..60,
        ) {
            let mut log = MonthLog::default();
            let mut chains = [Chain::EMPTY; 5];
            let mut expected = vec![Vec::new(); 5];
            for (number, (chain, month, kept, times)) in steps.into_iter().enumerate() {
                if number == cleared {
                    log.clear();
                    chains = [Chain::EMPTY; 5];
                    expected = vec![Vec::new(); 5];
                }
                if kept > 4 {
                    for _ in 0..times {
                        log.push(&mut chains[chain], cell(month));
                        expected[chain].insert(0, cell(month));
                    }
                } else {
                    expected[chain].truncate(kept);
                    expected[chain].reverse();
                    chains[chain] = log.replace(chains[chain], &expected[chain]);
                    expected[chain].reverse();
                }
                prop_assert_eq!(log.len(), expected.iter().map(Vec::len).sum::<usize>());
            }
            let mut found = vec![Vec::new(); 5];
            log.follow(&mut chains.clone(), &mut found);
            prop_assert_eq!(&found, &expected);
            let days = |cells: &mut dyn Iterator<Item = MonthCell>| -> u32 {
                cells.map(|cell| cell.days.count_ones()).sum()
            };
            prop_assert_eq!(days(&mut log.cells()), days(&mut expected.iter().flatten().copied()));
        }
    }
}
