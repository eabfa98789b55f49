//! The values of some columns of a file, as bytes.

use std::ops::Range;

use arrow::array::RecordBatch;
use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};
use crate::scan::Task;
use crate::scan::deletes::key_column::KeyColumn;
use crate::scan::task::Decoded;
use crate::source::table::REWRITE_WITHOUT_DELETES;
use crate::source::{File, Origin};

/// Reads some columns of a row group, as
/// [`StoredValues`](crate::source::table::StoredValues). It does no I/O.
#[derive(Debug)]
pub struct ValueRows(Task);

impl ValueRows {
    /// Opens a row group. The columns are positions among those that the file
    /// [stores](File::stored), ascending.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](ErrorCode::Unsupported) for a column that has no values or cannot be read.
    pub fn open(file: &File, row_group: usize, columns: &[usize]) -> Result<Self> {
        let leaf = |&place: &usize| match file.stored_columns().get(place).map(|column| &column.origin) {
            Some(Origin::File { leaf: Some(leaf), .. }) => Ok(*leaf),
            _ => Err(unsupported("a type that is not read").in_file(file.path())),
        };
        let leaves = columns.iter().map(leaf).collect::<Result<Vec<_>>>()?;
        Task::of_leaves(file, row_group, &leaves, Vec::new(), None).map(Self)
    }

    /// Returns the byte ranges to push before the first rows, half-open.
    ///
    /// # Errors
    ///
    /// As [`Task::needs`].
    pub fn needs(&mut self) -> Result<Vec<Range<u64>>> {
        self.0.needs()
    }

    /// Pushes the bytes of the file that begin at `start`.
    ///
    /// # Errors
    ///
    /// As [`Task::push`].
    pub fn push(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        self.0.push(start, bytes)
    }

    /// Returns the next rows; no bytes at the end.
    ///
    /// # Errors
    ///
    /// As [`Task::step`], [`Unsupported`](ErrorCode::Unsupported) for a column that cannot be compared,
    /// [`Internal`](ErrorCode::Internal) if bytes are missing.
    pub fn step(&mut self) -> Result<Vec<u8>> {
        loop {
            match self.0.decode()? {
                Decoded::Needs(_) => {
                    return Err(Error::new(ErrorCode::Internal, "bytes of a row group are missing"));
                }
                Decoded::Finished => return Ok(Vec::new()),
                Decoded::Rows(batch, rows) => {
                    self.0.count_rows(rows)?;
                    if let Some(batch) = batch.filter(|batch| batch.num_rows() > 0) {
                        return values(&batch);
                    }
                }
            }
        }
    }
}

fn values(batch: &RecordBatch) -> Result<Vec<u8>> {
    let column = |array| KeyColumn::new(array).ok_or_else(|| unsupported("another type"));
    let columns = batch.columns().iter().map(column).collect::<Result<Vec<_>>>()?;
    let mut bytes: Vec<u8> = columns.iter().map(KeyColumn::kind).collect();
    for row in 0..batch.num_rows() {
        columns.iter().for_each(|column| column.append(row, &mut bytes));
    }
    Ok(bytes)
}

/// Returns the error for a column whose values cannot be compared.
pub(super) fn unsupported(found: &str) -> Error {
    Error::new(
        ErrorCode::Unsupported,
        "the Iceberg table has equality deletes by a column that cannot be compared",
    )
    .expected("text, binary, numbers, dates, times or booleans")
    .found(found)
    .remedy(REWRITE_WITHOUT_DELETES)
}
