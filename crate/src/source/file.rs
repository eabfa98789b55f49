//! A Parquet file's footer and columns.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use arrow::datatypes::DataType;
use parquet::arrow::parquet_to_arrow_schema;
use parquet::basic::{ColumnOrder, Type as PhysicalType};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::source::column::{label, units_per_second};
use crate::source::legacy_calendar::{LegacyCalendar, gregorian_day};
use crate::source::metadata::Metadata;
use crate::source::read_schema::{with_schema_for_arrow, with_text_as_binary};
use crate::source::struct_leaves::struct_leaves;
use crate::source::summary::{ColumnSummary, FileSummary, RowGroupSummary};
use crate::source::table::DeletedRows;
use crate::source::{Column, HiveKey, Kind, Origin, PlacedColumn, StoredColumn, column_index};
#[cfg(not(target_arch = "wasm32"))]
use crate::source::{InTable, table::TableColumns};

/// A file's footer, columns and Hive keys.
///
/// Top-level text is read as binary. UTF-8 is checked once for each distinct id, not once for each
/// row, and an invalid id is one bad value instead of a failed page.
#[derive(Clone, Debug)]
pub struct File {
    path: String,
    bytes: u64,
    metadata: Arc<ParquetMetaData>,
    columns: Vec<Column>,
    /// The columns as they are stored, if `columns` are those of a table.
    stored: Option<Arc<Vec<Column>>>,
    /// Its table, if it is part of one.
    #[cfg(not(target_arch = "wasm32"))]
    table: Option<Arc<InTable>>,
    footer_hash: u64,
    /// Leaf columns that cannot be read.
    unreadable: Arc<BTreeSet<usize>>,
    calendar: Arc<LegacyCalendar>,
    own_keys: Arc<BTreeMap<String, String>>,
    deleted: Deleted,
}

/// The rows of a file that its table has deleted.
#[derive(Clone, Debug, Default)]
enum Deleted {
    #[default]
    None,
    /// This many rows, whose positions are not loaded yet.
    Unloaded(u64),
    /// These rows, and the position of the first row of the first row group.
    Loaded(Arc<DeletedRows>, u64),
}

impl File {
    pub(super) fn new(
        path: String,
        bytes: u64,
        metadata: Metadata,
        keys: Vec<HiveKey>,
        footer_hash: u64,
    ) -> Result<Self> {
        let Metadata { parquet: metadata, unreadable, calendar, own_keys } = metadata;
        let failed = |error: ParquetError| corrupt(&error.to_string()).in_file(path.as_str());
        let metadata = with_schema_for_arrow(metadata).map_err(failed)?;
        let columns = columns(&metadata, keys, &unreadable).map_err(failed)?;
        let mut rows = 0;
        for (number, row_group) in metadata.row_groups().iter().enumerate() {
            rows = i64::saturating_add(
                rows,
                check_rows(row_group).map_err(|error| error.in_file(path.as_str()).in_row_group(number))?,
            );
            if rows == i64::MAX {
                return Err(corrupt(&format!("row groups of {rows} rows together")).in_file(path.as_str()));
            }
            for chunk in row_group.columns() {
                check_chunk(chunk, bytes).map_err(|error| {
                    error.in_file(path.as_str()).in_row_group(number).in_column(chunk.column_path().string())
                })?;
            }
        }
        let metadata = with_text_as_binary(metadata, rows).map_err(failed)?;
        let unreadable = Arc::new(unreadable.into_keys().collect());
        Ok(Self {
            path,
            bytes,
            metadata: Arc::new(metadata),
            columns,
            stored: None,
            #[cfg(not(target_arch = "wasm32"))]
            table: None,
            footer_hash,
            unreadable,
            calendar: Arc::new(calendar),
            own_keys: Arc::new(own_keys),
            deleted: Deleted::None,
        })
    }

