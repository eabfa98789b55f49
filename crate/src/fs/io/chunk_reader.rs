//! The bytes of a column chunk, checked while they are read.

use std::io::{self, Read};
use std::ops::Range;

use bytes::{Buf, Bytes};

use crate::error::{Error, Location};
use crate::fs::io::parts::Parts;
use crate::scan::{CopiedChunk, PageCheck};

/// How much is read at once.
const BUFFER_BYTES: u64 = 256 * 1024;

/// A column chunk of a file, read in order: all at once if it is cached, else through a buffer.
pub(in crate::fs) struct ChunkReader<'a> {
    parts: &'a Parts<'a>,
    location: Location,
    /// The part that is not read yet.
    rest: Range<u64>,
    buffer: Buffer,
    check: PageCheck,
}

/// Bytes that are partly passed on.
enum Buffer {
    /// Cached bytes.
    Kept(Bytes),
    /// Bytes from `at` on; the buffer is reused.
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
    pub(in crate::fs) fn new(parts: &'a Parts<'a>, chunk: CopiedChunk) -> Self {
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
                // At most the length of a buffer.
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
