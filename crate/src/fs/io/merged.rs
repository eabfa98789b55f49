//! Ranges of a remote file that one request reads together.

use std::ops::Range;

/// The maximum gap that is read with its neighbours. At 12.5 MB/s, which is a connection's share of
/// 200 MB/s for 16 of them, it takes 42 ms: as long as a request at the latency of a near region.
const MAX_GAP: u64 = 512 * 1024;
/// Gaps are at most this part of what is needed, so that few bytes are read unnecessarily.
const GAP_SHARE: u64 = 16;
/// The size at which a request ends, unless a range is larger: more of them are then in flight.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// Merges half-open ranges, in any order, into ranges to be read. Each given range lies in one of them.
pub(in crate::fs) fn merged(mut ranges: Vec<Range<u64>>) -> Vec<Range<u64>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<(Range<u64>, u64)> = Vec::new();
    for range in ranges {
        if let Some((last, gaps)) = merged.last_mut() {
            let gap = range.start.saturating_sub(last.end);
            let length = range.end.max(last.end) - last.start;
            let is_inside = range.end <= last.end;
            let is_near = gap <= MAX_GAP && (*gaps + gap) * GAP_SHARE <= length && length <= MAX_BYTES;
            // Ranges that overlap are read once.
            if is_inside || is_near || range.start < last.end {
                last.end = last.end.max(range.end);
                *gaps += gap;
                continue;
            }
        }
        merged.push((range, 0));
    }
    merged.into_iter().map(|(range, _)| range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const K: u64 = 1024;
    const M: u64 = 1024 * K;

    #[test]
    #[allow(clippy::single_range_in_vec_init)]
    fn ranges_are_merged_over_small_gaps() {
        assert_eq!(merged(vec![M..2 * M, 0..M]), [0..2 * M], "neighbours");
        assert_eq!(merged(vec![0..M, M + 100 * K..2 * M]), [0..2 * M], "a small gap");
        assert_eq!(merged(vec![0..K, 2 * K..3 * K]), [0..K, 2 * K..3 * K], "a gap as large as the data");
        assert_eq!(merged(vec![0..7 * M, 8 * M..9 * M]), [0..7 * M, 8 * M..9 * M], "a large gap");
        assert_eq!(merged(vec![0..7 * M, 7 * M..9 * M]), [0..7 * M, 7 * M..9 * M], "a large request");
        assert_eq!(merged(vec![0..20 * M]), [0..20 * M], "one range stays whole");
        assert_eq!(merged(vec![0..7 * M, 6 * M..12 * M, M..2 * M]), [0..12 * M], "an overlap");
        assert_eq!(merged(vec![5..5, 1..2]), [1..2]);
    }
}
