//! The deleted rows of a file.

use std::fs::File as DiskFile;
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::inputs::range::read_range;
use crate::source::table::{DeletedRows, DeletionVector, Member, ReadTable, path_below};

/// The deleted rows of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deletions {
    /// Those of a deletion vector, which is loaded when the file's rows are read.
    Vector {
        /// What the table's log states.
        vector: Arc<DeletionVector>,
        /// The path on disk of the vector's file; `None` for an inline vector.
        disk: Option<PathBuf>,
    },
    /// Those that delete files name.
    Rows(Arc<DeletedRows>),
}

impl Deletions {
    /// Returns those of a file in its table, if there are any. `rows` are those that were loaded.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](ErrorCode::Unsupported) for a vector outside of the table's folder,
    /// [`Corrupt`](ErrorCode::Corrupt) for a file name that is not valid; without the data file.
    pub(super) fn new(
        read: &[ReadTable],
        member: Member,
        rows: Option<&Arc<DeletedRows>>,
    ) -> Result<Option<Self>> {
        if let Some(rows) = rows {
            return Ok(Some(Self::Rows(rows.clone())));
        }
        let Some(table) = read.get(member.table) else { return Ok(None) };
        let file = table.snapshot.files.get(member.file);
        let Some(vector) = file.and_then(|file| file.deletion_vector.clone()) else { return Ok(None) };
        Self::of_vector(vector, &table.path).map(Some)
    }

    /// Returns those of a vector of a table in the folder `root`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub(super) fn of_vector(vector: Arc<DeletionVector>, root: &str) -> Result<Self> {
        let below = |stored: String| match vector.storage {
            // Nothing in it is escaped.
            'f' => Ok(stored),
            _ => path_below(&stored, Some(root))?.ok_or_else(|| outside(&stored)),
        };
        let disk = vector.file()?.map(below).transpose()?.map(|path| Path::new(root).join(path));
        Ok(Self::Vector { vector, disk })
    }

    /// Returns how many rows are deleted.
    pub fn rows(&self) -> u64 {
        match self {
            Self::Vector { vector, .. } => vector.cardinality,
            Self::Rows(rows) => rows.len(),
        }
    }

    /// Returns the deleted rows of a file of so many rows.
    ///
    /// # Errors
    ///
    /// [`MissingFile`](ErrorCode::MissingFile) if their file is missing or cut short,
    /// [`Io`](ErrorCode::Io) if it cannot be read, [`Corrupt`](ErrorCode::Corrupt) if it fails a check
    /// or they are not in the file; without the data file.
    pub(in crate::fs) fn load(&self, rows: u64) -> Result<Arc<DeletedRows>> {
        match self {
            Self::Vector { vector, disk } => {
                let range = vector.range(rows)?;
                let bytes = match disk {
                    Some(path) => read(path, &range).map_err(|error| located(error, path))?,
                    None => Vec::new(),
                };
                vector.decode(&bytes, rows).map(Arc::new)
            }
            Self::Rows(deleted) => match deleted.last().filter(|&last| last >= rows) {
                None => Ok(deleted.clone()),
                Some(last) => {
                    Err(Error::new(ErrorCode::Corrupt, "a position delete is not in the data file")
                        .expected(format!("positions of a file of {rows} rows"))
                        .found(last.to_string())
                        .remedy("Copy the whole table again."))
                }
            },
        }
    }
}

fn read(path: &Path, range: &Range<u64>) -> io::Result<Vec<u8>> {
    let file = DiskFile::open(path)?;
    if file.metadata()?.len() < range.end {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    read_range(&file, range)
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
        .remedy("Copy the whole table again, with the files of its deletion vectors.")
}

fn outside(found: &str) -> Error {
    Error::new(ErrorCode::Unsupported, "the file's deletion vector is outside of its table's folder")
        .expected("a path below the folder of the table")
        .found(format!("{found:?}"))
        .remedy("Make a deep clone, or export the table to Parquet.")
}
