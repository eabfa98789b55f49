//! The rows that the delete files of Iceberg tables delete.

use std::collections::VecDeque;
use std::sync::Arc;

use super::read_files::{KeyGroup, ReadFiles};
use crate::error::{Error, ErrorCode, Result};
use crate::order::order_of;
use crate::source::table::{
    DeletedKeys, DeletedRows, DeletedRowsBuilder, KIND_OF_BYTES, KIND_OF_NUMBERS, Member, POSITION_COLUMNS,
    ReadTable, Snapshot, StoredValues, TableFile, constant_value,
};
use crate::source::{Origin, PlacedColumn, StoredColumn, placed_columns};

/// Reads the delete files of tables, and the data files to compare with them, one after the other.
/// It does no I/O.
///
/// Read the file that [`need`](Self::need) returns: pass its columns to [`place`](Self::place), the
/// values of the columns that `place` returns to [`push`](Self::push), and then call
/// [`end`](Self::end). Once nothing is needed, [`finish`](Self::finish) returns the deleted rows.
#[derive(Debug, Default)]
pub struct DeleteReader {
    tables: Vec<OfTable>,
    steps: VecDeque<Step>,
    /// By the numbers of table and file, ascending.
    found: Vec<((usize, usize), DeletedRowsBuilder)>,
    keys: DeletedKeys,
    /// The parts of a key in the current file, in their order.
    parts: Vec<Part>,
    /// How many columns of the current file are read.
    columns: usize,
    /// How many rows of the current file were read.
    rows: u64,
    /// The path in the last position delete, and the number of its file.
    last: Option<(Vec<u8>, Option<usize>)>,
}

#[derive(Debug)]
struct OfTable {
    number: usize,
    files: ReadFiles,
    groups: Vec<KeyGroup>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    /// The place of its table.
    place: usize,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// Deletes by positions.
    Positions(usize),
    /// Deletes by the values of a group's columns; `is_first` for the first file of the group.
    Keys { group: usize, delete: usize, is_first: bool },
    /// A data file, whose rows a group may delete.
    Values { group: usize, file: usize },
    /// The deletion vector of a data file that has other deletes, too.
    Vector(usize),
}

/// A part of a key.
#[derive(Debug)]
enum Part {
    /// A column, by its position among those that are read.
    Read(usize),
    /// The kind and the bytes of a value that all rows have.
    Constant(u8, Vec<u8>),
}

impl DeleteReader {
    /// Starts with the files of the tables that are read.
    pub fn new(read: &[ReadTable], members: &[Member]) -> Self {
        let mut reader = Self::default();
        for (number, ReadTable { snapshot, .. }) in read.iter().enumerate() {
            if snapshot.deletes.is_empty() {
                continue;
            }
            let of = members.iter().filter(|member| member.table == number);
            let files = ReadFiles::new(snapshot, ascending(of.map(|member| member.file).collect()));
            let (place, groups) = (reader.tables.len(), files.groups(snapshot));
            let positions = files.positions(snapshot).into_iter().map(What::Positions);
            let of_group = |(group, KeyGroup { deletes, files, .. }): (usize, &KeyGroup)| {
                let first = deletes.first().copied();
                let keys = deletes.iter().map(move |&delete| What::Keys {
                    group,
                    delete,
                    is_first: first == Some(delete),
                });
                let values = files.iter().map(move |&file| What::Values { group, file });
                keys.chain(values).collect::<Vec<_>>()
            };
            let steps = positions.chain(groups.iter().enumerate().flat_map(of_group));
            reader.steps.extend(steps.map(|what| Step { place, what }));
            reader.tables.push(OfTable { number, files, groups });
        }
        reader
    }

