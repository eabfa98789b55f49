//! Whether counts are lifetime counts, whose sums are meaningless.

use serde::{Deserialize, Serialize};

use crate::fold::{CountSample, DayCount};

/// The minimum number of differing pairs, and of their videos, that shows lifetime counts.
const PAIRS: u64 = 100;
const VIDEOS: u64 = 10;
/// The minimum number of differing pairs, all rising, that suggests lifetime counts.
const FEW_PAIRS: u64 = 20;
/// The percentage of the differing pairs that must rise.
const RISING: u64 = 98;

/// Whether counts are lifetime counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum LifetimeCounts {
    /// Nothing suggests it.
    #[default]
    No,
    /// All of the few comparable counts rise.
    Possible,
    /// The counts are lifetime counts.
    Yes,
}

/// How the counts of videos change from one day with data to the next, in a sample of whole videos.
/// A repeated day counts once, with its greatest count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CountPairs {
    /// Pairs of consecutive days with counts that differ.
    pub differing: u64,
    /// Those of them whose later count is greater.
    pub rising: u64,
    /// The number of videos with differing pairs.
    pub videos: u64,
}

impl CountPairs {
    pub(in crate::report) fn new(sample: &CountSample) -> Self {
        let mut pairs = Self::default();
        for video in sample.counts().chunk_by(|a, b| a.hash == b.hash) {
            pairs.add_video(video);
        }
        pairs
    }

    fn add_video(&mut self, days: &[DayCount]) {
        let before = self.differing;
        for pair in days.windows(2) {
            self.differing += u64::from(pair[0].count != pair[1].count);
            self.rising += u64::from(pair[0].count < pair[1].count);
        }
        self.videos += u64::from(self.differing > before);
    }

    pub(in crate::report) fn add(&mut self, other: Self) {
        self.differing += other.differing;
        self.rising += other.rising;
        self.videos += other.videos;
    }

    /// Returns whether the counts are lifetime counts.
    ///
    /// With at least 100 differing pairs of at least 10 videos, they are if 98 % of the pairs rise.
    /// With fewer videos or pairs, but at least 20 pairs, they may be if all pairs rise.
    ///
    /// ```
    /// use daytally::report::{CountPairs, LifetimeCounts};
    ///
    /// let pairs = |differing, rising, videos| CountPairs { differing, rising, videos };
    /// assert_eq!(pairs(100, 98, 10).lifetime_counts(), LifetimeCounts::Yes);
    /// assert_eq!(pairs(100, 97, 10).lifetime_counts(), LifetimeCounts::No);
    /// assert_eq!(pairs(20, 20, 1).lifetime_counts(), LifetimeCounts::Possible);
    /// assert_eq!(pairs(19, 19, 19).lifetime_counts(), LifetimeCounts::No);
    /// ```
    pub fn lifetime_counts(&self) -> LifetimeCounts {
        let Self { differing, rising, videos } = *self;
        if differing >= PAIRS && videos >= VIDEOS {
            let rise = rising.saturating_mul(100) >= differing.saturating_mul(RISING);
            return if rise { LifetimeCounts::Yes } else { LifetimeCounts::No };
        }
        if differing >= FEW_PAIRS && rising == differing {
            LifetimeCounts::Possible
        } else {
            LifetimeCounts::No
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.
mod tests {
    use arrow::array::{BinaryViewArray, Date32Array, Int64Array};

    use super::*;
    use crate::fold::Fold;
    use crate::merge::{Partial, Totals};
    use crate::report::Share;
    use crate::scan::{Columns, Ids};

    /// Returns the diagnostics of (channel, video, day, count), in two folds.
    fn found(rows: &[(u8, u8, i32, Option<i64>)]) -> (u64, u64, u64, LifetimeCounts) {
        let ids =
            |ids: Vec<u8>| Some(Ids::Plain(ids.iter().map(|id| Some([*id])).collect::<BinaryViewArray>()));
        let partials = rows.chunks(rows.len().div_ceil(2)).map(|rows| {
            let mut fold = Fold::new();
            fold.update(&Columns {
                rows: rows.len(),
                channel_id: ids(rows.iter().map(|row| row.0).collect()),
                video_id: ids(rows.iter().map(|row| row.1).collect()),
                created_date: Some(Date32Array::from(vec![0; rows.len()])),
                date: Some(rows.iter().map(|row| Some(row.2)).collect::<Date32Array>()),
                view_count: Some(rows.iter().map(|row| row.3).collect::<Int64Array>()),
            });
            Partial::from_fold(fold).unwrap()
        });
        let totals = Totals::new(Partial::merge(partials.collect()).unwrap()).unwrap();
        let diagnostics = Share::new(totals).diagnostics().unwrap();
        let CountPairs { differing, rising, videos } = diagnostics.count_pairs;
        (differing, rising, videos, diagnostics.lifetime_counts)
    }

    fn rows(
        videos: u8,
        days: i32,
        count: impl Fn(u8, i32) -> Option<i64>,
    ) -> Vec<(u8, u8, i32, Option<i64>)> {
        (0..days)
            .flat_map(|day| (0..videos).map(move |video| (0, video, day)))
            .map(|(channel, video, day)| (channel, video, day, count(video, day)))
            .collect()
    }

    #[test]
    fn lifetime_counts_rise() {
        let lifetime = |video: u8, day: i32| Some(i64::from(day) * 10 + i64::from(video));
        assert_eq!(found(&rows(10, 11, lifetime)), (100, 100, 10, LifetimeCounts::Yes));
        assert_eq!(found(&rows(9, 60, lifetime)), (531, 531, 9, LifetimeCounts::Possible));
        assert_eq!(found(&rows(10, 3, lifetime)), (20, 20, 10, LifetimeCounts::Possible));
        let daily = |video: u8, day: i32| Some(i64::from((i32::from(video) + day * 7) % 5));
        assert_eq!(found(&rows(10, 11, daily)).3, LifetimeCounts::No);
    }

    #[test]
    fn corrections_hide_nothing_until_there_are_many() {
        let corrected = |every: i32| {
            move |video: u8, day: i32| {
                let correction = (day + i32::from(video)) % every == 0;
                Some(i64::from(day) * 10 - i64::from(correction) * 15)
            }
        };
        let (differing, rising, _, found_in) = found(&rows(40, 60, corrected(60)));
        assert!(rising < differing, "a correction is a pair that falls");
        assert_eq!(found_in, LifetimeCounts::Yes);
        assert_eq!(found(&rows(40, 60, corrected(20))).3, LifetimeCounts::No);
    }

    /// As in lists of trending videos: each day is there for several channels, with counts that are
    /// out of date, and days without data between.
    #[test]
    fn a_repeated_day_counts_once_with_its_greatest_count() {
        let mut all = Vec::new();
        for channel in [1, 0, 2] {
            for (_, video, day, _) in rows(12, 20, |_, _| None).into_iter().filter(|row| row.2 % 3 > 0) {
                all.push((channel, video, day, Some(i64::from(day) * 100 - i64::from(channel) * 400)));
                all.push((channel, video, day, None));
            }
        }
        assert_eq!(found(&all), (12 * 12, 12 * 12, 12, LifetimeCounts::Yes));
    }

    #[test]
    fn equal_counts_say_nothing() {
        assert_eq!(found(&rows(20, 50, |_, _| Some(7))), (0, 0, 0, LifetimeCounts::No));
    }
}
