//! Byte ranges of files, on a disk or behind a network.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
#[cfg(target_os = "linux")]
use std::num::NonZeroU64;
use std::ops::Range;
use std::time::SystemTime;

use bytes::Bytes;
#[cfg(target_os = "linux")]
use rustix::fs::Advice;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::io::buffers;
use crate::fs::remote::{Remote, RemoteFacts};
use crate::fs::{Input, Place};

/// A file that is open for reading.
pub(in crate::fs) struct Disk<'a> {
    input: &'a Input,
    file: Handle<'a>,
    stamp: Stamp,
}

enum Handle<'a> {
    Disk(File),
    Remote(&'a dyn Remote, &'a str),
}

/// The facts that show whether a file was written to or replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::fs) enum Stamp {
    Disk(DiskStamp),
    Remote(RemoteFacts),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fs) struct DiskStamp {
    bytes: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    inode: (u64, u64),
}

impl DiskStamp {
    fn new(metadata: &Metadata) -> Self {
        Self {
            bytes: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            inode: {
                use std::os::unix::fs::MetadataExt;
                (metadata.dev(), metadata.ino())
            },
        }
    }
}

impl<'a> Disk<'a> {
    pub(in crate::fs) fn open(input: &'a Input) -> Result<Self> {
        let disk = match &input.place {
            Place::Disk(path) => path,
            Place::Remote { remote, path, facts } => {
                let facts = facts.clone().map_or_else(|| remote.facts(path), Ok);
                let stamp = Stamp::Remote(facts.map_err(|error| error.in_file(input.shown.as_str()))?);
                return Ok(Self { input, file: Handle::Remote(&**remote, path), stamp });
            }
        };
        let mut options = OpenOptions::new();
        options.read(true);
        // A pipe that replaced the file must not block until it has a writer.
        #[cfg(target_os = "linux")]
        std::os::unix::fs::OpenOptionsExt::custom_flags(
            &mut options,
            rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
        );
        let opened = || {
            let file = options.open(disk)?;
            let metadata = file.metadata()?;
            Ok((file, metadata))
        };
        let (file, metadata) = opened().map_err(|error: io::Error| located(error, input))?;
        if !metadata.is_file() {
            return Err(changed(input));
        }
        let stamp = Stamp::Disk(DiskStamp::new(&metadata));
        Ok(Self { input, file: Handle::Disk(file), stamp })
    }

    /// Opens a file that must be unchanged since its footer was read.
    pub(in crate::fs) fn open_same(input: &'a Input, stamp: &Stamp) -> Result<Self> {
        if let Place::Remote { remote, path, .. } = &input.place {
            // Every reply is compared with the stamp.
            return Ok(Self { input, file: Handle::Remote(&**remote, path), stamp: stamp.clone() });
        }
        let disk = Self::open(input)?;
        if disk.stamp == *stamp { Ok(disk) } else { Err(changed(input)) }
    }

    pub(in crate::fs) fn stamp(&self) -> Stamp {
        self.stamp.clone()
    }

    /// Checks that it is unchanged since it was opened.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if it was changed, or if that cannot be determined.
    pub(in crate::fs) fn check(&self) -> Result<()> {
        let Handle::Disk(file) = &self.file else { return Ok(()) };
        let metadata = file.metadata().map_err(|error| located(error, self.input))?;
        let is_same = Stamp::Disk(DiskStamp::new(&metadata)) == self.stamp;
        if is_same { Ok(()) } else { Err(changed(self.input)) }
    }

    /// Returns the file's size in bytes.
    pub(in crate::fs) fn bytes(&self) -> u64 {
        match &self.stamp {
            Stamp::Disk(stamp) => stamp.bytes,
            Stamp::Remote(facts) => facts.bytes,
        }
    }

