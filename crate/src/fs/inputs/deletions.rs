//! The deleted rows of a file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::source::table::{DeletionVector, Member, ReadTable, path_below};

/// The deleted rows of a file. They are loaded when its rows are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletions {
    /// What the table's log states.
    pub vector: Arc<DeletionVector>,
    /// The path on disk of the vector's file; `None` for an inline vector.
    pub disk: Option<PathBuf>,
}

impl Deletions {
    /// Returns those of a file in its table, if there are any.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](ErrorCode::Unsupported) for a vector outside of the table's folder,
    /// [`Corrupt`](ErrorCode::Corrupt) for a file name that is not valid; without the data file.
    pub(super) fn new(read: &[ReadTable], member: Member) -> Result<Option<Self>> {
        let Some(table) = read.get(member.table) else { return Ok(None) };
        let file = table.snapshot.files.get(member.file);
        let Some(vector) = file.and_then(|file| file.deletion_vector.clone()) else { return Ok(None) };
        let stored = vector.file()?;
        let below = |stored: String| path_below(&stored, Some(&table.path))?.ok_or_else(|| outside(&stored));
        let disk = stored.map(below).transpose()?.map(|path| Path::new(&table.path).join(path));
        Ok(Some(Self { vector, disk }))
    }
}

fn outside(found: &str) -> Error {
    Error::new(ErrorCode::Unsupported, "the file's deletion vector is outside of its table's folder")
        .expected("a path below the folder of the table")
        .found(format!("{found:?}"))
        .remedy("Make a deep clone, or export the table to Parquet.")
}
