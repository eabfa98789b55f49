//! Rows of all columns of a row group, as they are in the file.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::datatypes::Schema;
use bytes::Bytes;

use crate::error::Result;
use crate::scan::Task;
use crate::scan::table_rows::as_in_table;
use crate::scan::task::Decoded;
use crate::source::{File, InTable};

/// Reads all columns of a row group, including nested ones. It does no I/O.
///
/// ```
/// use bytes::Bytes;
/// use daytally::scan::{FileRows, RowsStep};
/// use daytally::source::FooterDecoder;
///
/// let bytes = Bytes::from(daytally::sample::sample_file()?);
/// let read = |range: &std::ops::Range<u64>| bytes.slice(range.start as usize..range.end as usize);
/// let mut footer = FooterDecoder::new("views.parquet", bytes.len() as u64);
/// while let Some(range) = footer.needs().first().cloned() {
///     footer.push(range.start, read(&range))?;
/// }
/// let mut rows = FileRows::open(&footer.finish()?, 0, 0..3)?;
/// loop {
///     match rows.step()? {
///         RowsStep::Needs(ranges) => {
///             for range in ranges {
///                 rows.push(range.start, read(&range))?;
///             }
///         }
///         RowsStep::Rows(batch) => assert_eq!((batch.num_rows(), batch.num_columns()), (3, 5)),
///         RowsStep::Finished => break,
///     }
/// }
/// # Ok::<(), daytally::Error>(())
/// ```
#[derive(Debug)]
pub struct FileRows(Task, Option<Arc<InTable>>);

/// The result of a step.
#[derive(Debug)]
pub enum RowsStep {
    /// Push these byte ranges of the file, half-open.
    Needs(Vec<Range<u64>>),
    /// The next rows. Those of a file in a table have the columns of the table. Text and binary
    /// columns are arrays of binary, dictionaries of binary, or binary views.
    Rows(RecordBatch),
    /// There are no more rows.
    Finished,
}

impl FileRows {
    /// Opens a half-open range of a row group's rows, without unreadable columns.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a broken footer,
    /// [`Unsupported`](crate::ErrorCode::Unsupported) for a codec that is not read.
    pub fn open(file: &File, row_group: usize, rows: Range<u64>) -> Result<Self> {
        let leaves = file.readable_leaves();
        let task = Task::of_leaves(file, row_group, &leaves, Vec::new(), Some(rows))?;
        Ok(Self(task, file.table().cloned()))
    }

    /// Opens all rows of a row group with some columns, by the numbers of their leaves, ascending.
    pub(super) fn of_leaves(file: &File, row_group: usize, leaves: &[usize]) -> Result<Self> {
        let task = Task::of_leaves(file, row_group, leaves, Vec::new(), None)?;
        Ok(Self(task, file.table().cloned()))
    }

    /// Returns the same with another page limit than [`MAX_PAGE_BYTES`](crate::scan::MAX_PAGE_BYTES).
    #[must_use]
    pub fn with_page_bytes(self, max: u64) -> Self {
        Self(self.0.with_page_bytes(max), self.1)
    }

    /// Pushes the bytes of the file that begin at `start`.
    ///
    /// # Errors
    ///
    /// As [`Task::push`].
    pub fn push(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        self.0.push(start, bytes)
    }

    /// Returns the next rows, or the bytes that they need.
    ///
    /// # Errors
    ///
    /// As [`Task::step`].
    pub fn step(&mut self) -> Result<RowsStep> {
        match self.0.decode()? {
            Decoded::Needs(ranges) => Ok(RowsStep::Needs(ranges)),
            Decoded::Finished => Ok(RowsStep::Finished),
            Decoded::Rows(batch, rows) => {
                self.0.count_rows(rows)?;
                let options = RecordBatchOptions::new().with_row_count(Some(rows));
                let none =
                    || RecordBatch::try_new_with_options(Arc::new(Schema::empty()), Vec::new(), &options);
                let batch = batch.map_or_else(none, Ok)?;
                Ok(RowsStep::Rows(match &self.1 {
                    Some(table) => as_in_table(table, &batch)?,
                    None => batch,
                }))
            }
        }
    }
}
