//! The deleted rows in files of Iceberg tables.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::inputs::deletions::Deletions;
use crate::fs::inputs::parquet_file::Parquet;
use crate::fs::inputs::place::Places;
use crate::fs::threads::{available_threads, for_each};
use crate::scan::{DeletesStep, KeyRows, PositionRows};
use crate::source::table::{
    DeletedKeys, DeletedRows, DeletedRowsBuilder, ReadTable, Snapshot, TableColumns, TableFile,
};
use crate::source::{KeyGroup, ReadFiles};

/// The deleted rows of some files of a table, by the positions of the files. Those of a deletion vector
/// are among them only if others were deleted too.
pub(super) type Loaded = BTreeMap<usize, Arc<DeletedRows>>;

/// Reads which rows of some files of a table its delete files delete. `selected` has the positions of
/// the files, ascending.
///
/// # Errors
///
/// [`MissingFile`](ErrorCode::MissingFile) for a file that is missing or has another size, and why one
/// cannot be read or applied, with the file.
pub(super) fn load(table: &ReadTable, selected: &[usize], places: Places<'_>) -> Result<Loaded> {
    let snapshot = &table.snapshot;
    let mut found: BTreeMap<usize, DeletedRowsBuilder> = BTreeMap::new();
    let reading = Reading { table, files: ReadFiles::new(snapshot, selected.to_vec()), places };
    let positions = reading.files.positions(snapshot);
    for rows in for_each(available_threads(), positions, |delete| reading.positions(delete))? {
        for (file, positions) in rows? {
            let builder = found.entry(file).or_default();
            positions.ranges(0..u64::MAX, |rows| rows.for_each(|row| builder.add(row)));
        }
    }
    for group in reading.files.groups(snapshot) {
        for (file, rows) in reading.values(&group)? {
            let builder = found.entry(file).or_default();
            rows.ranges(0..u64::MAX, |rows| rows.for_each(|row| builder.add(row)));
        }
    }
    for (&file, builder) in &mut found {
        let TableFile { path, bytes, deletion_vector, .. } = &table.snapshot.files[file];
        if let Some(vector) = deletion_vector {
            let rows = reading.open(path, *bytes)?.file.rows();
            let vector = Deletions::of_vector(vector.clone(), &table.path, places)?;
            vector.load(rows)?.ranges(0..u64::MAX, |rows| rows.for_each(|row| builder.add(row)));
        }
    }
    let finished = found.into_iter().map(|(file, builder)| (file, Arc::new(builder.finish())));
    Ok(finished.filter(|(_, rows)| !rows.is_empty()).collect())
}

/// Takes the key of a row, the kinds of its values, and the row's position.
type TakeKey<'a> = dyn FnMut(&[u8], &[u8], u64) -> Result<()> + 'a;

struct Reading<'a> {
    table: &'a ReadTable,
    files: ReadFiles,
    places: Places<'a>,
}

impl Reading<'_> {
    fn open(&self, path: &str, bytes: u64) -> Result<Parquet> {
        let shown = format!("{}{path}", self.table.shown);
        let place = self.places.at(&format!("{}{path}", self.table.path));
        Parquet::open(&place, &shown, Some(bytes))
    }

    /// Reads the positions that a file deletes.
    fn positions(&self, delete: usize) -> Result<Vec<(usize, DeletedRows)>> {
        let delete = &self.table.snapshot.deletes[delete];
        let parquet = self.open(&delete.path, delete.bytes)?;
        let mut found: HashMap<usize, DeletedRowsBuilder> = HashMap::new();
        // The rows are sorted by their files.
        let mut last: (String, Option<usize>) = (String::new(), None);
        for row_group in 0..parquet.file.metadata().num_row_groups() {
            let mut rows = PositionRows::open(&parquet.file, row_group)?;
            loop {
                let step = rows.step(&mut |path, position| {
                    if path != last.0 {
                        last = (path.to_owned(), self.files.target(&self.table.snapshot, delete, path)?);
                    }
                    if let Some(file) = last.1 {
                        found.entry(file).or_default().add(position);
                    }
                    Ok(())
                });
                match step.map_err(|error| error.in_file(parquet.file.path()))? {
                    DeletesStep::Needs(ranges) => {
                        for range in ranges {
                            rows.push(range.start, parquet.read(&range)?)?;
                        }
                    }
                    DeletesStep::Rows => {}
                    DeletesStep::Finished => break,
                }
            }
        }
        Ok(found.into_iter().map(|(file, builder)| (file, builder.finish())).collect())
    }

    /// Reads the rows that some files delete by the same columns from the same files.
    fn values(&self, group: &KeyGroup) -> Result<Vec<(usize, DeletedRows)>> {
        let KeyGroup { columns, deletes, files } = group;
        let Snapshot { files: all, deletes: known, .. } = &self.table.snapshot;
        let mut keys = DeletedKeys::default();
        for delete in deletes.iter().map(|&delete| &known[delete]) {
            let parquet = self.open(&delete.path, delete.bytes)?;
            each_key(&parquet, columns, &Arc::default(), true, &mut |key, kinds, _| {
                keys.add(key, kinds, delete.sequence)
            })?;
        }
        let found = for_each(available_threads(), files.clone(), |number| {
            let file = &all[number];
            let parquet = self.open(&file.path, file.bytes)?;
            let mut builder = DeletedRowsBuilder::default();
            each_key(&parquet, columns, &file.values, false, &mut |key, kinds, row| {
                if keys.deletes(key, kinds, file.sequence)? {
                    builder.add(row);
                }
                Ok(())
            })?;
            Ok((number, builder.finish()))
        })?;
        found.into_iter().collect()
    }
}

/// Passes the key of each row of a file with its position to `take`.
fn each_key(
    parquet: &Parquet,
    columns: &Arc<TableColumns>,
    values: &Arc<[Option<String>]>,
    is_complete: bool,
    take: &mut TakeKey<'_>,
) -> Result<()> {
    let file = parquet.file.clone().in_table(columns.clone(), values.clone())?;
    let mut row = 0;
    for row_group in 0..file.metadata().num_row_groups() {
        let mut rows = KeyRows::open(&file, row_group, is_complete)?;
        loop {
            let step = rows.step(&mut |key, kinds| {
                let taken = take(key, kinds, row);
                row += 1;
                taken
            });
            match step.map_err(|error| error.in_file(file.path()))? {
                DeletesStep::Needs(ranges) => {
                    for range in ranges {
                        rows.push(range.start, parquet.read(&range)?)?;
                    }
                }
                DeletesStep::Rows => {}
                DeletesStep::Finished => break,
            }
        }
    }
    if row == file.rows() {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Internal, "the keys of a file are not those of its rows").in_file(file.path()))
}
