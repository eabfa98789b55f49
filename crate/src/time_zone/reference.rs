//! Offsets from chrono-tz, an independent implementation, for tests.

use chrono::{DateTime, Offset, TimeZone as _, Utc};
use chrono_tz::Tz;

/// No zone left an offset and returned to it within six days.
const STEP: i64 = 6 * 86_400;

pub(super) fn offset(zone: Tz, seconds: i64) -> i64 {
    let instant: DateTime<Utc> = DateTime::from_timestamp(seconds, 0).unwrap();
    zone.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc().into()
}

/// Returns both sides of each change of an offset from `begin` to `end`, and the middle between two
/// changes.
pub(super) fn instants(offset: impl Fn(i64) -> i64, begin: i64, end: i64) -> Vec<i64> {
    let mut instants = Vec::new();
    let (mut last, mut start) = (begin, begin);
    while start < end {
        let stop = (start + STEP).min(end);
        let first = offset(start);
        if first != offset(stop) {
            let (mut before, mut after) = (start, stop);
            while after - before > 1 {
                let middle = before.midpoint(after);
                if offset(middle) == first { before = middle } else { after = middle }
            }
            instants.extend([last.midpoint(before), before, after]);
            last = after;
        }
        start = stop;
    }
    instants.push(last.midpoint(end));
    instants
}
