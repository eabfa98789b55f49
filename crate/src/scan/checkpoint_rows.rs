//! The rows of a table's checkpoint, as the lines of its log.

use std::ops::Range;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Int32Type, Int64Type};
use bytes::Bytes;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::Task;
use crate::scan::task::Decoded;
use crate::source::File;

/// The actions and fields that a replay of the log needs. `remove` is not one of them, because a
/// checkpoint never lists a removed file as added too.
const FIELDS: [&str; 12] = [
    "add.path",
    "add.partitionValues",
    "add.size",
    "add.deletionVector",
    "protocol.minReaderVersion",
    "protocol.readerFeatures",
    "metaData.format.provider",
    "metaData.schemaString",
    "metaData.partitionColumns",
    "metaData.configuration",
    "sidecar.path",
    "checkpointMetadata.version",
];

/// Reads a row group of a checkpoint in Parquet. It does no I/O.
#[derive(Debug)]
pub struct CheckpointRows(Task);

/// The result of a step.
#[derive(Debug)]
pub enum LinesStep {
    /// Push these byte ranges of the file, half-open.
    Needs(Vec<Range<u64>>),
    /// Lines of JSON, one for each action.
    Lines(Vec<u8>),
    /// There are no more rows.
    Finished,
}

impl CheckpointRows {
    /// Opens a row group. Only the columns that a replay needs are read.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if the footer is broken or the file is not a
    /// checkpoint.
    pub fn open(file: &File, row_group: usize) -> Result<Self> {
        let descriptor = file.metadata().file_metadata().schema_descr();
        let is_needed = |leaf: &usize| {
            let path = descriptor.column(*leaf).path().string();
            FIELDS.iter().any(|field| {
                path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };
        let leaves: Vec<usize> = file.readable_leaves().into_iter().filter(is_needed).collect();
        if leaves.is_empty() {
            return Err(Error::new(ErrorCode::Corrupt, "this is not a checkpoint of a Delta table")
                .expected("columns such as add, protocol and metaData")
                .in_file(file.path()));
        }
        Task::of_leaves(file, row_group, &leaves, Vec::new(), None).map(Self)
    }

    /// Returns the byte ranges to push before the first lines, half-open.
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

    /// Returns the next lines, or the bytes that they need.
    ///
    /// # Errors
    ///
    /// As [`Task::step`].
    pub fn step(&mut self) -> Result<LinesStep> {
        match self.0.decode()? {
            Decoded::Needs(ranges) => Ok(LinesStep::Needs(ranges)),
            Decoded::Finished => Ok(LinesStep::Finished),
            Decoded::Rows(batch, rows) => {
                self.0.count_rows(rows)?;
                let mut lines = Vec::new();
                for row in 0..batch.as_ref().map_or(0, RecordBatch::num_rows) {
                    let Some(batch) = &batch else { continue };
                    // Writing to memory fails only for values that have no JSON.
                    serde_json::to_writer(&mut lines, &Action { batch, row })
                        .map_err(|error| Error::new(ErrorCode::Corrupt, error.to_string()))?;
                    lines.push(b'\n');
                }
                Ok(LinesStep::Lines(lines))
            }
        }
    }
}

/// A row, serialized as an object of its non-null actions.
struct Action<'a> {
    batch: &'a RecordBatch,
    row: usize,
}

impl Serialize for Action<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        let schema = self.batch.schema_ref();
        let columns = schema.fields().iter().zip(self.batch.columns());
        let there = columns.filter(|(_, column)| column.is_valid(self.row));
        to.collect_map(there.map(|(field, column)| (field.name(), Cell(column, self.row))))
    }
}

/// A value of an action: text, a number, an object or a list.
struct Cell<'a>(&'a ArrayRef, usize);

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        let &Self(array, row) = self;
        if array.is_null(row) {
            return to.serialize_none();
        }
        if let Some(text) = text(array, row) {
            return to.serialize_str(text.map_err(serde::ser::Error::custom)?);
        }
        match array.data_type() {
            DataType::Int32 => to.serialize_i32(array.as_primitive::<Int32Type>().value(row)),
            DataType::Int64 => to.serialize_i64(array.as_primitive::<Int64Type>().value(row)),
            DataType::List(_) => {
                let values = array.as_list::<i32>().value(row);
                to.collect_seq((0..values.len()).map(|at| Cell(&values, at)))
            }
            DataType::Map(..) => {
                let entries = array.as_map().value(row);
                let mut map = to.serialize_map(Some(entries.len()))?;
                for at in 0..entries.len() {
                    // All keys are text. Serializing them as values would double the code.
                    let key = text(entries.column(0), at).unwrap_or(Err("a key that is not text"));
                    let key = key.map_err(serde::ser::Error::custom)?;
                    map.serialize_entry(key, &Cell(entries.column(1), at))?;
                }
                map.end()
            }
            DataType::Struct(fields) => {
                let columns = fields.iter().zip(array.as_struct().columns());
                to.collect_map(columns.map(|(field, column)| (field.name(), Cell(column, row))))
            }
            other => Err(serde::ser::Error::custom(format!("a column of type {other} in a checkpoint"))),
        }
    }
}

/// Returns a value as text, if its type is text or binary.
fn text(array: &ArrayRef, row: usize) -> Option<std::result::Result<&str, &'static str>> {
    let bytes = match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).as_bytes(),
        DataType::Binary => array.as_binary::<i32>().value(row),
        DataType::BinaryView => array.as_binary_view().value(row),
        _ => return None,
    };
    Some(std::str::from_utf8(bytes).map_err(|_| "text in a checkpoint that is not UTF-8"))
}
