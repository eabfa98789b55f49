//! The times of day on which instants fall.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The times of day in UTC of all instants of a column, if they can be the midnights of another
/// zone: at most two, to the second, on a quarter of an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimesOfDay {
    /// Seconds since midnight; `None` if there are other times.
    times: Option<BTreeSet<u32>>,
}

impl Default for TimesOfDay {
    fn default() -> Self {
        Self { times: Some(BTreeSet::new()) }
    }
}

/// The maximum number of UTC times that a zone's midnight has, with and without summer time.
const MAX_TIMES: usize = 2;

impl TimesOfDay {
    /// Returns the times, in seconds since midnight UTC, if all instants fall on so few.
    pub fn few(&self) -> Option<&BTreeSet<u32>> {
        self.times.as_ref()
    }

    /// Adds another column's times.
    pub fn merge(&mut self, other: &Self) {
        let both = self.times.take().zip(other.times.as_ref());
        self.times = both.map(|(mut times, others)| {
            times.extend(others);
            times
        });
        if self.times.as_ref().is_some_and(|times| times.len() > MAX_TIMES) {
            self.times = None;
        }
    }
}

/// The times of day seen by a reader. Most columns soon have too many.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::scan) struct TimesMet {
    times: [u32; MAX_TIMES],
    met: usize,
    pub(in crate::scan) many: bool,
}

impl TimesMet {
    /// Adds an instant in seconds; `whole` is whether it has no fraction.
    #[inline]
    pub(in crate::scan) fn add(&mut self, seconds: i64, whole: bool) {
        let time = u32::try_from(seconds.rem_euclid(86_400)).unwrap_or_default();
        if whole && self.times[..self.met].contains(&time) {
            return;
        }
        if whole && self.met < MAX_TIMES && time % 900 == 0 {
            self.times[self.met] = time;
            self.met += 1;
        } else {
            self.many = true;
        }
    }

    /// Returns the times; `None` if there was no instant.
    pub(in crate::scan) fn found(&self) -> Option<TimesOfDay> {
        if self.many {
            return Some(TimesOfDay { times: None });
        }
        let times = self.times[..self.met].iter().copied().collect();
        (self.met > 0).then_some(TimesOfDay { times: Some(times) })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn met(instants: &[i64]) -> Option<TimesOfDay> {
        let mut met = TimesMet::default();
        instants.iter().for_each(|&seconds| met.add(seconds, true));
        met.found()
    }

    #[test]
    fn few_times_are_kept_in_any_order() {
        let [ten, eleven] = [79_200, 82_800];
        let both = met(&[ten, eleven + 86_400, ten - 86_400]).unwrap();
        assert_eq!(both.few().unwrap().iter().copied().collect::<Vec<_>>(), [79_200, 82_800]);
        let (one, other) = (met(&[ten]).unwrap(), met(&[eleven]).unwrap());
        for (first, second) in [(&one, &other), (&other, &one)] {
            let mut merged = TimesOfDay::default();
            merged.merge(first);
            merged.merge(second);
            assert_eq!(merged, both);
        }
        assert!(met(&[]).is_none());
    }

    #[test]
    fn other_times_are_many() {
        assert_eq!(met(&[0, 1_800, 3_600]).unwrap().few(), None);
        assert_eq!(met(&[60]).unwrap().few(), None);
        let mut met_half = TimesMet::default();
        met_half.add(0, false);
        assert_eq!(met_half.found().unwrap().few(), None);
        let mut merged = met(&[0, 1_800]).unwrap();
        merged.merge(&met(&[3_600]).unwrap());
        assert_eq!(merged.few(), None);
        merged.merge(&TimesOfDay::default());
        assert_eq!(merged.few(), None);
    }
}