    /// Returns the next file to read and its table; `None` if all are read.
    pub fn need<'a>(&self, read: &'a [ReadTable]) -> Option<(&'a ReadTable, NeededFile<'a>)> {
        let step = self.steps.front()?;
        let table = read.get(self.tables.get(step.place)?.number)?;
        let Snapshot { files, deletes, .. } = &table.snapshot;
        Some((
            table,
            match step.what {
                What::Positions(delete) | What::Keys { delete, .. } => {
                    let delete = deletes.get(delete)?;
                    NeededFile { path: &delete.path, bytes: delete.bytes, with_vector: None }
                }
                What::Values { file, .. } => {
                    let file = files.get(file)?;
                    NeededFile { path: &file.path, bytes: file.bytes, with_vector: None }
                }
                What::Vector(file) => {
                    let file = files.get(file)?;
                    NeededFile { path: &file.path, bytes: file.bytes, with_vector: Some(file) }
                }
            },
        ))
    }

    /// Takes the columns that the needed file stores. Returns those to read, ascending.
    pub fn place(&mut self, read: &[ReadTable], stored: Vec<StoredColumn>) -> Result<Vec<u32>> {
        let (table, step) = self.step(read)?;
        let parts = match step.what {
            What::Positions(_) => {
                POSITION_COLUMNS.iter().map(|wanted| position_column(&stored, *wanted)).collect()
            }
            What::Keys { group, is_first, .. } => {
                if is_first {
                    self.keys = DeletedKeys::default();
                }
                self.key_parts(step.place, group, &Arc::default(), stored, true)
            }
            What::Values { group, file } => {
                let values = &table.snapshot.files.get(file).ok_or_else(|| out_of_order("file"))?.values;
                self.key_parts(step.place, group, values, stored, false)
            }
            What::Vector(_) => Ok(Vec::new()),
        }?;
        let places = ascending(parts.iter().filter_map(|part| part.as_ref().ok().copied()).collect());
        let part = |part: std::result::Result<usize, (u8, Vec<u8>)>| match part {
            Ok(place) => Part::Read(places.partition_point(|&other| other < place)),
            Err((kind, value)) => Part::Constant(kind, value),
        };
        self.parts = parts.into_iter().map(part).collect();
        self.columns = places.len();
        Ok(places.into_iter().map(|place| place as u32).collect())
    }

    /// Returns where the columns of a key are stored, or the value that all rows have.
    fn key_parts(
        &self,
        place: usize,
        group: usize,
        values: &Arc<[Option<String>]>,
        stored: Vec<StoredColumn>,
        is_complete: bool,
    ) -> Result<Vec<Stored>> {
        let group = self.tables.get(place).and_then(|table| table.groups.get(group));
        let columns = &group.ok_or_else(|| out_of_order("group"))?.columns;
        // The columns of an Iceberg table are found by their ids, not by names in any case.
        let placed = placed_columns(columns.clone(), values.clone(), stored, &str::to_owned)?;
        let part = |column: PlacedColumn| match column {
            PlacedColumn::Stored(_, place) => Ok(Ok(place)),
            PlacedColumn::Absent(column) => {
                let value = match &column.origin {
                    Origin::Log(_) if is_complete => {
                        let what = "the file of equality deletes lacks a column";
                        return Err(Error::new(ErrorCode::Corrupt, what)
                            .in_column(column.name)
                            .remedy("Copy the whole table again."));
                    }
                    Origin::Log(value) => constant_value(value.as_deref(), &column.data_type),
                    Origin::File { .. } | Origin::Path(_) => None,
                };
                value.map(Err).ok_or_else(|| {
                    let what = "the Iceberg table has equality deletes by a column that cannot be compared";
                    Error::new(ErrorCode::Unsupported, what)
                        .found(column.label)
                        .in_column(column.name)
                        .remedy("Read the table on the command line.")
                })
            }
        };
        placed.into_iter().take(columns.columns.len()).map(part).collect()
    }

    /// Takes the next rows of the needed file.
    pub fn push(&mut self, read: &[ReadTable], bytes: &[u8]) -> Result<()> {
        let (table, step) = self.step(read)?;
        let mut stored =
            StoredValues::new(bytes, self.columns).ok_or_else(|| out_of_order("kinds of values"))?;
        let mut values = Vec::new();
        let kind = |part: &Part| match part {
            Part::Read(column) => stored.kinds.get(*column).copied().unwrap_or_default(),
            Part::Constant(kind, _) => *kind,
        };
        let kinds: Vec<u8> = self.parts.iter().map(kind).collect();
        let mut key = Vec::new();
        let Snapshot { files, deletes, .. } = &table.snapshot;
        while !stored.is_empty() {
            stored.row(&mut values).ok_or_else(|| out_of_order("values of a row"))?;
            let parts = self.parts.iter().map(|part| match part {
                Part::Read(column) => values.get(*column).copied().unwrap_or_default(),
                Part::Constant(_, value) => value.as_slice(),
            });
            match step.what {
                What::Positions(delete) => {
                    let parts: Vec<&[u8]> = parts.collect();
                    let (path, position) = position(&parts, &kinds)?;
                    let known = self.last.as_ref().filter(|(last, _)| last == path);
                    let target = if let Some((_, target)) = known {
                        *target
                    } else {
                        let text =
                            std::str::from_utf8(path).map_err(|_| broken("a path that is not UTF-8"))?;
                        let of = self.tables.get(step.place).ok_or_else(|| out_of_order("table"))?;
                        let delete = deletes.get(delete).ok_or_else(|| out_of_order("delete"))?;
                        let target = of.files.target(&table.snapshot, delete, text)?;
                        self.last = Some((path.to_vec(), target));
                        target
                    };
                    if let Some(file) = target {
                        builder(&mut self.found, (step.table, file)).add(position);
                    }
                }
                What::Keys { delete, .. } => {
                    key.clear();
                    parts.for_each(|part| key.extend(part));
                    let delete = deletes.get(delete).ok_or_else(|| out_of_order("delete"))?;
                    self.keys.add(&key, &kinds, delete.sequence)?;
                }
                What::Values { file, .. } => {
                    key.clear();
                    parts.for_each(|part| key.extend(part));
                    let of = files.get(file).ok_or_else(|| out_of_order("file"))?;
                    if self.keys.deletes(&key, &kinds, of.sequence)? {
                        builder(&mut self.found, (step.table, file)).add(self.rows);
                    }
                }
                What::Vector(_) => {}
            }
            self.rows += 1;
        }
        Ok(())
    }

    /// Ends the needed file, which has `rows` rows. `vector` has the bytes of its deletion vector,
    /// if that is needed.
    pub fn end(&mut self, read: &[ReadTable], rows: u64, vector: &[u8]) -> Result<()> {
        let (table, step) = self.step(read)?;
        if let What::Vector(file) = step.what {
            let of = table.snapshot.files.get(file).and_then(|file| file.deletion_vector.as_ref());
            let deleted = of.ok_or_else(|| out_of_order("vector"))?.decode(vector, rows)?;
            let builder = builder(&mut self.found, (step.table, file));
            deleted.ranges(0..u64::MAX, |rows| rows.for_each(|row| builder.add(row)));
        } else if self.columns > 0 && self.rows != rows {
            return Err(out_of_order("all rows of a file"));
        } else if let (What::Values { file, .. }, 0) = (step.what, self.columns) {
            self.same_rows(table, &step, file, rows)?;
        }
        self.steps.pop_front();
        (self.rows, self.last) = (0, None);
        if self.steps.is_empty() && !matches!(step.what, What::Vector(_)) {
            self.add_vectors(read);
        }
        Ok(())
    }

    /// Takes a data file in which all rows have the same key.
    fn same_rows(&mut self, table: &ReadTable, step: &Located, file: usize, rows: u64) -> Result<()> {
        let (mut kinds, mut key) = (Vec::new(), Vec::new());
        for part in &self.parts {
            let Part::Constant(kind, value) = part else { return Err(out_of_order("rows")) };
            kinds.push(*kind);
            key.extend_from_slice(value);
        }
        let of = table.snapshot.files.get(file).ok_or_else(|| out_of_order("file"))?;
        if self.keys.deletes(&key, &kinds, of.sequence)? {
            let builder = builder(&mut self.found, (step.table, file));
            (0..rows).for_each(|row| builder.add(row));
        }
        Ok(())
    }

    /// Adds the deletion vectors of files with deleted rows as steps, because a file may have both.
    fn add_vectors(&mut self, read: &[ReadTable]) {
        for &((number, file), _) in &self.found {
            let of = read.get(number).and_then(|table| table.snapshot.files.get(file));
            let has_vector = of.is_some_and(|file| file.deletion_vector.is_some());
            if let Some(place) = self.tables.iter().position(|of| of.number == number).filter(|_| has_vector)
            {
                self.steps.push_back(Step { place, what: What::Vector(file) });
            }
        }
    }

    /// Returns the deleted rows of each file that has some, by the numbers of table and file.
    pub fn finish(&mut self) -> Vec<((usize, usize), DeletedRows)> {
        let found = std::mem::take(&mut self.found).into_iter();
        found.map(|(file, builder)| (file, builder.finish())).filter(|(_, rows)| !rows.is_empty()).collect()
    }

    fn step<'a>(&self, read: &'a [ReadTable]) -> Result<(&'a ReadTable, Located)> {
        let step = self.steps.front().ok_or_else(|| out_of_order("deleteNeed"))?;
        let table = self.tables.get(step.place).map(|table| table.number);
        let table = table.ok_or_else(|| out_of_order("table"))?;
        let of = read.get(table).ok_or_else(|| out_of_order("table"))?;
        Ok((of, Located { table, place: step.place, what: step.what }))
    }
}

