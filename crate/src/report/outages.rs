//! Days on which the collection failed, and not a video.

use serde::{Deserialize, Serialize};

use crate::report::Overview;

/// Days that follow each other and lack the data of many videos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Outage {
    /// The first day, as the number of days since 1970-01-01.
    pub first: i32,
    /// The last day, inclusive.
    pub last: i32,
    /// Videos without data on the day that most lack.
    pub missing: u64,
    /// Videos that are uploaded by that day.
    pub alive: u64,
}

impl Overview {
    /// The days on which more than a share of the videos alive have no data, ascending; those that
    /// follow each other are one outage. The share is from 0, exclusive, to 1.
    ///
    /// ```
    /// use daytally::report::{DayVideos, Overview};
    ///
    /// let day = |day, missing| DayVideos { day, alive: 10, missing };
    /// let days = vec![day(0, 1), day(3, 6), day(4, 9), day(5, 5)];
    /// let overview = Overview { days, ..Overview::default() };
    /// let outages = overview.outages(0.5);
    /// assert_eq!((outages[0].first, outages[0].last), (3, 4));
    /// assert_eq!(outages[0].missing, 9);
    /// assert_eq!(outages.len(), 1);
    /// ```
    pub fn outages(&self, share: f64) -> Vec<Outage> {
        let mut outages: Vec<Outage> = Vec::new();
        for (at, days) in self.days.iter().enumerate() {
            // The quotient is rounded as a share written in digits is; counts are far below 2^53.
            if days.alive == 0 || days.missing as f64 / days.alive as f64 <= share {
                continue;
            }
            let last = self.days.get(at + 1).map_or(days.day, |next| next.day - 1);
            match outages.last_mut() {
                Some(outage) if outage.last + 1 == days.day => {
                    outage.last = last;
                    if days.missing > outage.missing {
                        (outage.missing, outage.alive) = (days.missing, days.alive);
                    }
                }
                _ => {
                    let (missing, alive) = (days.missing, days.alive);
                    outages.push(Outage { first: days.day, last, missing, alive });
                }
            }
        }
        outages
    }
}
