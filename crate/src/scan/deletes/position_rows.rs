//! Deleted rows by the paths of their files and their positions.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Int64Type};
use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};
use crate::scan::Task;
use crate::scan::deletes::DeletesStep;
use crate::scan::deletes::bytes_column::BytesColumn;
use crate::scan::task::Decoded;
use crate::source::table::POSITION_COLUMNS;
use crate::source::{File, Origin};

/// Reads a row group of a file of position deletes. It does no I/O.
#[derive(Debug)]
pub struct PositionRows {
    task: Task,
    /// The names of the columns.
    path: String,
    position: String,
}

impl PositionRows {
    /// Opens a row group.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for another kind of file.
    pub fn open(file: &File, row_group: usize) -> Result<Self> {
        let [path, position] = POSITION_COLUMNS;
        let ((path, path_leaf), (position, position_leaf)) = (column(file, path)?, column(file, position)?);
        let mut leaves = [path_leaf, position_leaf];
        leaves.sort_unstable();
        let task = Task::of_leaves(file, row_group, &leaves, Vec::new(), None)?;
        Ok(Self { task, path, position })
    }

    /// Pushes the bytes of the file that begin at `start`.
    ///
    /// # Errors
    ///
    /// As [`Task::push`].
    pub fn push(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        self.task.push(start, bytes)
    }

    /// Passes the next rows to `take`, each with the path of its file and its position there, or
    /// returns the bytes that they need.
    ///
    /// # Errors
    ///
    /// As [`Task::step`], [`Corrupt`](crate::ErrorCode::Corrupt) for a row that is not valid, and the
    /// errors of `take`.
    pub fn step(&mut self, take: &mut dyn FnMut(&str, u64) -> Result<()>) -> Result<DeletesStep> {
        match self.task.decode()? {
            Decoded::Needs(ranges) => Ok(DeletesStep::Needs(ranges)),
            Decoded::Finished => Ok(DeletesStep::Finished),
            Decoded::Rows(batch, rows) => {
                self.task.count_rows(rows)?;
                batch.map_or(Ok(()), |batch| self.pass(&batch, take))?;
                Ok(DeletesStep::Rows)
            }
        }
    }

    fn pass(&self, batch: &RecordBatch, take: &mut dyn FnMut(&str, u64) -> Result<()>) -> Result<()> {
        let of =
            |name: &str| batch.column_by_name(name).ok_or_else(|| broken("a column that is not decoded"));
        let (paths, positions) = (of(&self.path)?, of(&self.position)?);
        let texts = BytesColumn::new(paths).ok_or_else(|| broken("paths that are not text"))?;
        if *positions.data_type() != DataType::Int64 {
            return Err(broken("positions that are not whole numbers of 64 bits"));
        }
        let numbers = positions.as_primitive::<Int64Type>();
        for row in 0..batch.num_rows() {
            if paths.is_null(row) || positions.is_null(row) {
                return Err(broken("a row without a path or a position"));
            }
            let path =
                std::str::from_utf8(texts.value(row)).map_err(|_| broken("a path that is not UTF-8"))?;
            let position = numbers.value(row);
            let position =
                u64::try_from(position).map_err(|_| broken(&format!("the position {position}")))?;
            take(path, position)?;
        }
        Ok(())
    }
}

/// Returns the name and the leaf of a column, by its id, or by its name in a file without ids.
fn column(file: &File, (id, name): (i32, &str)) -> Result<(String, usize)> {
    let fields = file.metadata().file_metadata().schema_descr().root_schema().get_fields();
    let by_id = fields.iter().position(|field| {
        let info = field.get_basic_info();
        info.has_id() && info.id() == id
    });
    let place = by_id.or_else(|| fields.iter().position(|field| field.name() == name));
    let column = place.and_then(|place| file.columns().get(place));
    match column.map(|column| (&column.name, &column.origin)) {
        Some((name, Origin::File { leaf: Some(leaf), .. })) => Ok((name.clone(), *leaf)),
        _ => Err(broken(&format!("no column {name}")).in_file(file.path())),
    }
}

fn broken(found: &str) -> Error {
    Error::new(ErrorCode::Corrupt, "the file of position deletes cannot be read")
        .expected("rows of a path and a position")
        .found(found)
        .remedy("Copy the whole table again.")
}
