//! Files that appear only when they are complete.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::NamedTempFile;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::io::folder::{folder_of, hidden, permissions, sync_folder};
use crate::fs::io::output_sink::{OutputSink, StreamState};

const BUFFER_BYTES: usize = 256 * 1024;

/// A file that is written beside its final path, or a stream.
///
/// If a file is dropped before [`OutputFile::replace`], it leaves nothing behind.
#[derive(Debug)]
pub(in crate::fs) struct OutputFile {
    written: Written,
    path: PathBuf,
}

/// Where the bytes are until the file is complete.
#[derive(Debug)]
enum Written {
    /// A file without a name, which disappears if the process ends.
    #[cfg(target_os = "linux")]
    Unnamed(File),
    /// A hidden file, if the system has no files without a name.
    Named(NamedTempFile),
    /// A pipe, a device or the standard output, whose bytes are sent at once.
    Stream(File, Arc<StreamState>),
}

impl OutputFile {
    pub(in crate::fs) fn create(path: &Path) -> Result<Self> {
        refuse_nowhere(path)?;
        if path.is_dir() {
            return Err(located(Error::new(ErrorCode::InvalidOption, "the output is a folder"), path)
                .expected("the name of a file, new or to be replaced"));
        }
        // A link stays, and the file that it names is replaced.
        let path =
            if path.is_symlink() { fs::canonicalize(path).map_err(|e| at(path, e))? } else { path.into() };
        if path.exists() && !path.is_file() {
            return Err(located(
                Error::new(ErrorCode::InvalidOption, "the output is not a regular file"),
                &path,
            )
            .expected("the name of a file, new or to be replaced"));
        }
        let written = Written::create(folder_of(&path), &path).map_err(|error| at(&path, error))?;
        Ok(Self { written, path })
    }

    /// Opens a pipe or a device.
    pub(in crate::fs) fn open_stream(path: &Path) -> Result<Self> {
        let file = OpenOptions::new().write(true).open(path).map_err(|error| at(path, error))?;
        Ok(Self { written: Written::Stream(file, Arc::default()), path: path.into() })
    }

    /// Opens the standard output of the process.
    pub(in crate::fs) fn stdout() -> Result<Self> {
        #[cfg(not(windows))]
        let handle = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned();
        #[cfg(windows)]
        let handle = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned();
        let path = PathBuf::from("the standard output");
        let file = File::from(handle.map_err(|error| at(&path, error))?);
        Ok(Self { written: Written::Stream(file, Arc::default()), path })
    }

    /// Creates a file for a folder that does not exist yet; it is written beside that folder.
    pub(super) fn create_for(path: PathBuf, folder: &Path) -> Result<Self> {
        let written = Written::create(folder_of(folder), &path).map_err(|error| at(&path, error))?;
        Ok(Self { written, path })
    }

    /// Returns where to write; a new handle each time.
    pub(in crate::fs) fn sink(&self) -> Result<BufWriter<OutputSink>> {
        let file = self.written.file().try_clone().map_err(|error| at(&self.path, error))?;
        Ok(BufWriter::with_capacity(BUFFER_BYTES, OutputSink::new(file, self.written.stream().cloned())))
    }

    /// Returns a function that syncs the bytes written so far to disk, from any thread.
    pub(in crate::fs) fn sync(&self) -> Result<impl Fn() -> Result<()> + Send + use<>> {
        let file = self.written.file().try_clone().map_err(|error| at(&self.path, error))?;
        let path = self.path.clone();
        let is_stream = self.written.stream().is_some();
        Ok(move || if is_stream { Ok(()) } else { file.sync_data().map_err(|error| at(&path, error)) })
    }

    /// Adds the name of the file to an error of a sink. The error is
    /// [`Cancelled`](ErrorCode::Cancelled) if the reader of a pipe has closed it.
    pub(in crate::fs) fn located(&self, error: Error) -> Error {
        if self.written.stream().is_some_and(|stream| stream.is_closed()) {
            return located(Error::new(ErrorCode::Cancelled, "the reader has closed the pipe"), &self.path);
        }
        located(error, &self.path)
    }

    /// Moves the file to its final path. Returns its size in bytes.
    pub(in crate::fs) fn replace(self) -> Result<u64> {
        let Self { written, path } = self;
        written.take_place(&path).map_err(|error| at(&path, error))
    }

    /// Moves the file into another folder, where the folder of its final path is prepared. Returns
    /// its size in bytes.
    pub(super) fn stage(self, folder: &Path) -> Result<u64> {
        let Self { written, path } = self;
        let staged = folder.join(path.file_name().unwrap_or_default());
        written.take_place(&staged).map_err(|error| at(&path, error))
    }

