//! The videos, each computed from its number.

use crate::sample::random::{at, letter, mix};
use crate::sample::views::shape::Shape;

/// The number of the last day, 2023-04-18.
pub(super) const LAST_DAY: i32 = 19_465;
const VIDEOS_PER_CHANNEL: u32 = 40;
/// The maximum number of days of a video's own gap.
const GAP_DAYS: u32 = 3;
/// How often, of 256, such a day has no row.
const GAP_CHANCE: u64 = 154;
const OUTAGES: usize = 6;
/// How many videos, of 256, have no row on the day of an outage.
const OUTAGE_CHANCE: u64 = 77;

/// The purposes of the streams of random numbers.
const OF_VIDEOS: u64 = 1;
const OF_CHANNELS: u64 = 2;
const OF_OUTAGES: u64 = 3;

/// All videos of a seed, without memory for any.
#[derive(Clone, Copy, Debug)]
pub(super) struct Videos {
    seed: u64,
    lives: u64,
    outages: [i32; OUTAGES],
}

impl Videos {
    pub(super) fn new(shape: &Shape) -> Self {
        let days = 2 * u64::from(shape.avg_days);
        let seed = mix(shape.seed);
        let mut outages = [0; OUTAGES];
        for (outage, place) in outages.iter_mut().zip(0..) {
            *outage = LAST_DAY - (at(seed ^ OF_OUTAGES, place) % days) as i32;
        }
        Self { seed, lives: days - 1, outages }
    }

    /// Returns how many days the longest life has.
    pub(super) fn longest(&self) -> i32 {
        self.lives as i32
    }

    pub(super) fn created(&self, video: u32) -> i32 {
        LAST_DAY - (at(self.key(video), 1) % self.lives) as i32
    }

    /// Returns whether a video has a row on a day of its life.
    pub(super) fn has(&self, video: u32, day: i32) -> bool {
        let key = self.key(video);
        let today = of_day(key, day);
        for since in 0..GAP_DAYS {
            let began = if since == 0 { today } else { of_day(key, day - since as i32) };
            if began & 255 == 0 && (began >> (8 + 8 * since)) & 255 < GAP_CHANCE {
                return false;
            }
        }
        (today >> 40) & 255 >= OUTAGE_CHANCE || !self.outages.contains(&day)
    }

    /// Returns the count of a day: highest in the first days, and around a base of the video's own.
    pub(super) fn views(&self, video: u32, day: i32) -> i64 {
        let key = self.key(video);
        let age = u64::from((day - self.created(video)).unsigned_abs());
        let noise = of_day(key, day) >> 32;
        let count = (base(at(key, 2)) * noise) >> 32;
        (count * (31 + age) / (1 + age)) as i64
    }

    /// Returns a 64-bit id in base64url, like YouTube's: the last letter has 16 forms.
    pub(super) fn id(&self, video: u32) -> [u8; 11] {
        let bits = self.key(video);
        let mut id = [0; 11];
        for (place, byte) in id.iter_mut().take(10).enumerate() {
            *byte = letter(bits >> (58 - 6 * place));
        }
        id[10] = letter(bits << 2);
        id
    }

    pub(super) fn channel_id(&self, video: u32) -> [u8; 24] {
        let channel = u64::from(video / VIDEOS_PER_CHANNEL);
        let key = at(self.seed ^ OF_CHANNELS, channel);
        let words = [key, mix(!key), at(key, 1)];
        let mut id = *b"UC......................";
        for (place, byte) in id.iter_mut().skip(2).enumerate() {
            *byte = letter(words[place / 10] >> (6 * (place % 10)));
        }
        id
    }

    /// Keys are distinct, because SplitMix64 is a bijection.
    fn key(&self, video: u32) -> u64 {
        at(self.seed ^ OF_VIDEOS, video.into())
    }
}

fn of_day(key: u64, day: i32) -> u64 {
    at(key ^ 0xda7, u64::from(day.cast_unsigned()))
}

/// Returns about 150 for most videos, above 100,000 for some: a power of two whose exponent is a
/// sum of four random numbers. The arithmetic is in integers, because floating point differs
/// between machines.
fn base(bits: u64) -> u64 {
    const FRACTION: u32 = 14;
    const MEAN: i64 = 72 << FRACTION;
    let sum: i64 = (0..4).map(|word| ((bits >> (16 * word)) & 0xffff) as i64).sum();
    // In tenths: 7.2 with a standard deviation of 2.9.
    let exponent = ((MEAN + (((sum - (2 << 16)) * 50) >> 2)) / 10).max(0);
    let (whole, part) = (exponent >> FRACTION, exponent & ((1 << FRACTION) - 1));
    ((1u64 << FRACTION | part.cast_unsigned()) << whole) >> FRACTION
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn videos(seed: u64) -> Videos {
        Videos::new(&Shape { seed, ..Shape::default() })
    }

    #[test]
    fn ids_are_distinct_and_canonical() {
        let videos = videos(1);
        let ids: HashSet<_> = (0..100_000).map(|video| videos.id(video)).collect();
        assert_eq!(ids.len(), 100_000);
        assert!(ids.iter().all(|id| b"AEIMQUYcgkosw048".contains(&id[10])));
        let channels: HashSet<_> = (0..100_000).map(|video| videos.channel_id(video)).collect();
        assert_eq!(channels.len(), 2_500);
    }

    #[test]
    fn gaps_are_as_frequent_as_documented() {
        let videos = videos(2);
        let quiet = (LAST_DAY - 700..).find(|day| (0..3).all(|it| !videos.outages.contains(&(day + it))));
        let missing = |day: i32| (0..100_000).filter(|&video| !videos.has(video, day)).count();
        // Three days of 1/256 begin a gap that reaches this one, each for 154/256.
        let expected = 100_000.0 * 3.0 / 256.0 * 154.0 / 256.0;
        let found = missing(quiet.unwrap()) as f64;
        assert!((found - expected).abs() < 5.0 * expected.sqrt(), "{found} for {expected}");
        let found = missing(videos.outages[0]) as f64;
        assert!((29_500.0..32_000.0).contains(&found), "{found}");
    }

    #[test]
    fn bases_spread_over_three_orders_of_magnitude() {
        let mut bases: Vec<u64> = (0..10_000).map(|place| base(at(3, place))).collect();
        bases.sort_unstable();
        let [low, middle, high] = [100, 5_000, 9_900].map(|rank| bases[rank]);
        assert!((100..220).contains(&middle), "{middle}");
        assert!(low < 5 && high > 8_000, "{low}, {high}");
    }

    #[test]
    fn seeds_differ() {
        assert_ne!(videos(1).id(0), videos(2).id(0));
    }
}
