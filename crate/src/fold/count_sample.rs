//! All counts of some videos, which show whether counts are lifetime counts.
//!
//! The sample has the videos with the smallest hashes: as many as have [`MAX_DAYS`] days together,
//! but at least [`MIN_VIDEOS`]. The rows alone decide which ones these are, whatever the order in
//! which parts are merged: a part has no more videos and days than the whole, so it drops no video
//! that belongs to the whole sample.

use serde::{Deserialize, Serialize};

/// The maximum number of days in the sample, if it has more than [`MIN_VIDEOS`].
const MAX_DAYS: usize = 16 << 10;
/// The number of videos that are in the sample, however many days they have. It is a few more than
/// the number of videos that must differ.
const MIN_VIDEOS: usize = 12;

/// A count of one video on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DayCount {
    /// The hash of the video's id, which stands for the video.
    pub(crate) hash: u64,
    /// The day's number.
    pub(crate) day: i32,
    /// The greatest count of the video on that day.
    pub(crate) count: i64,
}

/// The greatest count of each day of the videos with the smallest hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Columns", try_from = "Columns")]
pub struct CountSample {
    /// Ordered by hash and day, each day once.
    counts: Vec<DayCount>,
    /// The smallest hash of a video that was dropped, in whichever part.
    dropped: Option<u64>,
}

impl CountSample {
    /// Adds another part of the rows.
    pub(crate) fn merge(&mut self, other: Self) {
        if other == Self::default() {
            return;
        }
        self.dropped = self.dropped.into_iter().chain(other.dropped).min();
        self.counts.extend(other.counts);
        self.settle();
    }

    /// Returns the counts, ordered by video and day, each day once.
    pub(crate) fn counts(&self) -> &[DayCount] {
        &self.counts
    }

    /// Merges repeated days, and drops the videos that exceed the limit.
    fn settle(&mut self) {
        if let Some(dropped) = self.dropped {
            self.counts.retain(|count| count.hash < dropped);
        }
        // A stable sort uses the part that is already sorted.
        self.counts.sort();
        // Of a repeated day, the greatest count comes last.
        self.counts.dedup_by(|next, kept| {
            let same = (next.hash, next.day) == (kept.hash, kept.day);
            if same {
                kept.count = next.count;
            }
            same
        });
        if let Some(end) = self.room() {
            self.dropped = Some(self.counts[end].hash);
            self.counts.truncate(end);
        }
    }

    /// Returns the index of the first video that exceeds the limit.
    fn room(&self) -> Option<usize> {
        self.counts.get(MAX_DAYS)?;
        let mut end = 0;
        for (number, video) in self.counts.chunk_by(|a, b| a.hash == b.hash).enumerate() {
            if number >= MIN_VIDEOS && end + video.len() > MAX_DAYS {
                return Some(end);
            }
            end += video.len();
        }
        None
    }
}

/// A sample as it travels between workers: columns, because they take less room in JSON.
#[derive(Serialize, Deserialize)]
struct Columns {
    /// Of each video, its hash and how many days follow.
    videos: Vec<(u64, usize)>,
    days: Vec<i32>,
    counts: Vec<i64>,
    dropped: Option<u64>,
}

impl From<CountSample> for Columns {
    fn from(sample: CountSample) -> Self {
        let videos = sample.counts.chunk_by(|a, b| a.hash == b.hash);
        Self {
            videos: videos.map(|days| (days[0].hash, days.len())).collect(),
            days: sample.counts.iter().map(|count| count.day).collect(),
            counts: sample.counts.iter().map(|count| count.count).collect(),
            dropped: sample.dropped,
        }
    }
}

impl TryFrom<Columns> for CountSample {
    type Error = &'static str;

    fn try_from(columns: Columns) -> Result<Self, Self::Error> {
        let Columns { videos, days, counts, dropped } = columns;
        let total = videos.iter().try_fold(0usize, |sum, video| sum.checked_add(video.1));
        if days.len() != counts.len() || total != Some(days.len()) {
            return Err("the sample of counts has columns of different lengths");
        }
        let hashes = videos.into_iter().flat_map(|(hash, days)| std::iter::repeat_n(hash, days));
        let rows = hashes.zip(days).zip(counts);
        let counts = rows.map(|((hash, day), count)| DayCount { hash, day, count }).collect();
        let mut sample = Self { counts, dropped };
        sample.settle();
        Ok(sample)
    }
}

/// A sample while rows are added.
#[derive(Debug, Default)]
pub(super) struct Sampling {
    sample: CountSample,
    /// Whether each video is in the sample, by code.
    chosen: Vec<u64>,
    /// The number of codes that `chosen` covers.
    known: u32,
    /// How many counts there were when repeated days were last merged.
    settled: usize,
}

