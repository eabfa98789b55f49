//! The deleted rows of a file.

use std::io::ErrorKind;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::inputs::place::{Place, Places};
use crate::source::table::{DeletedRows, DeletionVector, Member, ReadTable, vector_path};

/// The deleted rows of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deletions {
    /// Those of a deletion vector, which is loaded when the file's rows are read.
    Vector {
        /// What the table's log states.
        vector: Arc<DeletionVector>,
        /// Where the vector's file is; `None` for an inline vector.
        place: Option<Place>,
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
        places: Places<'_>,
    ) -> Result<Option<Self>> {
        if let Some(rows) = rows {
            return Ok(Some(Self::Rows(rows.clone())));
        }
        let Some(table) = read.get(member.table) else { return Ok(None) };
        let file = table.snapshot.files.get(member.file);
        let Some(vector) = file.and_then(|file| file.deletion_vector.clone()) else { return Ok(None) };
        Self::of_vector(vector, &table.path, places).map(Some)
    }

    /// Returns those of a vector of a table in the folder `root`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub(super) fn of_vector(vector: Arc<DeletionVector>, root: &str, places: Places<'_>) -> Result<Self> {
        let place = vector_path(&vector, Some(root))?.map(|path| places.at(&format!("{root}{path}")));
        Ok(Self::Vector { vector, place })
    }

    /// Returns how many rows are deleted.
    pub fn rows(&self) -> u64 {
        match self {
            Self::Vector { vector, .. } => vector.cardinality,
            Self::Rows(rows) => rows.len(),
        }
    }

    /// Returns the deleted rows of a file of `rows` rows.
    ///
    /// # Errors
    ///
    /// [`MissingFile`](ErrorCode::MissingFile) if their file is missing or cut short,
    /// [`Io`](ErrorCode::Io) if it cannot be read, [`Corrupt`](ErrorCode::Corrupt) if it fails a check
    /// or they are not in the file; without the data file.
    pub(in crate::fs) fn load(&self, rows: u64) -> Result<Arc<DeletedRows>> {
        match self {
            Self::Vector { vector, place } => {
                let range = vector.range(rows)?;
                let bytes = place.as_ref().map_or_else(|| Ok(Bytes::new()), |place| read(place, &range))?;
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

fn read(place: &Place, range: &Range<u64>) -> Result<Bytes> {
    let file = place.open(|error| match error.kind() {
        ErrorKind::NotFound => missing(place, "no such file"),
        _ => Error::from(error),
    })?;
    if file.bytes() < range.end { Err(missing(place, "a file that is too short")) } else { file.read(range) }
}

fn missing(place: &Place, found: &str) -> Error {
    Error::new(ErrorCode::MissingFile, "the deletion vector of the file is missing")
        .expected(place.to_string())
        .found(found)
        .remedy("Copy the whole table again, with the files of its deletion vectors.")
}
