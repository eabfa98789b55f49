//! Offsets of a zone from few look-ups.

use std::cell::RefCell;

use hashbrown::HashMap;

use crate::time_zone::database::KNOWN;

/// Seconds of a block. No zone left an offset and returned to it within six days.
const BLOCK: i64 = 6 * 86_400;

/// The offsets of a zone, looked up at the ends of a block and where they change in it.
pub(super) struct Spans<F> {
    look_up: F,
    blocks: RefCell<HashMap<i64, Block, foldhash::fast::FixedState>>,
}

struct Block {
    first: i64,
    /// Where a new offset begins, and the offset.
    changes: Vec<(i64, i64)>,
}

impl<F: Fn(i64) -> i64> Spans<F> {
    /// Takes a function from an instant to seconds east of UTC.
    pub(super) fn new(look_up: F) -> Self {
        Self { look_up, blocks: RefCell::default() }
    }

    pub(super) fn offset(&self, seconds: i64) -> i64 {
        let seconds = seconds.clamp(*KNOWN.start(), *KNOWN.end());
        let number = seconds.div_euclid(BLOCK);
        let mut blocks = self.blocks.borrow_mut();
        blocks.entry(number).or_insert_with(|| self.block(number)).offset(seconds)
    }

    fn block(&self, number: i64) -> Block {
        let (mut start, end) = (number * BLOCK, (number + 1) * BLOCK);
        let first = (self.look_up)(start);
        let last = (self.look_up)(end);
        let (mut offset, mut changes) = (first, Vec::new());
        while offset != last {
            let mut changed = end;
            while changed - start > 1 {
                let middle = start.midpoint(changed);
                if (self.look_up)(middle) == offset {
                    start = middle;
                } else {
                    changed = middle;
                }
            }
            offset = (self.look_up)(changed);
            changes.push((changed, offset));
            start = changed;
        }
        Block { first, changes }
    }
}

impl Block {
    fn offset(&self, seconds: i64) -> i64 {
        self.changes.iter().rev().find(|(start, _)| *start <= seconds).map_or(self.first, |change| change.1)
    }
}
