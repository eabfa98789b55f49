//! Loads the deleted rows of a file.

use std::fs::File as DiskFile;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::{Deletions, Input};
use crate::source::File;

/// Returns the file without the rows that its table has deleted.
///
/// # Errors
///
/// [`MissingFile`](ErrorCode::MissingFile) if their file is missing or cut short, [`Io`](ErrorCode::Io)
/// if it cannot be read, [`Corrupt`](ErrorCode::Corrupt) if it fails a check; each with the data file.
pub(in crate::fs) fn without_deleted_rows(input: &Input, deletions: &Deletions, file: &File) -> Result<File> {
    let Deletions { vector, disk } = deletions;
    let rows = file.rows();
    let decoded = || {
        let range = vector.range(rows)?;
        let bytes = match disk {
            Some(path) => read(path, &range).map_err(|error| located(error, path))?,
            None => Vec::new(),
        };
        vector.decode(&bytes, rows)
    };
    let deleted = decoded().map_err(|error| error.in_file(input.shown.as_str()))?;
    Ok(file.with_deleted_rows(Arc::new(deleted)))
}

fn read(path: &Path, range: &Range<u64>) -> io::Result<Vec<u8>> {
    let mut file = DiskFile::open(path)?;
    let length = range.end - range.start;
    // Memory is claimed only for bytes that are there.
    if file.metadata()?.len() < range.end {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    file.seek(SeekFrom::Start(range.start))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn located(error: io::Error, path: &Path) -> Error {
    let found = match error.kind() {
        ErrorKind::NotFound => "no such file",
        ErrorKind::UnexpectedEof => "a file that is too short",
        _ => return Error::from(error),
    };
    Error::new(ErrorCode::MissingFile, "the deletion vector of the file is missing")
        .expected(path.display().to_string())
        .found(found)
        .remedy("Copy the whole table again, with its deletion_vector_*.bin files.")
}
