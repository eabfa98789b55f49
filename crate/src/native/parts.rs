//! The bytes of a row group, read from the disk once.

use std::ops::Range;

use bytes::Bytes;

use crate::error::Result;
use crate::native::disk::Disk;

/// A file, and some parts of it that are in memory.
pub(super) struct Parts<'a> {
    disk: Disk<'a>,
    kept: Vec<(u64, Bytes)>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(disk: Disk<'a>) -> Self {
        Self { disk, kept: Vec::new() }
    }

    /// Whether the file is still as it was when it was opened.
    pub(super) fn check(&self) -> Result<()> {
        self.disk.check()
    }

    /// Reads a half-open range that lies in the file, and keeps it.
    pub(super) fn keep(&mut self, range: &Range<u64>) -> Result<Bytes> {
        let bytes = self.disk.read(range)?;
        self.kept.push((range.start, bytes.clone()));
        Ok(bytes)
    }

    /// Reads a half-open range that lies in the file, from memory if it was kept.
    pub(super) fn read(&self, range: &Range<u64>) -> Result<Bytes> {
        self.kept(range).map_or_else(|| self.disk.read(range), Ok)
    }

    /// Reads from the disk into all of `bytes`, from `start` on.
    pub(super) fn read_into(&self, bytes: &mut [u8], start: u64) -> Result<()> {
        self.disk.read_into(bytes, start)
    }

    /// Returns a half-open range, if it was kept.
    pub(super) fn kept(&self, range: &Range<u64>) -> Option<Bytes> {
        let within = |(start, bytes): &(u64, Bytes)| {
            let from = usize::try_from(range.start.checked_sub(*start)?).ok()?;
            let to = usize::try_from(range.end.checked_sub(*start)?).ok()?;
            (from <= to && to <= bytes.len()).then(|| bytes.slice(from..to))
        };
        self.kept.iter().find_map(within)
    }
}
