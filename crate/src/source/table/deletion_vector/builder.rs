//! Deleted rows from their positions.

use std::collections::BTreeMap;

use super::DeletedRows;
use super::container::{Container, WORDS};

/// The most positions of a chunk that are kept as an array.
const MAX_ARRAY: usize = 4_096;
/// From how many positions of a chunk on they are sorted, of which some are there twice.
const MANY: usize = 1 << 17;

/// Collects the positions of deleted rows, in any order. One may be there twice.
#[derive(Debug, Default)]
pub struct DeletedRowsBuilder(BTreeMap<u64, Vec<u16>>);

impl DeletedRowsBuilder {
    /// Adds a position.
    pub fn add(&mut self, position: u64) {
        let chunk = self.0.entry(position >> 16).or_default();
        chunk.push(position as u16);
        if chunk.len() >= MANY {
            sort(chunk);
        }
    }

    /// Returns the rows.
    pub fn finish(self) -> DeletedRows {
        let mut deleted = DeletedRows::default();
        for (chunk, mut positions) in self.0 {
            sort(&mut positions);
            let container = if positions.len() <= MAX_ARRAY {
                Container::Array(positions.into())
            } else {
                let mut words = Box::new([0_u64; WORDS]);
                for position in positions {
                    words[usize::from(position / 64)] |= 1 << (position % 64);
                }
                Container::Bitset(words)
            };
            deleted.push(chunk, container);
        }
        deleted
    }
}

fn sort(positions: &mut Vec<u16>) {
    positions.sort_unstable();
    positions.dedup();
}
