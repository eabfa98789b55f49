//! Whole files of servers that do not send ranges.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::sync::{Arc, Mutex};

use tempfile::tempfile;

/// Files that were fetched whole, in files without a name, by their paths.
#[derive(Debug, Default)]
pub(super) struct Spool {
    files: Mutex<HashMap<String, Arc<Spooled>>>,
}

/// A file that was fetched whole.
#[derive(Debug)]
pub(super) struct Spooled {
    file: Mutex<File>,
}

impl Spool {
    pub(super) fn get(&self, path: &str) -> Option<Arc<Spooled>> {
        self.files.lock().ok()?.get(path).cloned()
    }

    /// Stores a file, which must have `bytes` bytes. If it is stored already, the first one stays.
    pub(super) fn put(&self, path: &str, mut body: impl Read, bytes: u64) -> io::Result<Arc<Spooled>> {
        let mut file = tempfile()?;
        if io::copy(&mut body, &mut file)? != bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let spooled = Arc::new(Spooled { file: Mutex::new(file) });
        let mut files = self.files.lock().map_err(|_| io::Error::other("a thread panicked"))?;
        Ok(files.entry(path.to_owned()).or_insert(spooled).clone())
    }
}

impl Spooled {
    pub(super) fn read(&self, range: &std::ops::Range<u64>) -> io::Result<Vec<u8>> {
        use std::io::{Seek, SeekFrom};
        let mut file = self.file.lock().map_err(|_| io::Error::other("a thread panicked"))?;
        file.seek(SeekFrom::Start(range.start))?;
        let mut bytes = Vec::new();
        let length = range.end - range.start;
        (&mut *file).take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}
