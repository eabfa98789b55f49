//! A cache of the bytes of a row group.

use std::ops::Range;

use bytes::Bytes;

use crate::error::Result;
use crate::fs::io::disk::Disk;
use crate::source::parts::find;

/// A file, and the parts of it that are in memory.
pub(in crate::fs) struct Parts<'a> {
    disk: Disk<'a>,
    kept: Vec<(u64, Bytes)>,
}

impl<'a> Parts<'a> {
    pub(in crate::fs) fn new(disk: Disk<'a>) -> Self {
        Self { disk, kept: Vec::new() }
    }

    /// Checks that the file is unchanged since it was opened.
    pub(in crate::fs) fn check(&self) -> Result<()> {
        self.disk.check()
    }

    /// Reads a half-open range of the file, and caches it.
    pub(in crate::fs) fn keep(&mut self, range: &Range<u64>) -> Result<Bytes> {
        if let Some(bytes) = self.kept(range) {
            return Ok(bytes);
        }
        let bytes = self.disk.read(range)?;
        self.kept.push((range.start, bytes.clone()));
        Ok(bytes)
    }

    /// Caches parts that were read before, with their positions in the file.
    pub(in crate::fs) fn keep_all(&mut self, read: Vec<(u64, Bytes)>) {
        self.kept.extend(read);
    }

    /// Reads a half-open range of the file, from the cache if it has the range.
    pub(in crate::fs) fn read(&self, range: &Range<u64>) -> Result<Bytes> {
        self.kept(range).map_or_else(|| self.disk.read(range), Ok)
    }

    /// Fills `bytes` from the file, from `start` on.
    pub(in crate::fs) fn read_into(&self, bytes: &mut [u8], start: u64) -> Result<()> {
        self.disk.read_into(bytes, start)
    }

    /// Returns a half-open range, if it is cached.
    pub(in crate::fs) fn kept(&self, range: &Range<u64>) -> Option<Bytes> {
        find(&self.kept, range)
    }
}
