//! Room for the months of all series, in blocks that grow by doubling.

use std::ops::Range;

use crate::fold::MonthCell;
use crate::fold::memory::growth::Growth;

/// The smallest block, in cells.
const MIN_CELLS: u32 = 2;
/// The cells of a segment, as a power of two: the calendar's 119,988 months and the one of rows
/// without a date fit into one, so that every block does.
const BITS: u32 = 17;
const CELLS: u32 = 1 << BITS;

/// A sorted list of months, somewhere in a [`CellArena`].
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::fold) struct Block {
    start: u32,
    len: u32,
}

impl Block {
    pub(in crate::fold) fn is_empty(self) -> bool {
        self.len == 0
    }

    fn capacity(len: u32) -> u32 {
        if len == 0 { 0 } else { len.next_power_of_two().max(MIN_CELLS) }
    }

    fn segment(self) -> usize {
        (self.start >> BITS) as usize
    }

    fn range(self) -> Range<usize> {
        let start = self.start % CELLS;
        start as usize..(start + self.len) as usize
    }
}

/// Segments of cells; blocks that were outgrown are used again.
#[derive(Debug, Default)]
pub(in crate::fold) struct CellArena {
    segments: Vec<Box<[MonthCell]>>,
    /// The first cell that was never used.
    next: u32,
    /// The starts of free blocks, by the power of two of their size.
    free: [Vec<u32>; 32],
}

impl CellArena {
    pub(in crate::fold) fn cells(&self, block: Block) -> &[MonthCell] {
        if block.is_empty() { &[] } else { &self.segments[block.segment()][block.range()] }
    }

    pub(in crate::fold) fn cells_mut(&mut self, block: Block) -> &mut [MonthCell] {
        if block.is_empty() { &mut [] } else { &mut self.segments[block.segment()][block.range()] }
    }

    /// Returns the cells that are read and written if the month at a position is left for a later
    /// one: a full block is copied.
    #[inline]
    pub(in crate::fold) fn cells_to_move(&self, block: Block, at: u32) -> &[MonthCell] {
        let range = block.range();
        let is_full = Block::capacity(block.len) == block.len;
        let range = if is_full { range } else { range.start + at as usize..range.end + 1 };
        self.segments.get(block.segment()).and_then(|cells| cells.get(range)).unwrap_or_default()
    }

    /// Puts a month into its place in a sorted block.
    pub(in crate::fold) fn insert(&mut self, block: &mut Block, at: u32, cell: MonthCell) {
        let old = *block;
        block.len += 1;
        if Block::capacity(old.len) < block.len {
            block.start = self.allocate(Block::capacity(block.len));
            self.copy(old, *block);
            if !old.is_empty() {
                self.free_block(old.start, Block::capacity(old.len));
            }
        }
        let cells = self.cells_mut(*block);
        cells.copy_within(at as usize..old.len as usize, at as usize + 1);
        cells[at as usize] = cell;
    }

    /// Copies the cells of a block to the beginning of another one.
    fn copy(&mut self, from: Block, to: Block) {
        let (range, start) = (from.range(), to.range().start);
        if from.segment() == to.segment() {
            self.segments[from.segment()].copy_within(range, start);
        } else if let Ok([from, to]) = self.segments.get_disjoint_mut([from.segment(), to.segment()]) {
            to[start..start + range.len()].copy_from_slice(&from[range]);
        }
    }

    fn allocate(&mut self, capacity: u32) -> u32 {
        if let Some(start) = self.free[capacity.trailing_zeros() as usize].pop() {
            return start;
        }
        let end = (self.used() as u64) << BITS;
        if u64::from(self.next) + u64::from(capacity) > end {
            self.free_rest(u32::try_from(end).unwrap_or(u32::MAX));
            if self.used() == self.segments.len() {
                let cells = vec![MonthCell::new(MonthCell::NO_MONTH); CELLS as usize];
                self.segments.push(cells.into_boxed_slice());
            }
        }
        let start = self.next;
        self.next += capacity;
        start
    }

    /// Returns how many segments have cells in use.
    fn used(&self) -> usize {
        self.next.div_ceil(CELLS) as usize
    }

    /// Frees every block, and keeps the memory for others.
    pub(in crate::fold) fn clear(&mut self) {
        self.next = 0;
        self.free.iter_mut().for_each(Vec::clear);
    }

    /// Frees the rest of the last segment for smaller blocks.
    fn free_rest(&mut self, end: u32) {
        while self.next < end {
            let size = 1 << (end - self.next).ilog2();
            self.free_block(self.next, size);
            self.next += size;
        }
    }

    fn free_block(&mut self, start: u32, capacity: u32) {
        self.free[capacity.trailing_zeros() as usize].push(start);
    }

    /// Counts the memory after up to `more` months are added, each in the smallest block.
    pub(in crate::fold) fn grow(&self, more: usize, growth: &mut Growth) {
        let room = self.used() * CELLS as usize - self.next as usize;
        let segments = (more * MIN_CELLS as usize).saturating_sub(room).div_ceil(CELLS as usize);
        growth.take(self.memory() + segments * CELLS as usize * size_of::<MonthCell>());
    }

    /// Returns the memory of the blocks, without what [`clear`](Self::clear) kept.
    pub(in crate::fold) fn memory(&self) -> usize {
        let free: usize = self.free.iter().map(|starts| starts.capacity() * size_of::<u32>()).sum();
        self.used() * CELLS as usize * size_of::<MonthCell>() + free
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Lists that grow in turns, some beyond the end of a segment, compared with ordinary maps.
        #[test]
        fn blocks_do_not_touch_each_other(
            inserts in prop::collection::vec((0usize..8, 0i32..100_000, 1usize..20_000), 1..60),
            cleared in 0usize..60,
        ) {
            let mut arena = CellArena::default();
            let mut blocks = [Block::default(); 8];
            let mut expected: Vec<BTreeMap<i32, MonthCell>> = vec![BTreeMap::new(); 8];
            for (number, (list, first, count)) in inserts.into_iter().enumerate() {
                if number == cleared {
                    arena.clear();
                    blocks = [Block::default(); 8];
                    expected = vec![BTreeMap::new(); 8];
                }
                for month in (first..).take(count.min(1 + count % 700)) {
                    let known = arena.cells(blocks[list]).binary_search_by_key(&month, |cell| cell.month);
                    if let Err(at) = known {
                        let cell = MonthCell { sum_low: list as u64, ..MonthCell::new(month) };
                        arena.insert(&mut blocks[list], u32::try_from(at).unwrap(), cell);
                        expected[list].insert(month, cell);
                    }
                }
            }
            for (block, expected) in blocks.iter().zip(&expected) {
                prop_assert!(arena.cells(*block).iter().eq(expected.values()));
            }
        }
    }

    #[test]
    fn the_largest_list_fits_into_a_segment() {
        let (mut arena, mut block) = (CellArena::default(), Block::default());
        let mut other = Block::default();
        arena.insert(&mut other, 0, MonthCell::new(7));
        for at in 0..119_989u32 {
            arena.insert(&mut block, at, MonthCell::new(at.cast_signed()));
        }
        assert!((0..).zip(arena.cells(block)).all(|(month, cell)| cell.month == month));
        assert_eq!(arena.cells(other), [MonthCell::new(7)]);
    }
}
