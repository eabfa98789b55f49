//! Results sorted by one column, one part at a time.
//!
//! No worker holds a sorted result. A first pass samples the rows, and [`Splitters`] chosen from
//! the samples cut the order into parts of about equal size. Another pass counts the rows of every
//! part and returns those of one, which are then sorted.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Date32Type, Int64Type};

use crate::error::{Error, ErrorCode, Result};
use crate::merge::{Key, Splitters, encode_keys};
use crate::order::order_of;
use crate::report::filter::gather;

/// How many rows are passed to a pass at once.
const ROWS_AT_ONCE: u64 = 16_384;

/// One pass over rows. A row's number decides among rows of equal value.
#[derive(Debug)]
pub struct SortPass {
    column: usize,
    task: Task,
}

#[derive(Debug)]
enum Task {
    /// Takes the key of every `every`-th row.
    Sample { every: u64, keys: Vec<Key> },
    /// Counts the rows of each part, and keeps those of one.
    Part { splitters: Splitters, keep: usize, counts: Vec<u64>, kept: Vec<RecordBatch> },
}

impl SortPass {
    /// Samples the values of a column from one in `every` rows.
    pub fn sample(column: usize, every: u64) -> Self {
        Self { column, task: Task::Sample { every: every.max(1), keys: Vec::new() } }
    }

    /// Counts the rows of every part between the splitters and keeps those of one.
    pub fn part(column: usize, splitters: Splitters, keep: usize) -> Self {
        let counts = vec![0; splitters.keys.len() + 1];
        Self { column, task: Task::Part { splitters, keep, counts, kept: Vec::new() } }
    }

    /// Returns the number of the first row, from `row` on, that it takes.
    pub fn next_row(&self, row: u64) -> u64 {
        match &self.task {
            Task::Sample { every, .. } => row.next_multiple_of(*every),
            Task::Part { .. } => row,
        }
    }

    /// Returns how many rows it takes at once.
    pub fn rows_at_once(&self) -> u64 {
        match self.task {
            Task::Sample { .. } => 1,
            Task::Part { .. } => ROWS_AT_ONCE,
        }
    }

    /// Takes rows; `first_row` is the number of the first.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if there is no such column or an Arrow array cannot
    /// be built.
    pub fn push(&mut self, batch: &RecordBatch, first_row: u64) -> Result<()> {
        let values = Values::new(batch, self.column)?;
        let rows = batch.num_rows();
        match &mut self.task {
            Task::Sample { every, keys } => {
                let first = first_row.next_multiple_of(*every) - first_row;
                let step = usize::try_from(*every).unwrap_or(usize::MAX);
                for row in (usize::try_from(first).unwrap_or(usize::MAX)..rows).step_by(step) {
                    let mut scratch = [0; 8];
                    let number = (first_row + row as u64).to_be_bytes().to_vec();
                    keys.push((values.key(row, &mut scratch).map(<[u8]>::to_vec), Some(number)));
                }
            }
            Task::Part { splitters, keep, counts, kept } => {
                let mut wanted = Vec::new();
                for row in 0..rows {
                    let mut scratch = [0; 8];
                    let number = (first_row + row as u64).to_be_bytes();
                    let key = (values.key(row, &mut scratch), Some(number.as_slice()));
                    let part = splitters.keys.partition_point(|at| (at.0.as_deref(), at.1.as_deref()) <= key);
                    counts[part] += 1;
                    if part == *keep {
                        wanted.push(row);
                    }
                }
                if wanted.len() == rows {
                    kept.push(batch.clone());
                } else if !wanted.is_empty() {
                    kept.push(gather(batch, wanted.into_iter())?);
                }
            }
        }
        Ok(())
    }

    /// Returns the sample, in the form of [`Splitters::new`].
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if it cannot be written.
    pub fn keys(&self) -> Result<Vec<u8>> {
        match &self.task {
            Task::Sample { keys, .. } => encode_keys(keys),
            Task::Part { .. } => encode_keys(&[]),
        }
    }

