//! A ledger on disk.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use daytally::error::{Error, ErrorCode, Result};
use daytally::fs::{folder_of, sync_folder};
use daytally::snapshot::{Ledger, LedgerReader};

/// How long an answer may stay unsynced.
const UNSYNCED: Duration = Duration::from_secs(1);
const PIECE_BYTES: usize = 1024 * 1024;

/// The file of a job's answers, locked against other processes.
#[derive(Debug)]
pub(super) struct LedgerFile {
    file: File,
    path: PathBuf,
    /// Since when there are unsynced lines.
    unsynced: Option<Instant>,
}

impl LedgerFile {
    /// Opens a ledger to resume, without a last line that was cut short; `None` if there is no
    /// file.
    pub(super) fn open(path: &Path) -> Result<Option<(Self, Ledger)>> {
        refuse_special(path)?;
        let opened = OpenOptions::new().read(true).write(true).open(path);
        let mut file = match opened {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(|error| at(path, error))?,
        };
        lock(&file, path)?;
        // Another process may have deleted it since it was opened.
        if !path.exists() {
            return Ok(None);
        }
        let (ledger, whole) = read_all(&mut file, path)?;
        let cut = |file: &mut File| {
            file.set_len(whole)?;
            file.seek(SeekFrom::Start(whole))
        };
        cut(&mut file).map_err(|error| at(path, error))?;
        Ok(Some((Self { file, path: path.into(), unsynced: None }, ledger)))
    }

    /// Reads a ledger, even if another process writes it.
    pub(super) fn read(path: &Path) -> Result<Ledger> {
        refuse_special(path)?;
        let mut file = File::open(path).map_err(|error| at(path, error))?;
        Ok(read_all(&mut file, path)?.0)
    }

    /// Creates the ledger of a new job; it appears with its first line.
    pub(super) fn create(path: &Path, ledger: &Ledger) -> Result<Self> {
        let make = || {
            let mut written =
                tempfile::Builder::new().prefix(".daytally-").suffix(".tmp").tempfile_in(folder_of(path))?;
            written.write_all(ledger.first_line().as_bytes())?;
            written.as_file().sync_all()?;
            let file = written.persist_noclobber(path).map_err(|error| error.error)?;
            sync_folder(folder_of(path))?;
            Ok(file)
        };
        let made: std::io::Result<File> = make();
        let file = made.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => in_use(path),
            _ => at(path, error),
        })?;
        lock(&file, path)?;
        Ok(Self { file, path: path.into(), unsynced: None })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Appends whole lines.
    pub(super) fn append(&mut self, lines: &str) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        self.file.write_all(lines.as_bytes()).map_err(|error| at(&self.path, error))?;
        self.unsynced.get_or_insert_with(Instant::now);
        Ok(())
    }

    /// Syncs what was written, if it has waited long enough.
    pub(super) fn sync_if_due(&mut self) -> Result<()> {
        match self.unsynced {
            Some(since) if since.elapsed() >= UNSYNCED => self.sync(),
            _ => Ok(()),
        }
    }

    /// Syncs what was written.
    pub(super) fn sync(&mut self) -> Result<()> {
        if self.unsynced.take().is_some() {
            self.file.sync_data().map_err(|error| at(&self.path, error))?;
        }
        Ok(())
    }

    /// Deletes it after the job, unless the user has removed it, or another job has created one
    /// there.
    pub(super) fn remove(self) -> Result<()> {
        if !self.is_in_place() {
            return Ok(());
        }
        fs::remove_file(&self.path).map_err(|error| at(&self.path, error))
    }

    /// Returns whether its path still names this file.
    #[cfg(unix)]
    fn is_in_place(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let place = |found: fs::Metadata| (found.dev(), found.ino());
        let own = self.file.metadata().map(place);
        matches!((own, fs::metadata(&self.path).map(place)), (Ok(own), Ok(found)) if own == found)
    }

    #[cfg(not(unix))]
    fn is_in_place(&self) -> bool {
        self.path.exists()
    }
}

fn read_all(file: &mut File, path: &Path) -> Result<(Ledger, u64)> {
    let located = |error: Error| error.in_file(path.display().to_string());
    let mut reader = LedgerReader::default();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return reader.finish().map_err(located),
            Ok(length) => reader.push(&piece[..length]).map_err(located)?,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(at(path, error)),
        }
    }
}

/// Refuses other kinds of files: a pipe would block, and a device may have no end.
fn refuse_special(path: &Path) -> Result<()> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            Err(Error::new(ErrorCode::InvalidOption, "the ledger is not a regular file")
                .in_file(path.display().to_string())
                .remedy("Name another one with --ledger."))
        }
        _ => Ok(()),
    }
}

fn lock(file: &File, path: &Path) -> Result<()> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(in_use(path)),
        // Some network drives do not support locks.
        Err(TryLockError::Error(error)) if error.kind() != ErrorKind::Unsupported => Err(at(path, error)),
        _ => Ok(()),
    }
}

fn in_use(path: &Path) -> Error {
    Error::new(ErrorCode::Io, "another process uses this ledger")
        .in_file(path.display().to_string())
        .remedy("Wait until it has ended, or name another ledger with --ledger.")
}

fn at(path: &Path, error: std::io::Error) -> Error {
    Error::from(error).in_file(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use daytally::snapshot::LedgerHeader;

    fn ledger() -> Ledger {
        Ledger::new(LedgerHeader::new("http", "http://localhost/", "2026-11-23"))
    }

    #[test]
    fn goes_on_after_a_line_that_was_cut() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv.ledger");
        assert!(LedgerFile::open(&path).unwrap().is_none());

        let mut begun = ledger();
        let mut file = LedgerFile::create(&path, &begun).unwrap();
        let first = begun.note([("a", Some(i64::MAX))], (1, 2));
        let second = begun.note([("b", None)], (2, 2));
        file.append(&first).unwrap();
        file.append(&second[..second.len() - 2]).unwrap();
        drop(file);

        let (mut file, mut again) = LedgerFile::open(&path).unwrap().unwrap();
        assert_eq!((again.answer("a"), again.answer("b")), (Some(Some(i64::MAX)), None));
        file.append(&again.note([("b", Some(7))], (3, 2))).unwrap();
        file.sync().unwrap();
        let whole = LedgerFile::read(&path).unwrap();
        assert_eq!((whole.answer("b"), whole.used()), (Some(Some(7)), (3, 2)));
        file.remove().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn removes_its_own_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let file = LedgerFile::create(&path, &ledger()).unwrap();
        fs::remove_file(&path).unwrap();
        let other = LedgerFile::create(&path, &ledger()).unwrap();
        file.remove().unwrap();
        assert!(path.exists(), "the other job's ledger is still there");
        fs::remove_file(&path).unwrap();
        other.remove().unwrap();
    }

    #[test]
    fn is_of_one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let held = LedgerFile::create(&path, &ledger()).unwrap();
        for refused in [LedgerFile::open(&path).err(), LedgerFile::create(&path, &ledger()).err()] {
            assert!(refused.unwrap().to_string().contains("another process"));
        }
        assert!(LedgerFile::read(&path).unwrap().is_empty());
        drop(held);
        assert!(LedgerFile::open(&path).unwrap().is_some());
    }

    #[test]
    fn leaves_a_file_alone_that_is_no_ledger() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("views.parquet");
        fs::write(&path, b"PAR1\nmore").unwrap();
        assert_eq!(LedgerFile::open(&path).unwrap_err().code(), ErrorCode::Corrupt);
        assert_eq!(fs::read(&path).unwrap(), b"PAR1\nmore");
    }
}