    /// Announces a half-open range to the system before it is read, where that is possible.
    ///
    /// Columns are read in pieces from several places, which the system would not guess.
    pub(in crate::fs) fn read_ahead(&self, range: &Range<u64>) {
        #[cfg(target_os = "linux")]
        if let Some(length) = NonZeroU64::new(range.end.saturating_sub(range.start))
            && let Handle::Disk(file) = &self.file
        {
            // It is only advice: reading works without it.
            let _ = rustix::fs::fadvise(file, range.start, Some(length), Advice::WillNeed);
        }
        #[cfg(not(target_os = "linux"))]
        let _ = range;
    }

    /// Reads a half-open range of the file.
    pub(in crate::fs) fn read(&self, range: &Range<u64>) -> Result<Bytes> {
        let length = usize::try_from(range.end.saturating_sub(range.start)).map_err(|_| {
            Error::new(ErrorCode::Unsupported, "a column chunk does not fit into memory")
                .in_file(self.input.shown.as_str())
        })?;
        match (&self.file, &self.stamp) {
            (Handle::Remote(remote, path), Stamp::Remote(facts)) if length > 0 => {
                if range.end > facts.bytes {
                    return Err(changed(self.input));
                }
                let read = remote.read(path, facts, range);
                let bytes = read.map_err(|error| error.in_file(self.input.shown.as_str()))?;
                if bytes.len() == length { Ok(bytes) } else { Err(changed(self.input)) }
            }
            (Handle::Disk(file), _) => {
                read_new(file, range.start, length).map_err(|error| located(error, self.input))
            }
            _ => Ok(Bytes::new()),
        }
    }

    /// Fills `bytes` from the file, from `start` on.
    pub(in crate::fs) fn read_into(&self, bytes: &mut [u8], start: u64) -> Result<()> {
        match &self.file {
            Handle::Disk(file) => {
                read_exact_at(file, bytes, start).map_err(|error| located(error, self.input))
            }
            Handle::Remote(..) => {
                let read = self.read(&(start..start + bytes.len() as u64))?;
                bytes.copy_from_slice(&read);
                Ok(())
            }
        }
    }
}

/// Reads into memory that need not be zeroed.
fn read_new(mut file: &File, start: u64, length: usize) -> io::Result<Bytes> {
    file.seek(SeekFrom::Start(start))?;
    buffers::filled(length, |bytes| {
        let read = file.take(length as u64).read_to_end(bytes)?;
        if read < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    })
}

/// Adds the location. All ranges were within the file, so an end before them is a change.
fn located(error: io::Error, input: &Input) -> Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => changed(input),
        _ => Error::from(error).in_file(input.shown.as_str()),
    }
}

fn changed(input: &Input) -> Error {
    Error::new(ErrorCode::Io, "the file was changed while it was read")
        .in_file(input.shown.as_str())
        .remedy("Run again when no program writes to it.")
}

#[cfg(unix)]
pub(in crate::fs) fn read_exact_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

#[cfg(unix)]
pub(in crate::fs) fn write_all_at(file: &File, bytes: &[u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, start)
}

#[cfg(windows)]
pub(in crate::fs) fn read_exact_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
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
pub(in crate::fs) fn write_all_at(file: &File, mut bytes: &[u8], mut start: u64) -> io::Result<()> {
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_change_is_reported_however_it_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, [7; 1000]).unwrap();
        let input = Input {
            place: Place::Disk(path.clone()),
            shown: "a".into(),
            keys: Default::default(),
            table: None,
            deletions: None,
        };
        let disk = Disk::open(&input).unwrap();
        assert_eq!(disk.read(&(10..1000)).unwrap().len(), 990);
        disk.check().unwrap();
        File::options().write(true).open(&path).unwrap().set_len(100).unwrap();
        let mut bytes = [0; 500];
        let errors = [disk.read(&(10..1000)).err(), disk.read_into(&mut bytes, 0).err(), disk.check().err()];
        for error in errors {
            assert!(error.unwrap().to_string().starts_with("a: the file was changed while it was read."));
        }
        let stamp = disk.stamp();
        assert!(Disk::open_same(&input, &stamp).is_err());
    }
}