impl Sampling {
    /// Returns whether the video of a code is in the sample.
    #[inline]
    pub(super) fn has(&self, code: u32) -> bool {
        self.chosen.get((code >> 6) as usize).is_some_and(|bits| bits >> (code & 63) & 1 == 1)
    }

    /// Decides on the videos whose codes are new, up to `codes`. `hash` returns a code's hash,
    /// `None` for the null.
    #[inline]
    pub(super) fn learn(&mut self, codes: u32, hash: impl Fn(u32) -> Option<u64>) {
        if self.known < codes {
            self.choose(codes, hash);
        }
    }

    #[inline(never)]
    fn choose(&mut self, codes: u32, hash: impl Fn(u32) -> Option<u64>) {
        self.chosen.resize((codes as usize).div_ceil(64), 0);
        for code in self.known..codes {
            let dropped = self.sample.dropped;
            if hash(code).is_some_and(|hash| dropped.is_none_or(|dropped| hash < dropped)) {
                self.chosen[(code >> 6) as usize] |= 1 << (code & 63);
            }
        }
        self.known = codes;
    }

    /// Adds a count of a video in the sample.
    pub(super) fn add(&mut self, count: DayCount) {
        self.sample.counts.push(count);
    }

    /// Returns whether [`settle`](Self::settle) is due.
    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.sample.counts.len() >= 2 * self.settled.max(MAX_DAYS)
    }

    /// Makes room, and decides again which videos are in the sample.
    #[inline(never)]
    pub(super) fn settle(&mut self, hash: impl Fn(u32) -> Option<u64>) {
        let before = self.sample.dropped;
        self.sample.settle();
        self.settled = self.sample.counts.len();
        if self.sample.dropped != before {
            let codes = std::mem::take(&mut self.known);
            self.chosen.clear();
            self.choose(codes, hash);
        }
    }

    /// Returns the sample of all rows that were added.
    pub(super) fn finish(mut self) -> CountSample {
        self.sample.settle();
        self.sample
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn sample(counts: &[(u64, i32, i64)]) -> CountSample {
        let counts = counts.iter().map(|&(hash, day, count)| DayCount { hash, day, count }).collect();
        let mut sample = CountSample { counts, dropped: None };
        sample.settle();
        sample
    }

    fn merged(a: &CountSample, b: &CountSample) -> CountSample {
        let mut merged = a.clone();
        merged.merge(b.clone());
        merged
    }

    /// Rows of videos with many days each, so that there is room for some of the videos only: each
    /// entry is a run of days of one video.
    fn rows() -> impl Strategy<Value = Vec<(u64, i32, i64)>> {
        prop::collection::vec((0u64..30, 0..4_000i32, 1..3_000i32, -5..5i64), 0..16).prop_map(|runs| {
            let run = |(hash, first, length, count): (u64, i32, i32, i64)| {
                (first..first + length).map(move |day| (hash, day, count + i64::from(day % 3)))
            };
            runs.into_iter().flat_map(run).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn parts_merge_to_the_sample_of_all_rows(a in rows(), b in rows(), c in rows()) {
            let [x, y, z] = [&a, &b, &c].map(|rows| sample(rows));
            let all = sample(&[a.clone(), b.clone(), c.clone()].concat());
            prop_assert_eq!(&merged(&merged(&x, &y), &z), &all);
            prop_assert_eq!(&merged(&z, &merged(&y, &x)), &all);
            let text = serde_json::to_string(&all).unwrap();
            prop_assert_eq!(&serde_json::from_str::<CountSample>(&text).unwrap(), &all);

            let mut greatest = BTreeMap::new();
            for (hash, day, count) in [a, b, c].concat() {
                let known = greatest.entry((hash, day)).or_insert(count);
                *known = count.max(*known);
            }
            let expected: Vec<_> = greatest
                .into_iter()
                .take_while(|((hash, _), _)| all.dropped.is_none_or(|dropped| *hash < dropped))
                .map(|((hash, day), count)| DayCount { hash, day, count })
                .collect();
            prop_assert_eq!(all.counts(), &expected);
        }
    }

    #[test]
    fn nearly_all_room_is_used() {
        let rows: Vec<_> = (0..10_000).flat_map(|hash| (0..5).map(move |day| (hash, day, 1))).collect();
        let sample = sample(&rows);
        assert!(sample.counts().len() <= MAX_DAYS && sample.counts().len() > MAX_DAYS - 5);
        assert_eq!(sample.dropped, Some(sample.counts().len() as u64 / 5));
    }

    #[test]
    fn some_videos_are_there_however_long_they_are() {
        let rows: Vec<_> = (0..20).flat_map(|hash| (0..8_000).map(move |day| (hash, day, 1))).collect();
        let sample = sample(&rows);
        assert_eq!(sample.counts().len(), MIN_VIDEOS * 8_000);
        assert_eq!(sample.dropped, Some(MIN_VIDEOS as u64));
    }
}
