//! Limits of a run against files that claim too much.

use crate::scan::PAGE_BYTES;

/// Limits that keep a faulty file from filling memory or the disk; each can be raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The maximum size of a page, decompressed.
    pub page_bytes: u64,
    /// The maximum number of missing days, of all videos together, written as lists or rows.
    pub gap_days: u64,
}

/// A day takes four bytes in a list, and a row of its own in the other form.
const GAP_DAYS: u64 = 1_000_000_000;

impl Default for Limits {
    fn default() -> Self {
        Self { page_bytes: PAGE_BYTES, gap_days: GAP_DAYS }
    }
}
