//! The state of a table: its columns, and the files that manifests have listed so far.

use std::sync::Arc;

use super::manifest::{Content, ListedFile, corrupt};
use super::metadata::{Metadata, StoredField};
use super::schema;
use super::vectors::Vectors;
use crate::error::{Error, ErrorCode, Result};
use crate::order::ordered;
use crate::source::table::{
    ByKey, DeleteFile, Deletes, REWRITE_WITHOUT_DELETES, TableColumn, TableColumns, TableFile, TableLocation,
    TableType,
};

/// The maximum number of files of a table.
const MAX_FILES: usize = 10_000_000;

/// The values of the columns with constants.
type Values = Arc<[Option<String>]>;

/// A table's columns and files.
#[derive(Debug)]
pub(super) struct Table {
    location: Arc<TableLocation>,
    columns: Arc<TableColumns>,
    /// The columns that have a value for each file, and the value of files without a partition.
    constants: Vec<Constant>,
    /// The number and the values of each partition.
    partitions: ByKey<(u32, Values)>,
    /// The columns by which rows are deleted, by their ids.
    keys: Vec<(Vec<i32>, Arc<TableColumns>)>,
    files: Vec<TableFile>,
    deletes: Vec<DeleteFile>,
    vectors: Vectors,
}

/// A table whose files are complete.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) columns: Arc<TableColumns>,
    /// The data files by their paths, sorted.
    pub(super) files: Vec<TableFile>,
    pub(super) deletes: Vec<DeleteFile>,
    pub(super) location: Arc<TableLocation>,
}

#[derive(Debug)]
struct Constant {
    id: i32,
    values: TableType,
    default: Option<String>,
}

