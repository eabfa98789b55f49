//! Parts of a file that are in memory.

use std::ops::Range;

use bytes::Bytes;

/// Returns where a half-open range of the file lies in the `length` bytes from `start` on, if it
/// does.
pub(crate) fn within(start: u64, length: usize, range: &Range<u64>) -> Option<Range<usize>> {
    let from = usize::try_from(range.start.checked_sub(start)?).ok()?;
    let to = usize::try_from(range.end.checked_sub(start)?).ok()?;
    (from <= to && to <= length).then_some(from..to)
}

/// Returns a half-open range of the file from the first part that has it. Each part has the
/// position in the file at which it begins.
pub(crate) fn find(parts: &[(u64, Bytes)], range: &Range<u64>) -> Option<Bytes> {
    parts.iter().find_map(|(start, bytes)| Some(bytes.slice(within(*start, bytes.len(), range)?)))
}

/// Joins neighbouring ranges, so that they are read at once.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn joined(pages: Vec<Range<u64>>) -> Vec<Range<u64>> {
    let mut ranges: Vec<Range<u64>> = Vec::new();
    for page in pages {
        match ranges.last_mut() {
            Some(last) if last.end == page.start => last.end = page.end,
            _ => ranges.push(page),
        }
    }
    ranges
}
