//! Where a result is written.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::export::Format;
use crate::fs::io::output::OutputFile;

/// Where a single result is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file, which is replaced only when the new one is complete, or a named pipe or device, which
    /// is written to at once.
    Path {
        /// The path.
        path: PathBuf,
        /// The format; that of the path's extension if `None`, or else CSV for a pipe.
        format: Option<Format>,
    },
    /// The standard output of the process.
    Stdout(Format),
    /// The first rows, in the outcome; nothing is written.
    FirstRows(usize),
}

impl<P: Into<PathBuf>> From<P> for Target {
    fn from(path: P) -> Self {
        Self::Path { path: path.into(), format: None }
    }
}

impl Target {
    /// Returns the path, if it has one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Path { path, .. } => Some(path),
            Self::Stdout(_) | Self::FirstRows(_) => None,
        }
    }

    /// Returns the path as outcomes name it, `-` for the standard output.
    pub(in crate::fs) fn shown(&self) -> String {
        self.path().map_or_else(|| "-".to_owned(), |path| path.display().to_string())
    }

    /// Returns the format; `None` if nothing is written.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) if no format is given and the extension of
    /// the file is not of one.
    pub fn format(&self) -> Result<Option<Format>> {
        match self {
            Self::Path { format: Some(format), .. } | Self::Stdout(format) => Ok(Some(*format)),
            Self::Path { path, format: None } => match Format::of_path(&path.to_string_lossy()) {
                Err(_) if is_stream(path) => Ok(Some(Format::Csv)),
                found => found.map(Some),
            },
            Self::FirstRows(_) => Ok(None),
        }
    }

    /// Returns whether rows are sent at once, and cannot be taken back.
    pub(in crate::fs) fn is_stream(&self) -> bool {
        match self {
            Self::Path { path, .. } => is_stream(path),
            Self::Stdout(_) => true,
            Self::FirstRows(_) => false,
        }
    }

    /// Opens it for writing; `None` if nothing is written.
    pub(in crate::fs) fn open(&self) -> Result<Option<OutputFile>> {
        match self {
            Self::Path { path, .. } if is_stream(path) => OutputFile::open_stream(path).map(Some),
            Self::Path { path, .. } => OutputFile::create(path).map(Some),
            Self::Stdout(_) => OutputFile::stdout().map(Some),
            Self::FirstRows(_) => Ok(None),
        }
    }
}

/// Returns whether a path is of a pipe or a device such as `/dev/null`.
#[cfg(unix)]
fn is_stream(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    std::fs::metadata(path)
        .is_ok_and(|found| found.file_type().is_fifo() || found.file_type().is_char_device())
}

#[cfg(not(unix))]
fn is_stream(_: &Path) -> bool {
    false
}
