//! An index from video ids to codes.

use std::hash::BuildHasher;
use std::ops::Range;

use arrow::array::{Array, BinaryViewArray};
use foldhash::fast::RandomState;

use crate::fold::ids::interner::{NULL, one_by_one};
use crate::fold::ids::video_id::{VideoKey, is_short};
use crate::fold::memory::ahead::Ahead;
use crate::fold::memory::growth::Growth;
use crate::fold::series::SeriesTable;

/// How many ids are looked up together. Their loads are in flight at once, and the lines are still
/// in the cache when the rows are folded.
pub(super) const PROBE: usize = if cfg!(target_arch = "x86_64") { 512 } else { 128 };
/// How many slots are compared together.
const SLOTS: usize = 8;
/// The minimum number of groups, as a power of two.
const MIN_GROUPS_LOG2: u32 = 7;

/// Eight slots in one cache line; a code of 0 is a free one.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Group {
    hashes: [u32; SLOTS],
    codes: [u32; SLOTS],
}

impl Group {
    /// Returns the code of the slot that has a hash; 0 if none has it. If two have it, the result
    /// is not a valid code.
    #[inline]
    fn code(&self, hash: u32) -> u32 {
        // Two loops, which the compiler vectorises.
        let mut found = [NULL; SLOTS];
        for ((found, known), &code) in found.iter_mut().zip(&self.hashes).zip(&self.codes) {
            *found = if *known == hash { code } else { NULL };
        }
        found.into_iter().fold(NULL, |all, code| all | code)
    }
}

/// An open-addressing table of groups of eight slots, each with 32 bits of hash and a code.
///
/// The ids lie beside the state that a row touches anyway, so a row costs two cache lines. Both are
/// loaded for a batch of rows at a time. A group is searched without a branch and rarely leaves
/// doubt, so mispredictions are rare and many loads are in flight.
#[derive(Debug)]
pub(super) struct VideoIndex {
    hasher: RandomState,
    groups: Vec<Group>,
    /// How far a 32-bit hash is shifted to give a group's number.
    shift: u32,
    used: usize,
}

impl VideoIndex {
    pub(super) fn new() -> Self {
        let groups = vec![Group::default(); 1 << MIN_GROUPS_LOG2];
        Self { hasher: RandomState::default(), groups, shift: 32 - MIN_GROUPS_LOG2, used: 0 }
    }

    /// Appends the codes of up to [`PROBE`] rows to `codes`; new ids get new codes.
    pub(super) fn look_up(
        &mut self,
        series: &mut SeriesTable,
        ids: &BinaryViewArray,
        rows: Range<usize>,
        codes: &mut Vec<u32>,
    ) {
        let views = &ids.views()[rows.clone()];
        if ids.null_count() > 0 || !views.iter().all(|&view| is_short(view)) {
            return one_by_one(ids, rows, codes, |id| self.code(series, id));
        }
        let views = &views[..views.len().min(PROBE)];
        let (mut hashes, mut found) = ([0; PROBE], [NULL; PROBE]);
        let mut ahead = Ahead::default();
        for (hash, &view) in hashes.iter_mut().zip(views) {
            *hash = self.hash_short(view);
        }
        // A loop of its own: the shorter it is, the more lines are loaded at once.
        for &hash in &hashes[..views.len()] {
            ahead.load(&self.groups[self.home(hash)], |group| group.hashes[0].into());
        }
        for (code, &hash) in found.iter_mut().zip(&hashes[..views.len()]) {
            *code = self.groups[self.home(hash)].code(hash);
        }
        for &code in &found[..views.len()] {
            series.load_ahead(code, &mut ahead);
        }
        ahead.end();
        codes.reserve(views.len());
        for ((&view, &hash), &code) in views.iter().zip(&hashes).zip(&found) {
            let known = code != NULL && series.knows(code, view);
            codes.push(if known { code } else { self.code_of_short(series, view, hash) });
        }
    }

    /// Returns the code of an id; adds one if it is new.
    pub(super) fn code(&mut self, series: &mut SeriesTable, id: &[u8]) -> u32 {
        match VideoKey::short(id) {
            Some(key) => self.code_of_short(series, key.word(), self.hash_short(key.word())),
            None => {
                let hash = upper(self.hasher.hash_one(id));
                self.find(hash, |code| series.long_ids().is(*series.key(code), id))
                    .unwrap_or_else(|free| self.insert(free, hash, series.add_video(id)))
            }
        }
    }

