//! The deleted rows of a data file.

use std::ops::Range;

use super::container::Container;

/// The deleted rows of a data file, by their physical positions over all row groups. Takes about as
/// much memory as the bitmap that it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeletedRows {
    /// The deleted rows in each chunk of 65,536 rows, by the chunk's number, ascending.
    containers: Vec<(u64, Container)>,
    len: u64,
}

impl DeletedRows {
    /// Appends the rows of the `chunk`th 65,536 rows, after all others.
    pub(super) fn push(&mut self, chunk: u64, container: Container) {
        self.len += container.len();
        self.containers.push((chunk, container));
    }

    /// Returns them as bytes, for [`from_bytes`](Self::from_bytes).
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (chunk, container) in &self.containers {
            bytes.extend(chunk.to_le_bytes());
            container.write(&mut bytes);
        }
        bytes
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote in another WebAssembly module; `None` for
    /// other bytes.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut deleted = Self::default();
        while !bytes.is_empty() {
            let (chunk, rest) = bytes.split_first_chunk()?;
            bytes = rest;
            deleted.push(u64::from_le_bytes(*chunk), Container::read(&mut bytes)?);
        }
        Some(deleted)
    }

    /// Returns how many rows are deleted.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Returns whether no row is deleted.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns the last deleted row, if there is one.
    pub fn last(&self) -> Option<u64> {
        let (chunk, container) = self.containers.last()?;
        Some(chunk << 16 | u64::from(container.last()?))
    }

    /// Passes the deleted rows within a half-open range to `take`, as ascending half-open ranges.
    pub fn ranges(&self, within: Range<u64>, mut take: impl FnMut(Range<u64>)) {
        if within.is_empty() {
            return;
        }
        let (first, last) = (within.start, within.end - 1);
        let from = self.containers.partition_point(|&(chunk, _)| chunk < first >> 16);
        for (chunk, container) in self.containers[from..].iter().take_while(|(chunk, _)| *chunk <= last >> 16)
        {
            let start = if *chunk == first >> 16 { first as u16 } else { 0 };
            let end = if *chunk == last >> 16 { last as u16 } else { u16::MAX };
            let row = |position: u16| chunk << 16 | u64::from(position);
            container.runs(start..=end, |from, to| take(row(from)..row(to) + 1));
        }
    }

    /// Returns how many rows of a half-open range are deleted.
    pub fn count(&self, within: Range<u64>) -> u64 {
        let mut count = 0;
        self.ranges(within, |rows| count += rows.end - rows.start);
        count
    }

    /// Returns the position of the row in a half-open range before which `kept` rows are kept; the
    /// range's end if there are fewer.
    pub fn position(&self, within: Range<u64>, kept: u64) -> u64 {
        // The position if no further row were deleted.
        let mut position = within.start.saturating_add(kept);
        self.ranges(within.clone(), |rows| {
            if rows.start <= position {
                position = position.saturating_add(rows.end - rows.start);
            }
        });
        position.min(within.end)
    }
}
