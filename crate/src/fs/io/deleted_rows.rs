//! Loads the deleted rows of a file.

use crate::error::Result;
use crate::fs::{Deletions, Input};
use crate::source::File;

/// Returns the file without the rows that its table has deleted.
///
/// # Errors
///
/// As [`Deletions::load`], with the data file.
pub(in crate::fs) fn without_deleted_rows(input: &Input, deletions: &Deletions, file: &File) -> Result<File> {
    let deleted = deletions.load(file.rows()).map_err(|error| error.in_file(input.shown.as_str()))?;
    Ok(file.with_deleted_rows(deleted))
}
