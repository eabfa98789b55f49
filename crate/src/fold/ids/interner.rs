//! Ids as small numbers.

use std::hash::BuildHasher;
use std::ops::Range;

use arrow::array::{Array, BinaryViewArray};
use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::fold::memory::growth::Growth;

/// The code of a null id.
pub(in crate::fold) const NULL: u32 = 0;

/// Assigns each distinct id a code, from 1 upwards in the order of first appearance.
#[derive(Debug)]
pub(in crate::fold) struct Interner {
    hasher: RandomState,
    codes: HashTable<u32>,
    bytes: Vec<u8>,
    /// Where the id of a code ends in `bytes`; it begins where the previous one ends.
    ends: Vec<u64>,
}

impl Interner {
    pub(in crate::fold) fn new() -> Self {
        Self { hasher: RandomState::default(), codes: HashTable::new(), bytes: Vec::new(), ends: vec![0] }
    }

    /// Returns how many codes there are, including that of the null.
    pub(in crate::fold) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the code of an id; adds one if it is new.
    pub(in crate::fold) fn code(&mut self, id: &[u8]) -> u32 {
        let hash = self.hasher.hash_one(id);
        let Self { hasher, codes, bytes, ends } = self;
        let found = codes.find(hash, |&code| slice(bytes, ends, code) == id);
        if let Some(&code) = found {
            return code;
        }
        let code = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(id);
        ends.push(bytes.len() as u64);
        codes.insert_unique(hash, code, |&code| hasher.hash_one(slice(bytes, ends, code)));
        code
    }

    /// Returns the id of a code; `None` for the code of the null.
    pub(in crate::fold) fn id(&self, code: u32) -> Option<&[u8]> {
        (code != NULL).then(|| slice(&self.bytes, &self.ends, code))
    }

    /// Counts the memory after up to `more` ids are added.
    pub(in crate::fold) fn grow(&self, more: usize, growth: &mut Growth) {
        let capacity = self.codes.capacity();
        let size = self.codes.allocation_size().checked_div(capacity).unwrap_or(8);
        growth.add(self.codes.len(), capacity, more, size);
        growth.add(self.ends.len(), self.ends.capacity(), more, size_of::<u64>());
        // New ids may be twice as long as the known ones.
        let length = (2 * self.bytes.len() / self.ends.len()).max(16);
        growth.add(self.bytes.len(), self.bytes.capacity(), more * length, 1);
    }

    pub(in crate::fold) fn memory(&self) -> usize {
        self.codes.allocation_size() + self.bytes.capacity() + self.ends.capacity() * size_of::<u64>()
    }
}

/// Appends the codes of some rows to `codes`, one lookup after the other.
pub(in crate::fold) fn one_by_one(
    ids: &BinaryViewArray,
    rows: Range<usize>,
    codes: &mut Vec<u32>,
    mut code: impl FnMut(&[u8]) -> u32,
) {
    let id = |row| ids.is_valid(row).then(|| ids.value(row));
    codes.extend(rows.map(|row| id(row).map_or(NULL, &mut code)));
}

fn slice<'a>(bytes: &'a [u8], ends: &[u64], code: u32) -> &'a [u8] {
    // Offsets below `bytes.len()` fit the machine's word.
    &bytes[ends[code as usize - 1] as usize..ends[code as usize] as usize]
}