/// Returns the builder of a file.
fn builder(
    found: &mut Vec<((usize, usize), DeletedRowsBuilder)>,
    file: (usize, usize),
) -> &mut DeletedRowsBuilder {
    let at = match found.binary_search_by_key(&file, |(known, _)| *known) {
        Ok(at) => at,
        Err(at) => {
            found.insert(at, (file, DeletedRowsBuilder::default()));
            at
        }
    };
    &mut found[at].1
}

/// Returns numbers in order, each once.
fn ascending(numbers: Vec<usize>) -> Vec<usize> {
    let order = order_of(numbers.len(), &|a, b| numbers[a].cmp(&numbers[b]));
    let mut ascending: Vec<usize> = order.into_iter().map(|at| numbers[at as usize]).collect();
    ascending.dedup();
    ascending
}

/// A file to read.
#[derive(Debug)]
pub struct NeededFile<'a> {
    /// Its path below the table's folder.
    pub path: &'a str,
    /// Its size.
    pub bytes: u64,
    /// The data file, if its deletion vector is needed.
    pub with_vector: Option<&'a TableFile>,
}

/// A step and the number of its table.
struct Located {
    table: usize,
    place: usize,
    what: What,
}

/// Where a column is stored, or the kind and the value that all rows have.
type Stored = std::result::Result<usize, (u8, Vec<u8>)>;