    /// Returns the path as the user sees it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the size in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns how many rows it has, deleted ones included.
    pub fn rows(&self) -> u64 {
        let rows = self.metadata.row_groups().iter().map(|group| group.num_rows().cast_unsigned());
        rows.fold(0, u64::saturating_add)
    }

    /// Returns the footer, with top-level text columns as binary.
    pub fn metadata(&self) -> &Arc<ParquetMetaData> {
        &self.metadata
    }

    /// Returns the top-level columns in the file's order, then the leaves of structs that are not
    /// below a list or map, then the Hive keys, outermost first.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the columns as they are stored, without those of a table or the path.
    pub(crate) fn stored_columns(&self) -> &[Column] {
        self.stored.as_deref().unwrap_or(&self.columns)
    }

    /// Returns the file's part in its table.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn table(&self) -> Option<&Arc<InTable>> {
        self.table.as_ref()
    }

    /// Returns the columns in the file, with what a table needs to find them.
    pub fn stored(&self) -> Vec<StoredColumn> {
        let descriptor = self.metadata.file_metadata().schema_descr();
        let fields = descriptor.root_schema().get_fields();
        let in_file = |(place, column): (usize, &Column)| {
            let Origin::File { leaf, .. } = column.origin else { return None };
            let field = fields.get(place);
            let id = match (field, leaf) {
                (Some(field), _) => id_of(field),
                (None, Some(leaf)) => id_of(&descriptor.column(leaf).self_type_ptr()),
                (None, None) => None,
            };
            let name = column.name.clone();
            Some(StoredColumn { name, id, is_top: field.is_some(), is_leaf: leaf.is_some() })
        };
        self.stored_columns().iter().enumerate().filter_map(in_file).collect()
    }

    /// Returns the same file with the columns of its table, found among those that are
    /// [`stored`](Self::stored).
    #[must_use]
    pub fn with_columns(self, columns: Vec<PlacedColumn>) -> Self {
        let mut stored = self.stored.map_or(self.columns, Arc::unwrap_or_clone);
        stored.retain(|column| matches!(column.origin, Origin::File { .. }));
        let placed = |column: PlacedColumn| match column {
            PlacedColumn::Stored(name, place) => Some(Column { name, ..stored.get(place)?.clone() }),
            PlacedColumn::Absent(column) => Some(column),
        };
        Self {
            columns: columns.into_iter().filter_map(placed).collect(),
            stored: Some(Arc::new(stored)),
            ..self
        }
    }

    /// Returns the same file with the names and the columns of its table. A column that the file
    /// lacks has the value in the log, or is null. `values` are those of the partition columns.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorCode::Unsupported) for a file without ids in a table that finds
    /// columns by their ids.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn in_table(self, columns: Arc<TableColumns>, values: Arc<[Option<String>]>) -> Result<Self> {
        let table = InTable::new(columns, values, self.stored(), &str::to_lowercase)
            .map_err(|error| error.in_file(self.path.as_str()))?;
        Ok(Self { table: Some(Arc::new(table.clone())), ..self.with_columns(table.visible()) })
    }

    /// Returns the column of a name. A Hive key wins over a column in the file, as in Spark. Blanks
    /// and byte-order marks at a name's ends are ignored, unless a column has exactly this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        column_index(&self.columns, |column| &column.name, name).map(|at| &self.columns[at])
    }

    /// Returns the leaf columns that can be read, by number.
    pub fn readable_leaves(&self) -> Vec<usize> {
        let all = self.metadata.file_metadata().schema_descr().num_columns();
        (0..all).filter(|leaf| !self.unreadable.contains(leaf)).collect()
    }

    /// Returns the calendar of its days before 1582-10-15.
    pub fn calendar(&self) -> &LegacyCalendar {
        &self.calendar
    }

    /// Returns the value of a key that Daytally writes into a footer, such as `daytally.provider`.
    pub fn own_key(&self, key: &str) -> Option<&str> {
        self.own_keys.get(key).map(String::as_str)
    }

    /// Returns the column of a name; if `in_file`, the one in the file and not the Hive key.
    pub fn column_from(&self, name: &str, in_file: bool) -> Option<&Column> {
        let is_in_file = |column: &&Column| !matches!(column.origin, Origin::Path(_));
        if in_file {
            return self.columns.iter().filter(is_in_file).rfind(|column| column.name == name);
        }
        self.column(name)
    }

    /// Returns the range of a column's chunk in a row group, half-open; `None` if it is nested or
    /// in the path.
    pub fn chunk(&self, row_group: usize, column: &Column) -> Option<Range<u64>> {
        let Origin::File { leaf: Some(leaf), .. } = column.origin else { return None };
        let (start, length) = self.metadata.row_groups().get(row_group)?.columns().get(leaf)?.byte_range();
        Some(start..start + length)
    }

    /// Returns one row group as a file of its own, with the footer `metadata` and the same columns.
    #[must_use]
    pub fn only_row_group(&self, row_group: usize, metadata: ParquetMetaData) -> Self {
        let deleted = match &self.deleted {
            Deleted::Loaded(rows, _) => Deleted::Loaded(rows.clone(), self.first_row(row_group)),
            other => other.clone(),
        };
        Self { metadata: Arc::new(metadata), deleted, ..self.clone() }
    }

    /// Returns the same file after a table has deleted `rows` of its rows. They must be loaded
    /// before any row is read: see [`with_deleted_rows`](Self::with_deleted_rows).
    #[must_use]
    pub fn with_deletions(self, rows: u64) -> Self {
        Self { deleted: Deleted::Unloaded(rows), ..self }
    }

    /// Returns the same file without these rows, by their positions over all its row groups.
    #[must_use]
    pub fn with_deleted_rows(&self, rows: Arc<DeletedRows>) -> Self {
        let deleted = if rows.is_empty() { Deleted::None } else { Deleted::Loaded(rows, 0) };
        Self { deleted, ..self.clone() }
    }

    /// Returns how many rows a table has deleted.
    pub fn deletions(&self) -> u64 {
        match &self.deleted {
            Deleted::None => 0,
            Deleted::Unloaded(rows) => *rows,
            Deleted::Loaded(rows, _) => rows.len(),
        }
    }

    /// Returns the deleted rows, and the position of a row group's first row among them; `None` if
    /// no row is deleted.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if they were not loaded.
    pub fn deleted_rows(&self, row_group: usize) -> Result<Option<(&Arc<DeletedRows>, u64)>> {
        match &self.deleted {
            Deleted::None => Ok(None),
            Deleted::Loaded(rows, _) => Ok(Some((rows, self.first_row(row_group)))),
            Deleted::Unloaded(rows) => {
                let error = Error::new(ErrorCode::Internal, "the deleted rows of the file were not loaded");
                Err(error.found(format!("{rows} deleted rows")).in_file(self.path.as_str()))
            }
        }
    }

    /// Returns how many rows come before a row group, deleted or not.
    fn first_row(&self, row_group: usize) -> u64 {
        let before = self.metadata.row_groups().iter().take(row_group);
        let first = if let Deleted::Loaded(_, first) = self.deleted { first } else { 0 };
        before.fold(first, |rows, group| rows.saturating_add(group.num_rows().cast_unsigned()))
    }

    /// Returns the facts in the footer, with `file` as the file's number in its dataset.
    pub fn summary(&self, file: u32) -> FileSummary {
        let row_groups = self.metadata.row_groups();
        FileSummary {
            file,
            path: self.path.clone(),
            bytes: self.bytes,
            footer: format!("{:016x}", self.footer_hash),
            rows: self.rows().saturating_sub(self.deletions()),
            deleted_rows: self.deletions(),
            columns: self.columns.iter().map(|column| self.column_summary(column)).collect(),
            row_groups: row_groups
                .iter()
                .map(|group| RowGroupSummary {
                    rows: group.num_rows().cast_unsigned(),
                    column_bytes: self
                        .columns
                        .iter()
                        .map(|column| match column.origin {
                            Origin::File { leaf: Some(leaf), .. } => {
                                group.column(leaf).compressed_size().max(0).cast_unsigned()
                            }
                            _ => 0,
                        })
                        .collect(),
                })
                .collect(),
        }
    }

    fn column_summary(&self, column: &Column) -> ColumnSummary {
        let days = self.days(column);
        ColumnSummary {
            name: column.name.clone(),
            type_label: column.label.clone(),
            source: column.source().into(),
            kind: column.kind(),
            value: column.value().map(str::to_owned),
            first_day: days.as_ref().map(|days| days.start.to_string()),
            last_day: days.map(|days| days.end.to_string()),
        }
    }

    /// Returns the first and last day, inclusive, in the statistics of a DATE or TIMESTAMP column.
    fn days(&self, column: &Column) -> Option<Range<Day>> {
        if column.kind() == Kind::Time
            && let Some(day) = column.value().and_then(|value| Day::parse(value.get(..10)?))
        {
            return Some(day..day);
        }
        let Origin::File { leaf: Some(leaf), int96: false, .. } = column.origin else { return None };
        let per_day = match &column.data_type {
            DataType::Date32 => 1,
            DataType::Timestamp(unit, _) => 86_400 * units_per_second(*unit),
            _ => return None,
        };
        let order = self.metadata.file_metadata().column_order(leaf);
        // The first or the last day may be one of a deleted row.
        if self.deletions() > 0 {
            return None;
        }
        if !matches!(order, ColumnOrder::TYPE_DEFINED_ORDER(_) | ColumnOrder::UNDEFINED) {
            return None;
        }
        let mut days: Option<Range<Day>> = None;
        for group in self.metadata.row_groups().iter().filter(|group| group.num_rows() > 0) {
            let statistics = group.column(leaf).statistics()?;
            let (least, greatest) = (statistics.min_bytes_opt(), statistics.max_bytes_opt());
            let is_all_null = statistics.null_count_opt() == Some(group.num_rows().cast_unsigned());
            // Some writers count nulls wrongly: a minimum shows that there is a value.
            if is_all_null && least.is_none() && greatest.is_none() {
                continue;
            }
            let day = |bytes: Option<&[u8]>| {
                let value = match bytes? {
                    four if four.len() == 4 => i64::from(i32::from_le_bytes(four.try_into().ok()?)),
                    eight => i64::from_le_bytes(eight.try_into().ok()?),
                };
                let day = value.div_euclid(per_day);
                let day = if self.calendar.applies(false) { gregorian_day(day) } else { day };
                Day::new(i32::try_from(day).ok()?)
            };
            let (first, last) = (day(least)?, day(greatest)?);
            if first > last {
                return None;
            }
            days = Some(match days {
                Some(days) => days.start.min(first)..days.end.max(last),
                None => first..last,
            });
        }
        days
    }
}