impl Table {
    /// Creates a table without files.
    ///
    /// # Errors
    ///
    /// As [`schema::column`].
    pub(super) fn new(
        metadata: &Metadata,
        fields: &[StoredField<'_>],
        location: TableLocation,
    ) -> Result<Self> {
        let mut columns = Vec::new();
        let mut constants = Vec::new();
        for field in fields {
            let mut column = schema::column(field, 0)?;
            let default = schema::default_value(field)?;
            if metadata.is_partition(field.id) || default.is_some() {
                column.partition = Some(constants.len());
                constants.push(Constant { id: field.id, values: column.values.clone(), default });
            }
            if let TableType::Struct(fields) = &mut column.values {
                inside(fields, metadata, &mut constants);
            }
            columns.push(column);
        }
        let mapping = metadata.property("schema.name-mapping.default")?;
        let names = mapping.map(schema::names).transpose()?;
        Ok(Self {
            location: Arc::new(location),
            columns: Arc::new(TableColumns { columns, by_id: true, names, files_first: true }),
            constants,
            partitions: ByKey::default(),
            keys: Vec::new(),
            files: Vec::new(),
            deletes: Vec::new(),
            vectors: Vectors::default(),
        })
    }

    /// Returns a path of the metadata below the table's folder.
    ///
    /// # Errors
    ///
    /// As [`TableLocation::below`].
    pub(super) fn below(&self, stored: &str) -> Result<String> {
        self.location.below(stored)
    }

    /// Takes a file that a manifest lists.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](ErrorCode::Unsupported) for a file that is not read,
    /// [`OverLimit`](ErrorCode::OverLimit) for too many.
    pub(super) fn add(&mut self, file: ListedFile, metadata: &Metadata) -> Result<()> {
        if self.files.len() + self.deletes.len() + self.vectors.len() >= MAX_FILES {
            return Err(Error::new(ErrorCode::OverLimit, "the Iceberg table has too many files")
                .expected(format!("at most {MAX_FILES}"))
                .remedy("Compact the table, for example with CALL system.rewrite_data_files in Spark."));
        }
        let path = self.below(&file.path)?;
        let of = file.referenced.as_deref().map(|of| self.below(of)).transpose()?;
        let (partition, values) = self.partition(&file, metadata)?;
        let ListedFile { content, format, bytes, rows, sequence, spec, equality_ids, blob, .. } = file;
        if content == Content::PositionDeletes && format == "puffin" {
            return self.vectors.add(path, of, (sequence, partition), blob, rows);
        }
        if format != "parquet" {
            return Err(Error::new(
                ErrorCode::Unsupported,
                "the Iceberg table has a file that is not Parquet",
            )
            .expected("files in Parquet")
            .found(format!("\"{path}\" in the format {format}"))
            .remedy(
                "Set the table's property write.format.default to parquet and rewrite it, for example with \
                     CALL system.rewrite_data_files in Spark.",
            ));
        }
        let deletes = match content {
            Content::Data => {
                let deletion_vector = None;
                self.files.push(TableFile { path, bytes, values, deletion_vector, sequence, partition });
                return Ok(());
            }
            Content::PositionDeletes => Deletes::Positions { of },
            Content::EqualityDeletes => {
                let fields = metadata.spec(spec).unwrap_or_default();
                let everywhere = fields.iter().all(|field| field.transform == "void");
                Deletes::Values { columns: self.key(equality_ids, metadata)?, everywhere }
            }
        };
        self.deletes.push(DeleteFile { path, bytes, sequence, partition, deletes });
        Ok(())
    }

    /// Returns the number of a file's partition, and the values of the columns with constants.
    fn partition(&mut self, file: &ListedFile, metadata: &Metadata) -> Result<(u32, Values)> {
        let mut key = file.spec.to_le_bytes().to_vec();
        file.partition.iter().for_each(|datum| datum.write(&mut key));
        if let Some(known) = self.partitions.get(&key) {
            return Ok(known.clone());
        }
        let fields = metadata.spec(file.spec).unwrap_or_default();
        let value = |constant: &Constant| {
            let is_it = |id: Option<i32>, transform: &str| id == Some(constant.id) && transform == "identity";
            let place = fields.iter().position(|field| is_it(field.source_id, &field.transform));
            match place.and_then(|place| file.partition.get(place)) {
                Some(datum) => datum.text(&constant.values).map_err(|found| {
                    let of = constant.values.label();
                    corrupt(&format!("the value {found} of a partition column of type {of}"))
                }),
                None => Ok(constant.default.clone()),
            }
        };
        let values: Values = self.constants.iter().map(value).collect::<Result<_>>()?;
        // There are fewer than the maximum number of files.
        let number = u32::try_from(self.partitions.len()).unwrap_or(u32::MAX);
        self.partitions.insert(key.into(), (number, values.clone()));
        Ok((number, values))
    }

    /// Returns the columns by which rows are deleted.
    fn key(&mut self, ids: Vec<i32>, metadata: &Metadata) -> Result<Arc<TableColumns>> {
        let mut ids = ordered(ids, &i32::cmp);
        ids.dedup();
        if let Some((_, known)) = self.keys.iter().find(|(known, _)| *known == ids) {
            return Ok(known.clone());
        }
        if ids.is_empty() {
            return Err(corrupt("equality deletes without the ids of columns"));
        }
        let columns = ids.iter().map(|&id| self.key_column(id, metadata)).collect::<Result<_>>()?;
        let columns = Arc::new(TableColumns { columns, ..(*self.columns).clone() });
        self.keys.push((ids, columns.clone()));
        Ok(columns)
    }

    fn key_column(&self, id: i32, metadata: &Metadata) -> Result<TableColumn> {
        let refused = |found: &str| {
            Error::new(
                ErrorCode::Unsupported,
                "the Iceberg table has equality deletes by a column that is not read",
            )
            .expected("a top-level column of one value")
            .found(format!("{found} with the id {id}"))
            .remedy(REWRITE_WITHOUT_DELETES)
        };
        if let Some(column) = self.columns.columns.iter().find(|column| column.id == Some(id)) {
            let is_value = matches!(column.values, TableType::Value { .. } | TableType::Other(_));
            return if is_value { Ok(column.clone()) } else { Err(refused(column.values.label())) };
        }
        // It was dropped, or it was added after the snapshot.
        let mut dropped = None;
        for schema in metadata.schemas() {
            dropped = StoredField::all(schema)?.into_iter().find(|field| field.id == id).or(dropped);
        }
        let field = dropped.ok_or_else(|| refused("a field"))?;
        if metadata.is_partition(id) || schema::default_value(&field)?.is_some() {
            return Err(refused("a dropped column"));
        }
        let column = schema::column(&field, 0)?;
        let is_value = matches!(column.values, TableType::Value { .. } | TableType::Other(_));
        if is_value { Ok(column) } else { Err(refused(column.values.label())) }
    }

    /// Returns the table with all of its files.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) for a file that is listed twice: its rows would count twice.
    pub(super) fn finish(mut self) -> Result<Finished> {
        self.files = ordered(self.files, &|a: &TableFile, b| a.path.cmp(&b.path));
        if let Some(pair) = self.files.windows(2).find(|pair| pair[0].path == pair[1].path) {
            return Err(corrupt(&format!("the file \"{}\" twice", pair[0].path)));
        }
        for file in &mut self.files {
            file.deletion_vector = self.vectors.of(file)?;
        }
        Ok(Finished {
            columns: self.columns,
            files: self.files,
            deletes: self.deletes,
            location: self.location,
        })
    }
}

/// Finds the partition columns among the fields of a struct.
fn inside(fields: &mut [TableColumn], metadata: &Metadata, constants: &mut Vec<Constant>) {
    for field in fields {
        if let Some(id) = field.id.filter(|&id| metadata.is_partition(id)) {
            field.partition = Some(constants.len());
            constants.push(Constant { id, values: field.values.clone(), default: None });
        }
        if let TableType::Struct(fields) = &mut field.values {
            inside(fields, metadata, constants);
        }
    }
}
