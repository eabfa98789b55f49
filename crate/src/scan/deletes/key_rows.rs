//! The values of the columns by which rows are deleted.

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};
use crate::scan::deletes::DeletesStep;
use crate::scan::deletes::key_column::KeyColumn;
use crate::scan::deletes::value_rows::unsupported;
use crate::scan::file_rows::{FileRows, RowsStep};
use crate::source::{File, Origin};

/// Receives the key of a row, and the kinds of its values.
type TakeKey<'a> = dyn FnMut(&[u8], &[u8]) -> Result<()> + 'a;

/// Reads the key columns of a row group. It does no I/O.
#[derive(Debug)]
pub struct KeyRows(FileRows);

impl KeyRows {
    /// Opens a row group of a file whose columns in its table are the key columns: see
    /// [`File::in_table`]. If `is_complete`, the file must have all of them.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if it lacks one,
    /// [`Unsupported`](crate::ErrorCode::Unsupported) for one that is not a value.
    pub fn open(file: &File, row_group: usize, is_complete: bool) -> Result<Self> {
        let mut leaves = Vec::new();
        for column in file.columns() {
            match &column.origin {
                Origin::File { leaf: Some(leaf), .. } => leaves.push(*leaf),
                Origin::Log(_) | Origin::Path(_) if !is_complete => {}
                Origin::Log(_) | Origin::Path(_) => {
                    return Err(Error::new(
                        ErrorCode::Corrupt,
                        "the file of equality deletes lacks a column",
                    )
                    .in_file(file.path())
                    .in_column(column.name.as_str())
                    .remedy("Copy the whole table again."));
                }
                Origin::File { leaf: None, .. } => {
                    return Err(unsupported(&column.label)
                        .in_file(file.path())
                        .in_column(column.name.as_str()));
                }
            }
        }
        leaves.sort_unstable();
        let readable = file.readable_leaves();
        leaves.dedup();
        if leaves.iter().any(|leaf| !readable.contains(leaf)) {
            return Err(unsupported("a type that is not read").in_file(file.path()));
        }
        FileRows::of_leaves(file, row_group, &leaves).map(Self)
    }

    /// Pushes the bytes of the file that begin at `start`.
    ///
    /// # Errors
    ///
    /// As [`Task::push`](crate::scan::Task::push).
    pub fn push(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        self.0.push(start, bytes)
    }

    /// Passes the keys of the next rows to `take`, in order, or returns the bytes that they need.
    /// Equal values have equal bytes, and null equals null. The second argument of `take` has the
    /// kinds of the values.
    ///
    /// # Errors
    ///
    /// As [`Task::step`](crate::scan::Task::step), [`Unsupported`](crate::ErrorCode::Unsupported) for a
    /// column that cannot be compared, and the errors of `take`.
    pub fn step(&mut self, take: &mut TakeKey<'_>) -> Result<DeletesStep> {
        let batch = match self.0.step()? {
            RowsStep::Needs(ranges) => return Ok(DeletesStep::Needs(ranges)),
            RowsStep::Finished => return Ok(DeletesStep::Finished),
            RowsStep::Rows(batch) => batch,
        };
        let columns = batch.columns().iter().zip(batch.schema_ref().fields());
        let columns = columns.map(|(array, field)| {
            KeyColumn::new(array)
                .ok_or_else(|| unsupported(&array.data_type().to_string()).in_column(field.name().as_str()))
        });
        let columns = columns.collect::<Result<Vec<_>>>()?;
        let kinds: Vec<u8> = columns.iter().map(KeyColumn::kind).collect();
        let mut key = Vec::new();
        for row in 0..batch.num_rows() {
            key.clear();
            columns.iter().for_each(|column| column.append(row, &mut key));
            take(&key, &kinds)?;
        }
        Ok(DeletesStep::Rows)
    }
}
