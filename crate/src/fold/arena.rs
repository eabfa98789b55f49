//! Room for the months of all series, in blocks that grow by doubling.

use crate::fold::MonthCell;
use crate::fold::growth::Growth;

/// The smallest block, in cells.
const SMALLEST: u32 = 2;

/// A sorted list of months, somewhere in a [`CellArena`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Block {
    start: u32,
    len: u32,
}

impl Block {
    pub(super) fn is_empty(self) -> bool {
        self.len == 0
    }

    fn capacity(len: u32) -> u32 {
        if len == 0 { 0 } else { len.next_power_of_two().max(SMALLEST) }
    }

    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

/// All blocks in one allocation; those that were outgrown are used again.
#[derive(Debug, Default)]
pub(super) struct CellArena {
    cells: Vec<MonthCell>,
    /// The starts of free blocks, by the power of two of their size.
    free: [Vec<u32>; 32],
}

impl CellArena {
    pub(super) fn cells(&self, block: Block) -> &[MonthCell] {
        &self.cells[block.range()]
    }

    pub(super) fn cells_mut(&mut self, block: Block) -> &mut [MonthCell] {
        &mut self.cells[block.range()]
    }

    /// Puts a month into its place in a sorted block.
    pub(super) fn insert(&mut self, block: &mut Block, at: u32, cell: MonthCell) {
        let old = *block;
        block.len += 1;
        if Block::capacity(old.len) < block.len {
            block.start = self.allocate(Block::capacity(block.len));
            let to = block.start as usize;
            self.cells.copy_within(old.range(), to);
            if !old.is_empty() {
                self.free[Block::capacity(old.len).trailing_zeros() as usize].push(old.start);
            }
        }
        let cells = self.cells_mut(*block);
        cells.copy_within(at as usize..old.len as usize, at as usize + 1);
        cells[at as usize] = cell;
    }

    fn allocate(&mut self, capacity: u32) -> u32 {
        if let Some(start) = self.free[capacity.trailing_zeros() as usize].pop() {
            return start;
        }
        let start = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        self.cells.resize(self.cells.len() + capacity as usize, MonthCell::new(MonthCell::NO_MONTH));
        start
    }

    /// Counts the memory that up to `more` months would bring it to, each in the smallest block.
    pub(super) fn grow(&self, more: usize, growth: &mut Growth) {
        let more = more * SMALLEST as usize;
        growth.add(self.cells.len(), self.cells.capacity(), more, size_of::<MonthCell>());
    }

    pub(super) fn memory(&self) -> usize {
        let free: usize = self.free.iter().map(|starts| starts.capacity() * size_of::<u32>()).sum();
        self.cells.capacity() * size_of::<MonthCell>() + free
    }
}