    /// Returns the name of the file, without its folder.
    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

impl Written {
    /// Creates a file in a folder, with the permissions of the one at `path`, if there is one.
    fn create(folder: &Path, path: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = unnamed::create(folder, path)? {
            return Ok(Self::Unnamed(file));
        }
        let mut builder = hidden();
        if let Some(permissions) = permissions(path, 0o666) {
            builder.permissions(permissions);
        }
        builder.tempfile_in(folder).map(Self::Named)
    }

    fn file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => file,
            Self::Named(file) => file.as_file(),
            Self::Stream(file, _) => file,
        }
    }

    fn stream(&self) -> Option<&Arc<StreamState>> {
        match self {
            Self::Stream(_, state) => Some(state),
            _ => None,
        }
    }

    fn take_place(self, path: &Path) -> io::Result<u64> {
        if let Some(stream) = self.stream() {
            return Ok(stream.bytes());
        }
        self.file().sync_all()?;
        let bytes = self.file().metadata()?.len();
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => unnamed::persist(&file, path)?,
            Self::Named(file) => _ = file.persist(path).map_err(|error| error.error)?,
            Self::Stream(..) => {}
        }
        sync_folder(folder_of(path))?;
        Ok(bytes)
    }
}

#[cfg(target_os = "linux")]
mod unnamed {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    use std::path::{Path, PathBuf};

    use rustix::fs::{AtFlags, CWD, OFlags, linkat};

    use crate::fs::io::folder::{folder_of, hidden, permissions};

    /// Creates a file without a name, if the file system has such files and can name one later.
    pub(in crate::fs) fn create(folder: &Path, path: &Path) -> io::Result<Option<File>> {
        let mode = permissions(path, 0o666).map_or(0o666, |permissions| permissions.mode() & 0o7777);
        let flags = OFlags::TMPFILE.bits().cast_signed();
        let opened = OpenOptions::new().read(true).write(true).mode(mode).custom_flags(flags).open(folder);
        match opened {
            Ok(file) if place(&file).exists() => Ok(Some(file)),
            // There is no such file here; if something else is wrong, creating a named file reports
            // it.
            _ => Ok(None),
        }
    }

    /// Gives it a hidden name, and then at once its final one, which may exist.
    pub(in crate::fs) fn persist(file: &File, path: &Path) -> io::Result<()> {
        let link = |name: &Path| Ok(linkat(CWD, place(file), CWD, name, AtFlags::SYMLINK_FOLLOW)?);
        let linked = hidden().make_in(folder_of(path), link)?;
        linked.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    fn place(file: &File) -> PathBuf {
        format!("/proc/self/fd/{}", file.as_raw_fd()).into()
    }
}

/// Refuses a path in a folder that does not exist.
pub(super) fn refuse_nowhere(path: &Path) -> Result<()> {
    if folder_of(path).is_dir() {
        return Ok(());
    }
    Err(located(Error::new(ErrorCode::Io, "the output's folder is not there"), path)
        .expected("a place in a folder that exists")
        .remedy("Make the folder, or name another one."))
}

/// Writes a small file.
pub(in crate::fs) fn write_text(file: &OutputFile, text: &str) -> Result<()> {
    let mut sink = file.sink()?;
    let written = sink.write_all(text.as_bytes()).and_then(|()| sink.flush());
    written.map_err(|error| file.located(error.into()))
}

pub(super) fn at(path: &Path, error: io::Error) -> Error {
    located(error.into(), path)
}

pub(super) fn located(error: Error, path: &Path) -> Error {
    error.in_file(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::io::folder::names;

    #[test]
    fn a_file_is_replaced_only_when_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "old").unwrap();

        let file = OutputFile::create(&path).unwrap();
        write_text(&file, "half").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        drop(file);
        assert_eq!(names(folder.path()), ["out.csv"]);

        let file = OutputFile::create(&path).unwrap();
        write_text(&file, "new!").unwrap();
        assert_eq!(file.replace().unwrap(), 4);
        assert_eq!(fs::read(&path).unwrap(), b"new!");
        assert_eq!(names(folder.path()), ["out.csv"]);
    }

    #[test]
    #[cfg(unix)]
    fn a_link_keeps_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.csv"), folder.path().join("link.csv"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let file = OutputFile::create(&link).unwrap();
        write_text(&file, "new").unwrap();
        file.replace().unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
    }

    #[test]
    fn impossible_places_are_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        assert!(OutputFile::create(folder.path()).is_err());
        assert!(OutputFile::create(&folder.path().join("absent/out.csv")).is_err());
    }
}
