//! Deleted rows from their positions.

use super::DeletedRows;
use super::container::{Container, WORDS};

/// The maximum number of positions in a chunk that are kept as an array.
const MAX_ARRAY: usize = 4_096;
/// The number of positions in a chunk at which they are sorted and duplicates removed.
const MANY: usize = 1 << 17;

/// Collects the positions of deleted rows, in any order and with duplicates.
#[derive(Debug, Default)]
pub struct DeletedRowsBuilder {
    /// The positions in each chunk of 65,536 rows, by the chunk's number, ascending.
    chunks: Vec<(u64, Vec<u16>)>,
}

impl DeletedRowsBuilder {
    /// Adds a position.
    pub fn add(&mut self, position: u64) {
        let number = position >> 16;
        let at = match self.chunks.binary_search_by_key(&number, |(known, _)| *known) {
            Ok(at) => at,
            Err(at) => {
                self.chunks.insert(at, (number, Vec::new()));
                at
            }
        };
        let Some((_, chunk)) = self.chunks.get_mut(at) else { return };
        chunk.push(position as u16);
        if chunk.len() >= MANY {
            sort(chunk);
        }
    }

    /// Returns the deleted rows.
    pub fn finish(self) -> DeletedRows {
        let mut deleted = DeletedRows::default();
        for (chunk, mut positions) in self.chunks {
            sort(&mut positions);
            let container = if positions.len() <= MAX_ARRAY {
                Container::Array(positions.into())
            } else {
                Container::Bitset(words(&positions))
            };
            deleted.push(chunk, container);
        }
        deleted
    }
}

/// Sorts positions and removes duplicates.
fn sort(positions: &mut Vec<u16>) {
    let words = words(positions);
    positions.clear();
    for (at, &word) in (0..).zip(words.iter()) {
        let mut rest = word;
        while rest != 0 {
            positions.push(at * 64 + rest.trailing_zeros() as u16);
            rest &= rest - 1;
        }
    }
}

/// Returns a bit for each position.
fn words(positions: &[u16]) -> Box<[u64; WORDS]> {
    let mut words = Box::new([0_u64; WORDS]);
    for position in positions {
        words[usize::from(position / 64)] |= 1 << (position % 64);
    }
    words
}
