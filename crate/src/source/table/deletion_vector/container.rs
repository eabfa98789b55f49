//! The deleted rows among 65,536 consecutive ones.

use std::ops::RangeInclusive;

/// How many words a bitset has.
pub(super) const WORDS: usize = 1_024;

/// Positions in the form in which they were stored.
#[derive(Clone, Debug)]
pub(super) enum Container {
    /// Ascending positions.
    Array(Box<[u16]>),
    /// A bit per position.
    Bitset(Box<[u64; WORDS]>),
    /// First and last positions, inclusive, ascending and apart.
    Runs(Box<[(u16, u16)]>),
}

impl Container {
    /// Returns how many positions there are.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Array(positions) => positions.len() as u64,
            Self::Bitset(words) => words.iter().map(|word| u64::from(word.count_ones())).sum(),
            Self::Runs(runs) => runs.iter().map(|&(first, last)| u64::from(last - first) + 1).sum(),
        }
    }

    /// Returns the last position, if there is one.
    pub(super) fn last(&self) -> Option<u16> {
        match self {
            Self::Array(positions) => positions.last().copied(),
            Self::Runs(runs) => runs.last().map(|&(_, last)| last),
            Self::Bitset(words) => {
                let at = words.iter().rposition(|&word| word != 0)?;
                u16::try_from(at * 64 + 63 - words[at].leading_zeros() as usize).ok()
            }
        }
    }

    /// Passes the runs of positions within a range, ascending, to `take`.
    pub(super) fn runs(&self, within: RangeInclusive<u16>, mut take: impl FnMut(u16, u16)) {
        let (start, end) = within.into_inner();
        match self {
            Self::Array(positions) => {
                let from = positions.partition_point(|&position| position < start);
                positions[from..]
                    .iter()
                    .take_while(|&&position| position <= end)
                    .for_each(|&at| take(at, at));
            }
            Self::Runs(runs) => {
                let from = runs.partition_point(|&(_, last)| last < start);
                for &(first, last) in runs[from..].iter().take_while(|&&(first, _)| first <= end) {
                    take(first.max(start), last.min(end));
                }
            }
            Self::Bitset(words) => {
                for at in start / 64..=end / 64 {
                    let mut word = words[usize::from(at)];
                    if at == start / 64 {
                        word &= u64::MAX << (start % 64);
                    }
                    if at == end / 64 {
                        word &= u64::MAX >> (63 - end % 64);
                    }
                    while word != 0 {
                        let from = word.trailing_zeros() as u16;
                        let length = (word >> from).trailing_ones() as u16;
                        take(at * 64 + from, at * 64 + from + length - 1);
                        word &= u64::MAX.checked_shl(u32::from(from + length)).unwrap_or(0);
                    }
                }
            }
        }
    }
}
