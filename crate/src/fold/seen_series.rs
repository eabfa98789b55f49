//! Which rows of only ids and an upload day were folded before.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use crate::fold::ids::video_id::is_short;
use crate::fold::memory::ahead::Ahead;
use crate::fold::memory::growth::Growth;
use crate::fold::series::NONE;
use crate::fold::video_index::PROBE;

/// How many rows are in a cache line.
const SLOTS: usize = 3;
/// The minimum number of lines, as a power of two.
const MIN_LINES_LOG2: u32 = 7;
/// A view's length is at most 12 and takes four bits of its 32; a channel's code takes the rest.
const LENGTH_BITS: u32 = 4;

/// Three rows in one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line {
    /// The views of short ids, with the channels' codes above their lengths.
    ids: [u128; SLOTS],
    /// [`NONE`] in a free slot.
    created: [i32; SLOTS],
}

impl Line {
    const FREE: Self = Self { ids: [0; SLOTS], created: [NONE; SLOTS] };

    #[inline]
    fn has(&self, id: u128, created: i32) -> bool {
        let slots = self.ids.iter().zip(&self.created);
        slots.fold(false, |has, (&known, &day)| has | ((known == id) & (day == created)))
    }
}

/// A set of (video, channel, upload day) in a table of cache lines, so that a repeated row costs
/// one of them.
///
/// The state of a series is in two lines, of a table three times as large.
#[derive(Debug)]
pub(super) struct SeenSeries {
    hasher: RandomState,
    lines: Vec<Line>,
    /// How far a 32-bit hash is shifted to give a line's number.
    shift: u32,
    used: usize,
}

impl SeenSeries {
    pub(super) fn new() -> Self {
        let lines = vec![Line::FREE; 1 << MIN_LINES_LOG2];
        Self { hasher: RandomState::default(), lines, shift: 32 - MIN_LINES_LOG2, used: 0 }
    }

    /// Calls `fold` for those of up to [`PROBE`] rows that were not seen before, by their numbers.
    /// Returns false, without doing so, if an id is long.
    pub(super) fn each_new(
        &mut self,
        views: &[u128],
        channels: &[u32],
        created: &[i32],
        mut fold: impl FnMut(usize),
    ) -> bool {
        let wide = channels.iter().fold(0, |all, &code| all | code) >> (u32::BITS - LENGTH_BITS) != 0;
        if wide || views.len() > PROBE || !views.iter().all(|&view| is_short(view)) {
            return false;
        }
        let (mut ids, mut homes) = ([0; PROBE], [0; PROBE]);
        let mut ahead = Ahead::default();
        for (((id, home), &view), &channel) in ids.iter_mut().zip(&mut homes).zip(views).zip(channels) {
            *id = view | u128::from(channel << LENGTH_BITS);
            *home = self.home(*id);
        }
        // A loop of its own: the shorter it is, the more lines are loaded at once.
        for &home in &homes[..views.len()] {
            ahead.load(&self.lines[home], |line| line.created[0].cast_unsigned().into());
        }
        let (mut others, mut count) = ([0; PROBE], 0);
        for (row, ((&id, &home), &day)) in ids.iter().zip(&homes).zip(created).enumerate() {
            others[count] = row;
            count += usize::from(!self.lines[home].has(id, day));
        }
        // An entry that is not in its line is usually in the next one.
        for &row in &others[..count] {
            ahead.load(&self.lines[homes[row] ^ 1], |line| line.created[0].cast_unsigned().into());
        }
        ahead.end();
        for &row in &others[..count] {
            if self.add(ids[row], created[row]) {
                fold(row);
            }
        }
        true
    }

    /// Returns whether a row is new.
    fn add(&mut self, id: u128, created: i32) -> bool {
        let home = self.home(id);
        // The adjacent line, which many processors load too, and then pair after pair.
        for step in 0.. {
            let at = ((home ^ (step & 1)) + (step & !1)) & (self.lines.len() - 1);
            let line = &mut self.lines[at];
            if line.has(id, created) {
                return false;
            }
            if let Some(free) = line.created.iter().position(|&day| day == NONE) {
                (line.ids[free], line.created[free]) = (id, created);
                break;
            }
        }
        self.used += 1;
        // At two thirds full, one row in ten is in another line.
        if self.used * 3 > self.lines.len() * SLOTS * 2 && self.shift > 0 {
            self.double();
        }
        true
    }

    #[cold]
    fn double(&mut self) {
        self.shift -= 1;
        let lines = vec![Line::FREE; self.lines.len() * 2];
        self.used = 0;
        for Line { ids, created } in std::mem::replace(&mut self.lines, lines) {
            for (id, day) in ids.into_iter().zip(created).filter(|&(_, day)| day != NONE) {
                self.add(id, day);
            }
        }
    }

    #[inline]
    fn home(&self, id: u128) -> usize {
        // The upper half of the hash; its upper bits are a line's number.
        ((self.hasher.hash_one(id) >> 32) as u32 >> self.shift) as usize
    }

    /// Counts the memory after up to `more` rows are added.
    pub(super) fn grow(&self, more: usize, growth: &mut Growth) {
        if self.used > 0 {
            let room = self.lines.len() * SLOTS * 2 / 3;
            growth.add(self.used, room, more, size_of::<Line>() / 2);
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.lines.capacity() * size_of::<Line>()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use arrow::array::BinaryViewArray;

    use super::*;

    /// Rows with many repeats, compared with an ordinary set.
    #[test]
    fn a_row_is_new_once() {
        let mut seen = SeenSeries::new();
        let mut expected = HashSet::new();
        let rows: Vec<(String, u32, i32)> = (0..60_000u32)
            .map(|number| {
                let number = number.wrapping_mul(2_654_435_761) % 9_001;
                // Ids with equal beginnings, and rows that differ in only one of the three.
                (format!("{:0>1$}", number / 9, (number % 13) as usize), number % 3, (number % 2) as i32)
            })
            .collect();
        for rows in rows.chunks(PROBE - 1) {
            let views = BinaryViewArray::from_iter_values(rows.iter().map(|(id, ..)| id));
            let channels: Vec<u32> = rows.iter().map(|row| row.1).collect();
            let created: Vec<i32> = rows.iter().map(|row| row.2).collect();
            let mut new = Vec::new();
            assert!(seen.each_new(views.views(), &channels, &created, |row| new.push(row)));
            let wanted: Vec<usize> =
                (0..rows.len()).filter(|&row| expected.insert(rows[row].clone())).collect();
            assert_eq!(new, wanted);
        }
        assert_eq!(seen.used, expected.len());
        assert!(seen.lines.len() * SLOTS * 2 >= seen.used * 3);
    }

    #[test]
    fn what_does_not_fit_is_left_to_others() {
        let mut seen = SeenSeries::new();
        let mut count = 0;
        let mut new = |id: &str, channel| {
            let views = BinaryViewArray::from_iter_values([id]);
            seen.each_new(views.views(), &[channel], &[0], |_| count += 1)
        };
        assert!(!new("thirteen byte", 0));
        assert!(!new("twelve bytes", 1 << 28));
        assert!(new("twelve bytes", (1 << 28) - 1));
        assert!(new("", 0));
        assert_eq!(count, 2);
    }
}