/// Returns the place of a column by its id, or by its name in a file without ids.
fn position_column(stored: &[StoredColumn], (id, name): (i32, &str)) -> Result<Stored> {
    let by_id = stored.iter().position(|column| column.is_top && column.id == Some(id));
    let by_name = || stored.iter().position(|column| column.is_top && column.name == name);
    by_id.or_else(by_name).map(Ok).ok_or_else(|| broken(&format!("no column {name}")))
}

/// Returns the path and the position of a row.
fn position<'a>(parts: &[&'a [u8]], kinds: &[u8]) -> Result<(&'a [u8], u64)> {
    let ([path, position], [KIND_OF_BYTES, KIND_OF_NUMBERS]) = (parts, kinds) else {
        return Err(broken("other types, or only nulls"));
    };
    let path = StoredValues::bytes(path).ok_or_else(|| broken("a row without a path"))?;
    let position = StoredValues::number(position).ok_or_else(|| broken("a row without a position"))?;
    Ok((path, u64::try_from(position).map_err(|_| broken("a position below 0"))?))
}

fn broken(found: &str) -> Error {
    Error::new(ErrorCode::Corrupt, "the file of position deletes cannot be read")
        .expected("rows of a path and a position")
        .found(found)
        .remedy("Copy the whole table again.")
}

/// Returns the error for a call that is out of order; `expected` should have come before it.
fn out_of_order(expected: &str) -> Error {
    Error::new(ErrorCode::Internal, "the calls of a reader of deletes are out of order").expected(expected)
}