    /// Returns how many rows each part has.
    pub fn counts(&self) -> &[u64] {
        match &self.task {
            Task::Sample { .. } => &[],
            Task::Part { counts, .. } => counts,
        }
    }

    /// Returns the rows of the part to keep, in the order in which they came.
    pub fn kept(&mut self) -> Vec<RecordBatch> {
        match &mut self.task {
            Task::Sample { .. } => Vec::new(),
            Task::Part { kept, .. } => std::mem::take(kept),
        }
    }
}

/// Rows sorted by a column: nulls first, then ascending, text by bytes, lists by length. The sort
/// is stable.
#[derive(Debug)]
pub struct SortedRows {
    rows: RecordBatch,
    order: Vec<u32>,
}

impl SortedRows {
    /// Sorts the rows of a part.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if there is no such column or no batch.
    pub fn new(batches: &[RecordBatch], column: usize) -> Result<Self> {
        let schema = batches.first().map(RecordBatch::schema).ok_or_else(|| no_column(column))?;
        let rows = concat_batches(&schema, batches)?;
        let values = Values::new(&rows, column)?;
        let order = order_of(rows.num_rows(), &|a, b| {
            let (mut of_a, mut of_b) = ([0; 8], [0; 8]);
            values.key(a, &mut of_a).cmp(&values.key(b, &mut of_b))
        });
        Ok(Self { rows, order })
    }

    /// Returns the rows `start..start + length` of the sorted rows, fewer at the end.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built.
    pub fn window(&self, start: usize, length: usize) -> Result<RecordBatch> {
        gather(&self.rows, self.numbers(start, length).iter().map(|&row| row as usize))
    }

    /// Returns the same rows as [`window`](Self::window), the last first.
    ///
    /// # Errors
    ///
    /// As [`window`](Self::window).
    pub fn backwards(&self, start: usize, length: usize) -> Result<RecordBatch> {
        gather(&self.rows, self.numbers(start, length).iter().rev().map(|&row| row as usize))
    }

    fn numbers(&self, start: usize, length: usize) -> &[u32] {
        let end = start.saturating_add(length).min(self.order.len());
        self.order.get(start..end).unwrap_or_default()
    }
}

/// A column whose values compare by their bytes.
enum Values<'a> {
    Text(&'a arrow::array::StringArray),
    Days(&'a arrow::array::Date32Array),
    Counts(&'a arrow::array::Int64Array),
    Lists(&'a arrow::array::ListArray),
}

impl<'a> Values<'a> {
    fn new(batch: &'a RecordBatch, column: usize) -> Result<Self> {
        let values: &ArrayRef = batch.columns().get(column).ok_or_else(|| no_column(column))?;
        match values.data_type() {
            DataType::Utf8 => Ok(Self::Text(values.as_string())),
            DataType::Date32 => Ok(Self::Days(values.as_primitive::<Date32Type>())),
            DataType::Int64 => Ok(Self::Counts(values.as_primitive::<Int64Type>())),
            DataType::List(_) => Ok(Self::Lists(values.as_list())),
            _ => Err(no_column(column)),
        }
    }

    /// Returns bytes in the order of the values; `None` for a null.
    #[inline]
    fn key<'b>(&'b self, row: usize, scratch: &'b mut [u8; 8]) -> Option<&'b [u8]> {
        let number = match self {
            Self::Text(values) => {
                return values.is_valid(row).then(|| values.value(row).as_bytes());
            }
            Self::Days(values) => values.is_valid(row).then(|| i64::from(values.value(row))),
            Self::Counts(values) => values.is_valid(row).then(|| values.value(row)),
            Self::Lists(values) => values.is_valid(row).then(|| i64::from(values.value_length(row))),
        };
        // With the sign bit inverted, the bytes of a number have its order.
        number.map(|number| {
            *scratch = (number ^ i64::MIN).to_be_bytes();
            scratch.as_slice()
        })
    }
}

fn no_column(column: usize) -> Error {
    Error::new(ErrorCode::Internal, "there is no such column to sort by").found(column.to_string())
}