fn id_of(field: &parquet::schema::types::Type) -> Option<i32> {
    let info = field.get_basic_info();
    info.has_id().then(|| info.id())
}

fn columns(
    metadata: &ParquetMetaData,
    keys: Vec<HiveKey>,
    unreadable: &BTreeMap<usize, String>,
) -> parquet::errors::Result<Vec<Column>> {
    let descriptor = metadata.file_metadata().schema_descr();
    let schema = parquet_to_arrow_schema(descriptor, None)?;
    let mut first_leaves = vec![None; schema.fields().len()];
    for leaf in (0..descriptor.num_columns()).rev() {
        if let Some(first) = first_leaves.get_mut(descriptor.get_column_root_idx(leaf)) {
            *first = Some(leaf);
        }
    }
    let mut columns: Vec<Column> = Vec::with_capacity(first_leaves.len());
    for (field, &first_leaf) in schema.fields().iter().zip(&first_leaves) {
        let why = first_leaf.and_then(|leaf| unreadable.get(&leaf));
        let leaf = first_leaf.filter(|&leaf| {
            let column = descriptor.column(leaf);
            column.path().parts().len() == 1 && column.max_rep_level() == 0 && why.is_none()
        });
        let int96 = leaf.is_some_and(|leaf| descriptor.column(leaf).physical_type() == PhysicalType::INT96);
        columns.push(Column {
            name: field.name().clone(),
            label: why.cloned().unwrap_or_else(|| label(field.data_type(), int96)),
            data_type: match field.data_type() {
                DataType::Utf8 => DataType::Binary,
                other => other.clone(),
            },
            origin: Origin::File { leaf, within: Vec::new(), int96 },
        });
    }
    for (field, first_leaf) in schema.fields().iter().zip(first_leaves) {
        let (DataType::Struct(_), Some(first)) = (field.data_type(), first_leaf) else { continue };
        // A top-level column of exactly that name wins.
        let leaves = struct_leaves(field, descriptor, first).into_iter();
        let leaves: Vec<Column> =
            leaves.filter(|leaf| columns.iter().all(|column| column.name != leaf.name)).collect();
        columns.extend(leaves.into_iter().map(|leaf| readable(leaf, unreadable)));
    }
    for key in keys {
        columns.push(Column {
            name: key.name,
            label: "text in the path".into(),
            data_type: DataType::Binary,
            origin: Origin::Path(key.value),
        });
    }
    Ok(columns)
}

