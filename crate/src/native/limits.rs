//! How much a run may take, where a file or a day could ask for anything.

use crate::scan::PAGE_BYTES;

/// Limits that keep what is wrong in a file from filling memory or the disk; each can be raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of a page, decompressed.
    pub page_bytes: u64,
    /// The most missing days, of all videos together, of which lists or rows are written.
    pub gap_days: u64,
}

/// A day takes four bytes in a list, and a row of its own in the other form.
const GAP_DAYS: u64 = 1_000_000_000;

impl Default for Limits {
    fn default() -> Self {
        Self { page_bytes: PAGE_BYTES, gap_days: GAP_DAYS }
    }
}
