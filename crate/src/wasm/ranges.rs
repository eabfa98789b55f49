//! Byte ranges as flat numbers.

use std::ops::Range;

/// Returns `[start, end, start, end, …]`, ends exclusive; file offsets are below 2^53.
pub(super) fn flat(ranges: &[Range<u64>]) -> Vec<f64> {
    ranges.iter().flat_map(|range| [range.start as f64, range.end as f64]).collect()
}

/// Converts an offset or a count from JavaScript; below zero is zero.
pub(super) fn whole(number: f64) -> u64 {
    number as u64
}

/// Returns a count for JavaScript, exact below 2^53.
pub(super) fn number(count: u64) -> f64 {
    count as f64
}
