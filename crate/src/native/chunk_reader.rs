//! The bytes of a column chunk, checked while they are read.

use std::io::{self, Read};
use std::ops::Range;
use std::vec::IntoIter;

use bytes::{Buf, Bytes};
use crc32fast::Hasher;

use crate::error::{Error, ErrorCode, Location};
use crate::native::parts::Parts;
use crate::scan::{Checksum, CopiedChunk};

/// How much is read at a time.
const BUFFER_BYTES: u64 = 256 * 1024;

/// A column chunk of a file, read in order: all at once where it is in memory, else by a buffer at
/// a time.
pub(super) struct ChunkReader<'a> {
    parts: &'a Parts<'a>,
    location: Location,
    /// What is not read yet.
    rest: Range<u64>,
    buffer: Buffer,
    check: PageCheck,
}

/// Bytes of which a part is not handed on yet.
enum Buffer {
    /// They were in memory before.
    Kept(Bytes),
    /// From `at` on; the room is used again.
    Read { bytes: Vec<u8>, at: usize },
}

impl Buffer {
    fn left(&self) -> &[u8] {
        match self {
            Self::Kept(bytes) => bytes,
            Self::Read { bytes, at } => &bytes[*at..],
        }
    }
}

impl<'a> ChunkReader<'a> {
    pub(super) fn new(parts: &'a Parts<'a>, chunk: CopiedChunk) -> Self {
        let CopiedChunk { location, range, checksums, .. } = chunk;
        let buffer = Buffer::Read { bytes: Vec::new(), at: 0 };
        Self { parts, location, rest: range, buffer, check: PageCheck::new(checksums) }
    }

    fn refill(&mut self) -> Result<(), Error> {
        let start = self.rest.start;
        if let Some(bytes) = self.parts.kept(&self.rest) {
            self.rest.start = self.rest.end;
            self.buffer = Buffer::Kept(bytes);
        } else {
            self.rest.start = self.rest.end.min(start + BUFFER_BYTES);
            if let Buffer::Read { bytes, at } = &mut self.buffer {
                // At most a buffer's length.
                bytes.resize((self.rest.start - start) as usize, 0);
                self.parts.read_into(bytes, start)?;
                *at = 0;
            }
        }
        self.check.take(start, self.buffer.left())
    }
}

impl Read for ChunkReader<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.buffer.left().is_empty() && self.rest.start < self.rest.end {
            self.refill().map_err(|error| io::Error::other(error.at(&self.location)))?;
        }
        let left = self.buffer.left();
        let read = left.len().min(to.len());
        to[..read].copy_from_slice(&left[..read]);
        match &mut self.buffer {
            Buffer::Kept(bytes) => bytes.advance(read),
            Buffer::Read { at, .. } => *at += read,
        }
        Ok(read)
    }
}
/// Compares pages with their checksums, as their bytes pass.
struct PageCheck {
    current: Option<Checksum>,
    later: IntoIter<Checksum>,
    hasher: Hasher,
}

impl PageCheck {
    fn new(checksums: Vec<Checksum>) -> Self {
        let mut later = checksums.into_iter();
        Self { current: later.next(), later, hasher: Hasher::new() }
    }

    /// Takes the bytes that begin at `start`, where those before it ended.
    fn take(&mut self, start: u64, bytes: &[u8]) -> Result<(), Error> {
        let end = start + bytes.len() as u64;
        let at = |place: u64| usize::try_from(place.clamp(start, end) - start).unwrap_or(bytes.len());
        while let Some(Checksum { range, crc32 }) = self.current.clone().filter(|sum| sum.range.start < end) {
            self.hasher.update(&bytes[at(range.start)..at(range.end)]);
            if range.end > end {
                break;
            }
            if std::mem::take(&mut self.hasher).finalize() != crc32 {
                return Err(Error::new(
                    ErrorCode::Corrupt,
                    "a page's bytes do not have the checksum of its header",
                )
                .remedy("Leave the file out, or copy, download or write it again."));
            }
            self.current = self.later.next();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_checked_however_its_bytes_come() {
        let bytes: Vec<u8> = (0..100).collect();
        let sum = |range: Range<u64>| {
            let crc32 = crc32fast::hash(&bytes[range.start as usize..range.end as usize]);
            Checksum { range, crc32 }
        };
        let good = vec![sum(3..20), sum(20..20), sum(25..90)];
        let mut bad = good.clone();
        bad[2].crc32 ^= 1;
        for size in 1..=100 {
            let check = |sums: &[Checksum]| {
                let mut check = PageCheck::new(sums.to_vec());
                let parts = (0..).step_by(size).zip(bytes.chunks(size));
                parts.map(|(start, part)| check.take(start, part)).collect::<Result<Vec<()>, _>>()
            };
            assert!(check(&good).is_ok(), "{size}");
            assert!(check(&bad).is_err(), "{size}");
        }
    }
}
