//! A store in a temporary file.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::io::disk::{read_exact_at, write_all_at};
use crate::spill::{Store, broken};

/// A file without a name, or, if the system has none, one that is deleted with its last handle.
#[derive(Debug)]
pub(in crate::fs) struct TempStore {
    file: File,
    end: AtomicU64,
    /// The bytes that all stores of the run have taken.
    written: Arc<AtomicU64>,
}

impl TempStore {
    pub(in crate::fs) fn create(folder: &Path, written: Arc<AtomicU64>) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).map_err(|error| no_room(&error, Some(folder)))?;
        Ok(Self { file, end: AtomicU64::new(0), written })
    }
}

impl Store for TempStore {
    fn append(&self, bytes: &[u8]) -> Result<u64> {
        let start = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        write_all_at(&self.file, bytes, start).map_err(|error| no_room(&error, None))?;
        self.written.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(start)
    }

    fn read(&self, range: Range<u64>) -> Result<Bytes> {
        let length = usize::try_from(range.end.saturating_sub(range.start)).map_err(broken)?;
        let mut bytes = vec![0; length];
        read_exact_at(&self.file, &mut bytes, range.start).map_err(broken)?;
        Ok(bytes.into())
    }
}

fn no_room(error: &io::Error, folder: Option<&Path>) -> Error {
    let place = folder.map_or(String::new(), |folder| format!(" in {}", folder.display()));
    Error::new(ErrorCode::Io, format!("the state outgrew its memory and could not be spilled to disk{place}"))
        .found(error.to_string())
        .remedy("Free some disk, name another folder with --spill-folder, or give a larger --memory.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_appended_is_read_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let written = Arc::new(AtomicU64::new(0));
        let store = TempStore::create(folder.path(), written.clone()).unwrap();
        assert_eq!(store.append(b"first").unwrap(), 0);
        assert_eq!(store.append(b"second").unwrap(), 5);
        assert_eq!(store.read(5..11).unwrap(), &b"second"[..]);
        assert_eq!(store.read(3..7).unwrap(), &b"stse"[..]);
        assert_eq!(store.read(5..12).unwrap_err().code(), ErrorCode::Io);
        assert_eq!(written.load(Ordering::Relaxed), 11);
        drop(store);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_not_there_is_reported() {
        let error = TempStore::create(Path::new("/absent/folder"), Arc::default()).unwrap_err();
        assert!(error.to_string().contains("/absent/folder"), "{error}");
        assert!(error.to_string().contains("--spill-folder"), "{error}");
    }
}
