//! A file of a table: which of its columns are which of the table's.

use std::sync::Arc;

use arrow::datatypes::{DataType, Fields};

use crate::error::{Error, ErrorCode, Result};
use crate::source::table::{TableColumn, TableColumns, TableType};
use crate::source::{Column, Origin, PlacedColumn, StoredColumn};

/// The maximum number of stored names that are tried for a struct's field.
const MAX_PATHS: usize = 64;

/// A file's part in its table.
#[derive(Clone, Debug)]
pub(crate) struct InTable {
    /// The table's columns.
    pub(crate) columns: Arc<TableColumns>,
    /// The values of its partition columns.
    values: Arc<[Option<String>]>,
    /// The columns of the file as they are stored.
    stored: Vec<StoredColumn>,
    /// For each of the table's columns, the position of the stored one, if the file has it.
    places: Vec<Option<usize>>,
    /// How the file's columns are found.
    pub(crate) matching: Matching,
}

/// How the columns of a table are found in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matching {
    /// By their stored names.
    Stored,
    /// By the names that the table maps to their ids.
    Mapped,
    /// By their ids.
    Ids,
}

/// Returns the columns of a table in a file, whose columns are `stored`: the top-level ones, then
/// the leaves of structs. `values` are those of the partition columns. `lower_case` converts text
/// to lower case; the browser has a function for it, and Rust's has large tables.
///
/// # Errors
///
/// [`Unsupported`](crate::ErrorCode::Unsupported) for a file without ids in a table that finds
/// columns by their ids.
pub fn placed_columns(
    columns: Arc<TableColumns>,
    values: Arc<[Option<String>]>,
    stored: Vec<StoredColumn>,
    lower_case: &dyn Fn(&str) -> String,
) -> Result<Vec<PlacedColumn>> {
    Ok(InTable::new(columns, values, stored, lower_case)?.visible())
}

impl InTable {
    /// Finds the table's columns in a file, whose columns are `stored`.
    pub(super) fn new(
        columns: Arc<TableColumns>,
        values: Arc<[Option<String>]>,
        stored: Vec<StoredColumn>,
        lower_case: &dyn Fn(&str) -> String,
    ) -> Result<Self> {
        let top = || stored.iter().enumerate().filter(|(_, column)| column.is_top);
        let by_name = |wanted: &str| {
            let exact = top().find(|(_, column)| column.name == wanted);
            exact.map(|(place, _)| place).or_else(|| {
                // As in Spark, the case of a name may differ.
                let wanted = lower_case(wanted);
                let mut same = top().filter(|(_, column)| lower_case(&column.name) == wanted);
                same.next().map(|(place, _)| place).filter(|_| same.next().is_none())
            })
        };
        let by_id = |id: Option<i32>| {
            top().find(|(_, column)| column.id.is_some() && column.id == id).map(|(place, _)| place)
        };
        let has_ids = top().next().is_none() || top().any(|(_, column)| column.id.is_some());
        let matching = match (columns.by_id, has_ids) {
            (false, _) => Matching::Stored,
            (true, true) => Matching::Ids,
            (true, false) => Matching::Mapped,
        };
        let place = |column: &TableColumn| match column.partition {
            Some(_) if !columns.files_first => None,
            _ => match matching {
                Matching::Ids => by_id(column.id),
                Matching::Stored => by_name(&column.stored),
                Matching::Mapped => {
                    let is_it =
                        |(_, stored): &(usize, &StoredColumn)| columns.is_mapped(column, &stored.name);
                    top().find(is_it).map(|(place, _)| place)
                }
            },
        };
        if matching == Matching::Mapped && columns.names.is_none() {
            return Err(Error::new(
                ErrorCode::Unsupported,
                "the file has no column ids, by which its table finds columns",
            )
            .expected("a field_id in each column of the footer")
            .found("none")
            .remedy("Rewrite the table's files where it was written."));
        }
        let places = columns.columns.iter().map(place).collect();
        Ok(Self { columns, values, stored, places, matching })
    }

    /// Returns the stored name of one of the table's columns, by its position.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn stored_name(&self, column: usize) -> Option<&str> {
        let place = self.places.get(column).copied().flatten()?;
        Some(&self.stored[place].name)
    }

    /// Returns the value of a partition column.
    pub(crate) fn value(&self, column: &TableColumn) -> Option<&str> {
        self.values.get(column.partition?)?.as_deref()
    }

    /// Returns the columns of the table: the top-level ones, then the leaves of structs.
    pub(super) fn visible(&self) -> Vec<PlacedColumn> {
        let tables = &self.columns.columns;
        let top = tables.iter().zip(&self.places).map(|(column, place)| match place {
            Some(place) => PlacedColumn::Stored(column.name.clone(), *place),
            None => PlacedColumn::Absent(absent(column, column.name.clone(), self.value(column))),
        });
        let mut visible: Vec<PlacedColumn> = top.collect();
        let mut leaves = Vec::new();
        for (column, place) in tables.iter().zip(&self.places) {
            if let TableType::Struct(fields) = &column.values {
                let stored = place.map_or(column.stored.as_str(), |place| &self.stored[place].name);
                self.leaves(fields, &column.name, &[stored.to_owned()], &mut leaves);
            }
        }
        leaves.retain(|leaf: &PlacedColumn| visible.iter().all(|column| column.name() != leaf.name()));
        visible.extend(leaves);
        visible
    }

    /// Adds the leaves of a struct, whose dotted path is `name`, and one of `stored` in the file.
    fn leaves(&self, fields: &[TableColumn], name: &str, stored: &[String], found: &mut Vec<PlacedColumn>) {
        for field in fields {
            let name = format!("{name}.{}", field.name);
            let names = match self.matching {
                Matching::Mapped => self.columns.mapped_names(field),
                Matching::Stored | Matching::Ids => std::slice::from_ref(&field.stored),
            };
            let paths = stored.iter().flat_map(|path| names.iter().map(move |name| format!("{path}.{name}")));
            let stored: Vec<String> = paths.take(MAX_PATHS).collect();
            match &field.values {
                TableType::Struct(fields) => self.leaves(fields, &name, &stored, found),
                TableType::Value { .. } => {
                    let is_it = |column: &StoredColumn| {
                        if self.matching == Matching::Ids && column.is_leaf {
                            column.id.is_some() && column.id == field.id
                        } else {
                            !column.is_top && stored.contains(&column.name)
                        }
                    };
                    found.push(match self.stored.iter().position(is_it) {
                        Some(place) => PlacedColumn::Stored(name, place),
                        None => PlacedColumn::Absent(absent(field, name, self.value(field))),
                    });
                }
                _ => {}
            }
        }
    }
}

/// Returns a column that the file does not have. Every row has the value.
fn absent(column: &TableColumn, name: String, value: Option<&str>) -> Column {
    let label = column.values.label().to_owned();
    let TableType::Value { data_type, .. } = &column.values else {
        let origin = Origin::File { leaf: None, within: Vec::new(), int96: false };
        return Column { name, data_type: DataType::Struct(Fields::empty()), label, origin };
    };
    let value = value.map(|value| match data_type {
        // Readers agree that a value without a zone is in UTC.
        DataType::Timestamp(_, Some(_)) if !value.ends_with('Z') => format!("{value}Z"),
        _ => value.to_owned(),
    });
    Column { name, data_type: data_type.clone(), label, origin: Origin::Log(value) }
}
