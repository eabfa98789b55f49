//! The deleted rows in files of Iceberg tables.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::inputs::deletions::Deletions;
use crate::fs::inputs::parquet_file::Parquet;
use crate::fs::threads::{available_threads, for_each};
use crate::scan::{DeletedKeys, DeletesStep, KeyRows, PositionRows};
use crate::source::table::{
    DeleteFile, DeletedRows, DeletedRowsBuilder, Deletes, ReadTable, TableColumns, TableFile,
};

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
pub(super) fn load(table: &ReadTable, selected: &[usize]) -> Result<Loaded> {
    let deletes = &table.snapshot.deletes;
    let mut found: BTreeMap<usize, DeletedRowsBuilder> = BTreeMap::new();
    let partitions = selected.iter().map(|&file| table.snapshot.files[file].partition).collect();
    let reading = Reading { table, selected, partitions };
    let positions: Vec<&DeleteFile> = deletes.iter().filter(|delete| reading.concerns(delete)).collect();
    for rows in for_each(available_threads(), positions, |delete| reading.positions(delete))? {
        for (file, positions) in rows? {
            let builder = found.entry(file).or_default();
            positions.ranges(0..u64::MAX, |rows| rows.for_each(|row| builder.add(row)));
        }
    }
    // Those that delete by the same columns from the same files are read together.
    let mut groups: BTreeMap<Group, Vec<&DeleteFile>> = BTreeMap::new();
    for delete in deletes {
        if let Deletes::Values { columns, everywhere } = &delete.deletes {
            let ids = columns.columns.iter().map(|column| column.id).collect();
            groups.entry((ids, (!everywhere).then_some(delete.partition))).or_default().push(delete);
        }
    }
    for group in groups.values() {
        for (file, rows) in reading.values(group)? {
            let builder = found.entry(file).or_default();
            rows.ranges(0..u64::MAX, |rows| rows.for_each(|row| builder.add(row)));
        }
    }
    for (&file, builder) in &mut found {
        let TableFile { path, bytes, deletion_vector, .. } = &table.snapshot.files[file];
        if let Some(vector) = deletion_vector {
            let rows = reading.open(path, *bytes)?.file.rows();
            let vector = Deletions::of_vector(vector.clone(), &table.path)?;
            vector.load(rows)?.ranges(0..u64::MAX, |rows| rows.for_each(|row| builder.add(row)));
        }
    }
    let finished = found.into_iter().map(|(file, builder)| (file, Arc::new(builder.finish())));
    Ok(finished.filter(|(_, rows)| !rows.is_empty()).collect())
}

/// The ids of key columns, and the partition, or `None` if they are for files of all partitions.
type Group = (Vec<Option<i32>>, Option<u32>);
/// Takes the key of a row, the kinds of its values, and the row's position.
type TakeKey<'a> = dyn FnMut(&[u8], &[u8], u64) -> Result<()> + 'a;

struct Reading<'a> {
    table: &'a ReadTable,
    /// The positions of the selected files, ascending.
    selected: &'a [usize],
    /// The partitions of those.
    partitions: HashSet<u32>,
}

impl Reading<'_> {
    fn files(&self) -> impl Iterator<Item = (usize, &TableFile)> {
        self.selected.iter().map(|&file| (file, &self.table.snapshot.files[file]))
    }

    /// Returns whether a file may delete rows of a selected one by their positions.
    fn concerns(&self, delete: &DeleteFile) -> bool {
        match &delete.deletes {
            Deletes::Positions { of: None } => self.partitions.contains(&delete.partition),
            Deletes::Positions { of: Some(path) } => self.selected(delete, path).is_some(),
            Deletes::Values { .. } => false,
        }
    }

    /// Returns the selected file of a path below the table's folder, if position deletes apply to it.
    fn selected(&self, delete: &DeleteFile, path: &str) -> Option<usize> {
        let files = &self.table.snapshot.files;
        let found = files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        let is_selected = self.selected.binary_search(&found).is_ok();
        (is_selected && applies(delete, &files[found])).then_some(found)
    }

    fn open(&self, path: &str, bytes: u64) -> Result<Parquet> {
        let shown = format!("{}{path}", self.table.shown);
        Parquet::open(&Path::new(&self.table.path).join(path), &shown, Some(bytes))
    }

    /// Reads the positions that a file deletes.
    fn positions(&self, delete: &DeleteFile) -> Result<Vec<(usize, DeletedRows)>> {
        let parquet = self.open(&delete.path, delete.bytes)?;
        let mut found: HashMap<usize, DeletedRowsBuilder> = HashMap::new();
        // The rows are sorted by their files.
        let mut last: (String, Option<usize>) = (String::new(), None);
        for row_group in 0..parquet.file.metadata().num_row_groups() {
            let mut rows = PositionRows::open(&parquet.file, row_group)?;
            loop {
                let step = rows.step(&mut |path, position| {
                    if path != last.0 {
                        last = (path.to_owned(), self.target(delete, path)?);
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

    /// Returns the selected file of a path in a file of position deletes, if those apply to it.
    fn target(&self, delete: &DeleteFile, stored: &str) -> Result<Option<usize>> {
        let location = self.table.snapshot.location.as_ref();
        let below = location.map(|location| location.below(stored)).transpose()?;
        Ok(self.selected(delete, below.as_deref().unwrap_or(stored)))
    }

    /// Reads the rows that some files delete by the same columns from the same files.
    fn values(&self, group: &[&DeleteFile]) -> Result<Vec<(usize, DeletedRows)>> {
        // All of them are for the same files, so the newest one is for the most.
        let Some(newest) = group.iter().max_by_key(|delete| delete.sequence) else { return Ok(Vec::new()) };
        let Deletes::Values { columns, .. } = &newest.deletes else { return Ok(Vec::new()) };
        let files: Vec<(usize, &TableFile)> =
            self.files().filter(|(_, file)| applies(newest, file)).collect();
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let mut keys = DeletedKeys::default();
        for delete in group {
            let parquet = self.open(&delete.path, delete.bytes)?;
            each_key(&parquet, columns, &Arc::default(), true, &mut |key, kinds, _| {
                keys.add(key, kinds, delete.sequence)
            })?;
        }
        let found = for_each(available_threads(), files, |(number, file)| {
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

/// Returns whether a delete file applies to a data file, of which it may name rows.
fn applies(delete: &DeleteFile, file: &TableFile) -> bool {
    match &delete.deletes {
        // A deletion vector has all positions that were deleted before it.
        Deletes::Positions { of } => {
            delete.partition == file.partition
                && file.sequence <= delete.sequence
                && file.deletion_vector.is_none()
                && of.as_ref().is_none_or(|of| *of == file.path)
        }
        Deletes::Values { everywhere, .. } => {
            (*everywhere || delete.partition == file.partition) && file.sequence < delete.sequence
        }
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