    /// Returns the code of a short id, given as a view.
    pub(super) fn code_of_view(&mut self, series: &mut SeriesTable, view: u128) -> u32 {
        self.code_of_short(series, view, self.hash_short(view))
    }

    #[inline(never)]
    fn code_of_short(&mut self, series: &mut SeriesTable, word: u128, hash: u32) -> u32 {
        self.find(hash, |code| series.key(code).word() == word).unwrap_or_else(|free| {
            let key = word.to_le_bytes();
            // The id is short: its length is in the first byte.
            let code = series.add_video(&key[4..4 + usize::from(key[0])]);
            self.insert(free, hash, code)
        })
    }

    /// Returns the code of the hash that `is` accepts, or the group with room for it.
    fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Result<u32, usize> {
        let mut at = self.home(hash);
        loop {
            let group = &self.groups[at];
            for (&known, &code) in group.hashes.iter().zip(&group.codes) {
                if code == NULL {
                    return Err(at);
                }
                if known == hash && is(code) {
                    return Ok(code);
                }
            }
            at = (at + 1) & (self.groups.len() - 1);
        }
    }

    fn insert(&mut self, at: usize, hash: u32, code: u32) -> u32 {
        self.put(at, hash, code);
        self.used += 1;
        // At half full, one group in fifty overflows.
        if self.used * 2 > self.groups.len() * SLOTS && self.shift > 0 {
            self.double();
        }
        code
    }

    fn put(&mut self, at: usize, hash: u32, code: u32) {
        let group = &mut self.groups[at];
        if let Some(free) = group.codes.iter().position(|&code| code == NULL) {
            group.hashes[free] = hash;
            group.codes[free] = code;
        }
    }

    #[cold]
    fn double(&mut self) {
        self.shift -= 1;
        let groups = vec![Group::default(); self.groups.len() * 2];
        for group in std::mem::replace(&mut self.groups, groups) {
            for (hash, code) in group.hashes.into_iter().zip(group.codes).filter(|(_, code)| *code != NULL) {
                // No id is compared, so the search ends at a free slot.
                if let Err(at) = self.find(hash, |_| false) {
                    self.put(at, hash, code);
                }
            }
        }
    }

    #[inline]
    fn home(&self, hash: u32) -> usize {
        (hash >> self.shift) as usize
    }

    #[inline]
    fn hash_short(&self, view: u128) -> u32 {
        upper(self.hasher.hash_one(view))
    }

    /// Counts the memory after up to `more` videos are added.
    pub(super) fn grow(&self, more: usize, growth: &mut Growth) {
        // Two slots for each video.
        let room = self.groups.len() * SLOTS / 2;
        growth.add(self.used, room, more, 2 * size_of::<Group>() / SLOTS);
    }

    pub(super) fn memory(&self) -> usize {
        self.groups.capacity() * size_of::<Group>()
    }
}

#[inline]
fn upper(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    /// Long and short ids, some of them repeated, compared with an ordinary map.
    #[test]
    fn an_id_keeps_its_code() {
        let mut index = VideoIndex::new();
        let mut series = SeriesTable::new();
        let ids: Vec<String> = (0..40_000u32)
            .map(|number| {
                let number = number.wrapping_mul(2_654_435_761) % 9_000;
                if number % 3 == 0 { format!("a longer id, {number}") } else { format!("{number:011}") }
            })
            .collect();
        let array = BinaryViewArray::from_iter_values(&ids);
        let mut codes = Vec::new();
        for start in (0..ids.len()).step_by(PROBE) {
            index.look_up(&mut series, &array, start..ids.len().min(start + PROBE), &mut codes);
        }
        let mut expected = HashMap::new();
        for (id, &code) in ids.iter().zip(&codes) {
            assert_eq!(*expected.entry(id).or_insert(code), code);
            assert_eq!(series.video(code), Some(id.as_bytes()));
        }
        assert_eq!(expected.values().collect::<HashSet<_>>().len(), 9_000);
    }

    #[test]
    fn a_full_table_grows() {
        let mut index = VideoIndex::new();
        let mut series = SeriesTable::new();
        for number in 0..5_000u32 {
            assert_eq!(index.code(&mut series, &number.to_be_bytes()), number + 1);
        }
        assert!(index.groups.len() * SLOTS >= 10_000);
        assert!((0..5_000u32).all(|number| index.code(&mut series, &number.to_be_bytes()) == number + 1));
    }
}
