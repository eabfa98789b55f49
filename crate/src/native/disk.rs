//! Byte ranges of files.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
#[cfg(target_os = "linux")]
use std::num::NonZeroU64;
use std::ops::Range;

use bytes::Bytes;
#[cfg(target_os = "linux")]
use rustix::fs::Advice;

use crate::error::{Error, ErrorCode, Result};
use crate::native::Input;

/// A file that is open for reading.
pub(super) struct Disk<'a> {
    input: &'a Input,
    file: File,
    bytes: u64,
}

impl<'a> Disk<'a> {
    pub(super) fn open(input: &'a Input) -> Result<Self> {
        let opened = || {
            let file = File::open(&input.disk)?;
            let bytes = file.metadata()?.len();
            Ok(Self { input, file, bytes })
        };
        opened().map_err(|error: io::Error| located(error, input))
    }

    /// The file's size in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Lets the system read a half-open range before somebody asks for it, where it can be told.
    ///
    /// Columns are read in pieces from several places, of which it would guess no other.
    pub(super) fn read_ahead(&self, range: &Range<u64>) {
        #[cfg(target_os = "linux")]
        if let Some(length) = NonZeroU64::new(range.end.saturating_sub(range.start)) {
            // Advice: who gets none reads as well.
            let _ = rustix::fs::fadvise(&self.file, range.start, Some(length), Advice::WillNeed);
        }
        #[cfg(not(target_os = "linux"))]
        let _ = range;
    }

    /// Reads a half-open range that lies in the file.
    pub(super) fn read(&self, range: &Range<u64>) -> Result<Bytes> {
        let length = usize::try_from(range.end.saturating_sub(range.start)).map_err(|_| {
            Error::new(ErrorCode::Unsupported, "a column chunk does not fit into memory")
                .in_file(self.input.shown.as_str())
        })?;
        self.read_new(range.start, length).map(Bytes::from).map_err(|error| located(error, self.input))
    }

    /// Reads into new memory, which nobody has to fill with zeros before.
    fn read_new(&self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(length);
        (&self.file).seek(SeekFrom::Start(start))?;
        let read = (&self.file).take(length as u64).read_to_end(&mut bytes)?;
        if read < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
    }

    /// Reads into all of `bytes`, from `start` on.
    pub(super) fn read_into(&self, bytes: &mut [u8], start: u64) -> Result<()> {
        read_exact_at(&self.file, bytes, start).map_err(|error| located(error, self.input))
    }
}

fn located(error: io::Error, input: &Input) -> Error {
    Error::from(error).in_file(input.shown.as_str())
}

#[cfg(unix)]
pub(super) fn read_exact_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

#[cfg(unix)]
pub(super) fn write_all_at(file: &File, bytes: &[u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, start)
}

#[cfg(windows)]
pub(super) fn read_exact_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !bytes.is_empty() {
        match file.seek_read(bytes, start)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                start += read as u64;
            }
        }
    }
    Ok(())
}

#[cfg(windows)]
pub(super) fn write_all_at(file: &File, mut bytes: &[u8], mut start: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !bytes.is_empty() {
        match file.seek_write(bytes, start)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => {
                bytes = &bytes[written..];
                start += written as u64;
            }
        }
    }
    Ok(())
}
