//! What comes from a network, and how fast.

use std::time::{Duration, Instant};

use crate::print::recent::Recent;

/// The time over which the rate is measured.
const WINDOW: Duration = Duration::from_secs(5);

/// The bytes received at some times of the last seconds.
pub(super) struct Traffic(Recent<u64>);

impl Default for Traffic {
    fn default() -> Self {
        Self(Recent::new(WINDOW))
    }
}

impl Traffic {
    /// Returns the end of a line at a time: nothing until there are bytes, and no rate in the first second.
    pub(super) fn text(&mut self, now: Instant, received: u64) -> String {
        let oldest = self.0.push(now, received);
        if received == 0 {
            return String::new();
        }
        let mut text = format!("; received {}", size(received as f64));
        if let Some((seconds, before)) = oldest {
            text += &format!(", {}/s", size((received - before) as f64 / seconds));
        }
        text
    }
}

/// Formats bytes with three digits at most.
fn size(bytes: f64) -> String {
    let (mut size, mut unit) = (bytes / 1e3, "kB");
    for larger in ["MB", "GB", "TB"] {
        if size >= 999.5 {
            (size, unit) = (size / 1e3, larger);
        }
    }
    let places = if size < 9.95 { 1 } else { 0 };
    format!("{size:.places$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_of_the_last_seconds() {
        let (mut traffic, begun) = (Traffic::default(), Instant::now());
        let mut at = |seconds, received| traffic.text(begun + Duration::from_secs(seconds), received);
        assert_eq!(at(0, 0), "");
        assert_eq!(at(1, 0), "");
        assert_eq!(at(2, 90_000_000), "; received 90 MB, 45 MB/s");
        assert_eq!(at(7, 1_090_000_000), "; received 1.1 GB, 200 MB/s");
        assert_eq!(at(12, 1_090_000_000), "; received 1.1 GB, 0.0 kB/s");
        assert_eq!(Traffic::default().text(begun, 999_499), "; received 999 kB");
        assert_eq!(Traffic::default().text(begun, 999_500), "; received 1.0 MB");
    }
}
