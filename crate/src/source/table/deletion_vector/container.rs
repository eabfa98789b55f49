//! The deleted rows among 65,536 consecutive ones.

use std::ops::RangeInclusive;

/// How many words a bitset has.
pub(super) const WORDS: usize = 1_024;

/// Positions in the form in which they were stored.
#[derive(Clone, Debug, PartialEq, Eq)]
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

    /// Appends the positions: the number of runs and each run's first and last position, or 0 and a
    /// bit per position if there are many runs.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let mut runs = Vec::new();
        let mut words = [0_u64; WORDS];
        self.runs(0..=u16::MAX, |first, last| {
            runs.push((first, last));
            for at in first..=last {
                words[usize::from(at / 64)] |= 1 << (at % 64);
            }
        });
        if runs.is_empty() || runs.len() > WORDS {
            bytes.extend(0_u32.to_le_bytes());
            words.iter().for_each(|word| bytes.extend(word.to_le_bytes()));
        } else {
            bytes.extend((runs.len() as u32).to_le_bytes());
            runs.iter().for_each(|(first, last)| {
                bytes.extend(first.to_le_bytes());
                bytes.extend(last.to_le_bytes());
            });
        }
    }

    /// Reads what [`write`](Self::write) appended.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (runs, rest) = bytes.split_first_chunk()?;
        let runs = u32::from_le_bytes(*runs) as usize;
        let (own, rest) = rest.split_at_checked(if runs == 0 { WORDS * 8 } else { runs.checked_mul(4)? })?;
        *bytes = rest;
        if runs == 0 {
            let (words, _) = own.as_chunks();
            let words: Box<[u64]> = words.iter().map(|word| u64::from_le_bytes(*word)).collect();
            return words.try_into().ok().map(Self::Bitset);
        }
        let (pairs, _) = own.as_chunks();
        let run = |&[a, b, c, d]: &[u8; 4]| (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]));
        Some(Self::Runs(pairs.iter().map(run).collect()))
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
                        take(at * 64 + from, at * 64 + from + (length - 1));
                        word &= u64::MAX.checked_shl(u32::from(from + length)).unwrap_or(0);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_positions_of_a_bitset_are_a_run() {
        let mut words = Box::new([0; WORDS]);
        words[WORDS - 1] = u64::MAX << 60;
        let mut runs = Vec::new();
        Container::Bitset(words).runs(0..=u16::MAX, |first, last| runs.push((first, last)));
        assert_eq!(runs, [(65_532, 65_535)]);
    }
}
