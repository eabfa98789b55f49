//! Where a file is.

use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::fs::inputs::range::read_range;
use crate::fs::remote::{Remote, RemoteFacts};

/// Where a file is.
#[derive(Clone, Debug)]
pub enum Place {
    /// On a disk.
    Disk(PathBuf),
    /// Behind a network.
    Remote {
        /// What reads it.
        remote: Arc<dyn Remote>,
        /// Its path.
        path: Arc<str>,
        /// Its size and version, if its listing states them.
        facts: Option<RemoteFacts>,
    },
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Disk(one), Self::Disk(other)) => one == other,
            (Self::Remote { path: one, .. }, Self::Remote { path: other, .. }) => one == other,
            _ => false,
        }
    }
}

impl Eq for Place {}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk(path) => path.display().fmt(f),
            Self::Remote { path, .. } => f.write_str(path),
        }
    }
}

/// Turns paths that a log names into places.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Places<'a> {
    pub(super) remote: Option<&'a Arc<dyn Remote>>,
}

impl Places<'_> {
    /// Returns the place of a complete path or URL.
    pub(super) fn at(self, path: &str) -> Place {
        match self.remote.filter(|remote| remote.reads(path)) {
            Some(remote) => Place::Remote { remote: remote.clone(), path: path.into(), facts: None },
            None => Place::Disk(path.into()),
        }
    }
}

/// A file that is open for reading.
#[derive(Debug)]
pub(super) enum OpenFile {
    Disk(File, u64),
    Remote(Arc<dyn Remote>, Arc<str>, RemoteFacts),
}

impl Place {
    /// Opens a file of a log.
    ///
    /// # Errors
    ///
    /// Those of the system or the store; `on_disk` describes those of the system.
    pub(super) fn open(&self, on_disk: impl Fn(io::Error) -> Error) -> Result<OpenFile> {
        match self {
            Self::Disk(path) => {
                let opened = File::open(path).and_then(|file| {
                    let bytes = file.metadata()?.len();
                    Ok(OpenFile::Disk(file, bytes))
                });
                opened.map_err(on_disk)
            }
            Self::Remote { remote, path, facts } => {
                let facts = facts.clone().map_or_else(|| remote.facts(path), Ok)?;
                Ok(OpenFile::Remote(remote.clone(), path.clone(), facts))
            }
        }
    }

    /// Returns the names in a folder.
    ///
    /// # Errors
    ///
    /// Those of the system or the store.
    pub(super) fn names(&self) -> Result<Vec<String>> {
        match self {
            Self::Disk(path) => {
                let entries = std::fs::read_dir(path)?;
                entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
            }
            Self::Remote { remote, path, .. } => {
                let names = remote.names(path)?.into_iter();
                Ok(names.map(|name| name.trim_end_matches('/').to_owned()).collect())
            }
        }
    }
}

impl OpenFile {
    /// Returns its size in bytes.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Disk(_, bytes) => *bytes,
            Self::Remote(_, _, facts) => facts.bytes,
        }
    }

    /// Reads a half-open range of it. There may be fewer bytes.
    ///
    /// # Errors
    ///
    /// Those of the system or the store.
    pub(super) fn read(&self, range: &Range<u64>) -> Result<Bytes> {
        match self {
            Self::Disk(file, _) => Ok(read_range(file, range)?.into()),
            Self::Remote(remote, path, facts) => {
                let range = range.start..range.end.min(facts.bytes);
                if range.is_empty() { Ok(Bytes::new()) } else { remote.read(path, facts, &range) }
            }
        }
    }
}
