//! The progress of a fetch job, in a line.

use std::time::{Duration, Instant};

use daytally::fs::FetchProgress;

use crate::print::recent::Recent;
use crate::text::{grouped, moment};

/// The time over which the rate is measured.
const WINDOW: Duration = Duration::from_secs(30);

/// The calls of the last seconds.
pub(super) struct Calls(Recent<FetchProgress>);

impl Default for Calls {
    fn default() -> Self {
        Self(Recent::new(WINDOW))
    }
}

impl Calls {
    /// Returns the line at a time.
    pub(super) fn line(&mut self, now: Instant, progress: FetchProgress) -> String {
        let oldest = self.0.push(now, progress);
        let FetchProgress { settled, all, calls, failures, quota_until } = progress;
        let mut line = format!("{} of {} videos", grouped(settled), grouped(all));
        if let Some(until) = quota_until {
            return format!("{line}, waiting for quota until {}", moment(until));
        }
        if failures > 0 {
            line += &format!(", {failures} calls failed");
        }
        if let Some((seconds, oldest)) = oldest {
            line += &format!(", {:.1} calls a second", (calls - oldest.calls) as f64 / seconds);
            let videos = (settled - oldest.settled) as f64 / seconds;
            if videos > 0.0 {
                line += &format!(", {} left", duration((all - settled) as f64 / videos));
            }
        }
        line
    }
}

/// Formats a duration, rounded as its length allows.
pub(super) fn duration(seconds: f64) -> String {
    let minutes = (seconds / 60.0).ceil() as u64;
    match minutes {
        _ if seconds <= 90.0 => format!("{seconds:.0} s"),
        0..=119 => format!("{minutes} min"),
        _ => format!("{} h", minutes.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_of_the_last_seconds() {
        let at =
            |settled, calls| FetchProgress { settled, all: 10_000, calls, failures: 0, quota_until: None };
        let (mut calls, begun) = (Calls::default(), Instant::now());
        let line =
            |calls: &mut Calls, seconds, progress| calls.line(begun + Duration::from_secs(seconds), progress);
        assert_eq!(line(&mut calls, 0, at(0, 0)), "0 of 10,000 videos");
        assert_eq!(line(&mut calls, 10, at(500, 20)), "500 of 10,000 videos, 2.0 calls a second, 4 min left");
        let later = line(&mut calls, 39, at(1950, 60));
        assert_eq!(later, "1,950 of 10,000 videos, 1.5 calls a second, 3 min left");
        let much_later = line(&mut calls, 69, at(7950, 180));
        assert_eq!(much_later, "7,950 of 10,000 videos, 4.0 calls a second, 10 s left");
        let failing = FetchProgress { failures: 3, ..at(7950, 180) };
        assert_eq!(Calls::default().line(begun, failing), "7,950 of 10,000 videos, 3 calls failed");
        let waiting = FetchProgress { quota_until: Some(1_795_420_800_000), ..at(7950, 180) };
        let line = line(&mut calls, 70, waiting);
        assert_eq!(line, "7,950 of 10,000 videos, waiting for quota until 2026-11-23 08:00 UTC");
    }
}