/// Returns a leaf of a struct, without its position if it cannot be read.
fn readable(mut column: Column, unreadable: &BTreeMap<usize, String>) -> Column {
    if let Origin::File { leaf: leaf @ Some(_), .. } = &mut column.origin
        && let Some(why) = leaf.and_then(|leaf| unreadable.get(&leaf))
    {
        *leaf = None;
        column.label.clone_from(why);
    }
    column
}

/// The length of a page's shortest header, and the maximum number of values of a page.
const MIN_HEADER_BYTES: u64 = 8;
const MAX_PAGE_VALUES: u64 = i32::MAX as u64;

/// Refuses more rows than the pages that fit into the smallest chunk can have. Otherwise time and
/// memory would be spent on rows that only the footer claims.
fn check_rows(row_group: &RowGroupMetaData) -> Result<i64> {
    let claimed = row_group.num_rows();
    let bytes = row_group.columns().iter().map(|chunk| chunk.compressed_size().max(0).cast_unsigned());
    let bytes = bytes.min().unwrap_or_default();
    match u64::try_from(claimed) {
        Ok(rows) if rows <= (bytes / MIN_HEADER_BYTES + 1).saturating_mul(MAX_PAGE_VALUES) => Ok(claimed),
        Ok(_) => Err(corrupt(&format!("a row group of {claimed} rows with a column chunk of {bytes} bytes"))),
        Err(_) => Err(corrupt(&format!("a row group of {claimed} rows"))),
    }
}

/// Checks that a chunk's byte range is inside its file, before it is requested.
fn check_chunk(chunk: &parquet::file::metadata::ColumnChunkMetaData, bytes: u64) -> Result<()> {
    let start = chunk.dictionary_page_offset().unwrap_or_else(|| chunk.data_page_offset());
    let end = start.checked_add(chunk.compressed_size());
    match (u64::try_from(start), end.map(u64::try_from)) {
        (Ok(start), Some(Ok(end))) if start <= end && end <= bytes => Ok(()),
        _ => Err(corrupt(&format!(
            "a column chunk of {} bytes at {start} in a file of {bytes} bytes",
            chunk.compressed_size()
        ))),
    }
}

fn corrupt(found: &str) -> Error {
    Error::new(ErrorCode::Corrupt, "the footer contradicts itself or the file")
        .expected("column chunks inside the file and a schema that Arrow can read")
        .found(found)
        .remedy("Copy, download or write the file again.")
}
