//! When to retry after a failure.

use std::time::Duration;

/// How often, and after which waits, a failed call is retried.
///
/// The waits double from `first` to `longest`. Each is random, between half and all of it, so that
/// calls that failed together are not retried together ("equal jitter" of
/// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>).
///
/// ```
/// use std::time::Duration;
/// use daytally::snapshot::Retry;
///
/// let retry = Retry::default();
/// assert_eq!(retry.wait(1, None, 1.0), Some(Duration::from_secs(1)));
/// assert_eq!(retry.wait(3, None, 0.0), Some(Duration::from_secs(2)));
/// assert_eq!(retry.wait(1, Some(Duration::from_secs(30)), 0.5), Some(Duration::from_secs(30)));
/// assert_eq!(retry.wait(retry.max, None, 0.5), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How often a call is made, including the first time.
    pub max: u32,
    /// The maximum wait after the first failure.
    pub first: Duration,
    /// The longest wait, unless the provider requests a longer one.
    pub longest: Duration,
    /// The longest wait that a provider may request; a longer one ends the job.
    pub max_requested_wait: Duration,
}

/// A user may prefer to resume the job the next day.
const MAX_REQUESTED_HOURS: u32 = 2;

impl Default for Retry {
    fn default() -> Self {
        Self {
            max: 6,
            first: Duration::from_secs(1),
            longest: Duration::from_secs(60),
            max_requested_wait: MAX_REQUESTED_HOURS * Duration::from_secs(3600),
        }
    }
}

impl Retry {
    /// Returns why the job ends, if a provider requests a longer wait than it may.
    ///
    /// ```
    /// use std::time::Duration;
    /// use daytally::snapshot::Retry;
    ///
    /// let day = Duration::from_secs(86_400);
    /// assert!(Retry::default().refuses(day).unwrap().contains("24 hours"));
    /// assert_eq!(Retry::default().refuses(Duration::from_secs(7_200)), None);
    /// ```
    pub fn refuses(&self, requested: Duration) -> Option<String> {
        let hours = |wait: Duration| wait.as_secs().div_ceil(3_600);
        (requested > self.max_requested_wait).then(|| {
            let (requested, max) = (hours(requested), hours(self.max_requested_wait));
            format!("it requests a wait of {requested} hours; the limit is {max} hours")
        })
    }

    /// Returns the wait after a call has failed `failures` times, from 1; `None` if it is not
    /// retried.
    ///
    /// `requested` is the minimum that the provider requests; `chance` is from 0, inclusive, to 1.
    pub fn wait(&self, failures: u32, requested: Option<Duration>, chance: f64) -> Option<Duration> {
        if failures >= self.max {
            return None;
        }
        let doubled = 2_u32.checked_pow(failures.saturating_sub(1)).unwrap_or(u32::MAX);
        let whole = self.first.saturating_mul(doubled).min(self.longest);
        let wait = whole.mul_f64(chance.clamp(0.0, 1.0).midpoint(1.0));
        Some(wait.max(requested.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_longest_and_vary_by_half() {
        let retry = Retry { max: 99, ..Retry::default() };
        let whole: Vec<u64> = (1..=9).map(|n| retry.wait(n, None, 1.0).unwrap().as_secs()).collect();
        assert_eq!(whole, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        for failures in 1..99 {
            let (min, max) = (retry.wait(failures, None, 0.0), retry.wait(failures, None, 1.0));
            assert_eq!(min.map(|wait| wait * 2), max);
        }
    }
}
