//! The rate and the daily quota of calls to a provider.

use std::num::NonZeroUsize;

use crate::time_zone::TimeZone;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// The limits of a job.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Calls in flight.
    pub concurrency: NonZeroUsize,
    /// The maximum number of calls that begin in a second; no limit if absent.
    pub per_second: Option<f64>,
    /// Units that may be used in a day, which ends at midnight in California; no limit if absent.
    pub daily_units: Option<u64>,
}

/// When the next call may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Now.
    Now,
    /// When the rate allows it.
    At(Millis),
    /// When there is quota again.
    QuotaAt(Millis),
}

/// Keeps the calls of a job within its limits.
#[derive(Clone, Debug)]
pub struct Pace {
    limits: Limits,
    units_per_call: u64,
    next: Millis,
    /// The end of the day in which `used` units were used.
    day_ends: Millis,
    used: u64,
    blocked_until: Option<Millis>,
}

/// The day on which California's clocks go back.
const MAX_DAY_LENGTH: Millis = 25 * 3_600_000;

impl Pace {
    /// Starts with `used` units in a day that ends at `day_ends`, as stored in a ledger.
    pub fn new(limits: Limits, units_per_call: u64, used: u64, day_ends: Millis) -> Self {
        Self { limits, units_per_call, next: Millis::MIN, day_ends, used, blocked_until: None }
    }

    /// Returns the maximum number of calls in flight.
    pub fn concurrency(&self) -> usize {
        self.limits.concurrency.get()
    }

    /// Returns whether there is a daily limit of units.
    pub fn has_quota(&self) -> bool {
        self.limits.daily_units.is_some()
    }

    /// Returns whether another call may begin.
    pub fn allowed(&mut self, now: Millis) -> Allowed {
        self.turn_day(now);
        if let Some(until) = self.blocked_until {
            return Allowed::QuotaAt(until);
        }
        let over = |max| self.used.saturating_add(self.units_per_call) > max;
        if self.limits.daily_units.is_some_and(over) {
            return Allowed::QuotaAt(self.day_ends);
        }
        if now < self.next { Allowed::At(self.next) } else { Allowed::Now }
    }

    /// Records the beginning of a call.
    pub fn begin(&mut self, now: Millis) {
        self.used = self.used.saturating_add(self.units_per_call);
        if let Some(rate) = self.limits.per_second {
            // A burst does not make up for a pause.
            self.next = self.next.max(now).saturating_add((1000.0 / rate).ceil() as Millis);
        }
    }

    /// Records that the provider's quota is used up: no call begins until its day ends, or
    /// [`resume`](Self::resume).
    pub fn quota_used(&mut self, now: Millis) {
        self.blocked_until = Some(next_midnight(now));
    }

    /// Records that there is quota again.
    pub fn resume(&mut self) {
        self.blocked_until = None;
        self.used = 0;
    }

    /// Returns the units used in the day that ends at the second number.
    pub fn used(&self) -> (u64, Millis) {
        (self.used, self.day_ends)
    }

    fn turn_day(&mut self, now: Millis) {
        if now >= self.day_ends {
            self.used = 0;
            self.day_ends = next_midnight(now);
        } else if self.day_ends.saturating_sub(now) > MAX_DAY_LENGTH {
            // The ledger's clock differed, or the ledger is damaged.
            self.day_ends = next_midnight(now);
        }
        self.blocked_until = self.blocked_until.filter(|&until| now < until);
    }
}

/// Returns when the quotas of Google's APIs restart: midnight in California
/// (<https://developers.google.com/youtube/v3/determine_quota_cost>).
///
/// ```
/// use daytally::snapshot::next_midnight;
///
/// let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
/// assert_eq!(next_midnight(at("2026-11-23T02:00:00Z")), at("2026-11-23T08:00:00Z"));
/// assert_eq!(next_midnight(at("2026-11-23T08:00:00Z")), at("2026-11-24T08:00:00Z"));
/// assert_eq!(next_midnight(at("2026-07-01T00:00:00Z")), at("2026-07-01T07:00:00Z"));
/// ```
pub fn next_midnight(now: Millis) -> Millis {
    let Some(california) = TimeZone::named("America/Los_Angeles") else {
        return now.saturating_add(86_400_000);
    };
    let seconds = now.div_euclid(1000);
    let offset = california.offset(seconds);
    let tomorrow = (seconds.saturating_add(offset).div_euclid(86_400) + 1).saturating_mul(86_400);
    // California's clocks change at two, and never skip a midnight.
    let midnight = tomorrow - california.offset(tomorrow - offset);
    midnight.saturating_mul(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Millis = 1_795_435_200_000;

    fn pace(per_second: Option<f64>, used: u64, day_ends: Millis) -> Pace {
        let limits = Limits { concurrency: NonZeroUsize::MIN, per_second, daily_units: Some(5) };
        Pace::new(limits, 1, used, day_ends)
    }

    #[test]
    fn a_day_that_a_ledger_never_ends_ends_at_midnight() {
        let mut pace = pace(None, u64::MAX, Millis::MAX);
        assert_eq!(pace.allowed(NOON), Allowed::QuotaAt(next_midnight(NOON)));
        assert_eq!(pace.allowed(next_midnight(NOON)), Allowed::Now);
    }

    #[test]
    fn a_rate_may_be_as_slow_as_it_likes() {
        let mut pace = pace(Some(1e-300), 0, next_midnight(NOON));
        pace.begin(NOON);
        assert_eq!(pace.allowed(NOON), Allowed::At(Millis::MAX));
    }
}
