//! Manifests, which list the files of a table, and the lists of manifests.

use super::avro::{Facts, Row, Value};
use super::metadata::{PartitionField, encrypted};
use super::partition::Datum;
use crate::error::{Error, ErrorCode, Result};

/// The fields of manifests and of their lists that are read: ids and names.
const FIELDS: [(i32, &str); 21] = [
    (500, "manifest_path"),
    (501, "manifest_length"),
    (502, "partition_spec_id"),
    (515, "sequence_number"),
    (517, "content"),
    (519, "key_metadata"),
    (0, "status"),
    (2, "data_file"),
    (3, "sequence_number"),
    (134, "content"),
    (100, "file_path"),
    (101, "file_format"),
    (102, "partition"),
    (103, "record_count"),
    (104, "file_size_in_bytes"),
    (131, "key_metadata"),
    (135, "equality_ids"),
    (143, "referenced_data_file"),
    (144, "content_offset"),
    (145, "content_size_in_bytes"),
    (1, "snapshot_id"),
];

/// The id of the first field of a partition.
const FIRST_PARTITION_ID: i32 = 1000;

/// Returns whether a field of a manifest or of a list is read.
pub(super) fn is_read(id: Option<i32>, name: &str) -> bool {
    FIELDS.iter().any(|&(known, known_name)| id.map_or(name == known_name, |id| id == known))
}

/// A manifest in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) path: String,
    /// Its size, if the list has it.
    pub(super) bytes: Option<u64>,
    /// The id of the spec by which its files are partitioned, if the list has it.
    spec: Option<i64>,
    /// What its entries inherit.
    sequence: u64,
}

impl Manifest {
    /// Reads an entry of a list.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt), or [`Encrypted`](ErrorCode::Encrypted).
    pub(super) fn new(row: Row<'_>) -> Result<Self> {
        if *row.get(519, "key_metadata") != Value::Null {
            return Err(encrypted());
        }
        let path = row.text(500, "manifest_path").ok_or_else(|| corrupt("a manifest without a path"))?;
        let bytes = row.whole(501, "manifest_length").and_then(|bytes| u64::try_from(bytes).ok());
        let sequence = u64::try_from(row.whole(515, "sequence_number").unwrap_or_default());
        Ok(Self {
            path: path.to_owned(),
            bytes,
            spec: row.whole(502, "partition_spec_id"),
            sequence: sequence.map_err(|_| corrupt("a negative sequence number"))?,
        })
    }

    /// Creates a manifest of a snapshot that has no file with a list, as in format 1.
    pub(super) fn of_snapshot(path: String) -> Self {
        Self { path, bytes: None, spec: None, sequence: 0 }
    }
}

/// The content of a file of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Data,
    PositionDeletes,
    EqualityDeletes,
}

/// A file that a manifest lists as part of the table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ListedFile {
    pub(super) content: Content,
    pub(super) path: String,
    pub(super) format: String,
    pub(super) bytes: u64,
    pub(super) rows: u64,
    /// The number of the commit that added it.
    pub(super) sequence: u64,
    pub(super) spec: i64,
    /// The values of its partition, in the order of the spec.
    pub(super) partition: Vec<Datum>,
    /// The ids of the columns by which rows are deleted.
    pub(super) equality_ids: Vec<i32>,
    /// The only data file whose rows are deleted.
    pub(super) referenced: Option<String>,
    /// Where in the file the deletion vector begins, and its size.
    pub(super) blob: Option<(u64, u64)>,
}

impl ListedFile {
    /// Reads an entry of a manifest. Returns `None` for one that records that a file was deleted.
    ///
    /// `spec` returns the fields of a partition spec by its id.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt), or [`Encrypted`](ErrorCode::Encrypted).
    pub(super) fn new<'a>(
        row: Row<'_>,
        metadata: &Facts,
        manifest: &Manifest,
        spec: impl Fn(i64) -> Option<&'a [PartitionField]>,
    ) -> Result<Option<Self>> {
        match row.whole(0, "status") {
            Some(0 | 1) => {}
            Some(2) => return Ok(None),
            Some(other) => return Err(corrupt(&format!("the status {other}"))),
            None => return Err(corrupt("an entry without a status")),
        }
        let file = row.row(2, "data_file").ok_or_else(|| corrupt("an entry without a file"))?;
        if *file.get(131, "key_metadata") != Value::Null {
            return Err(encrypted());
        }
        let lacks = |what: &str| corrupt(&format!("a file without {what}"));
        let text = |id, name: &str| file.text(id, name).ok_or_else(|| lacks(name));
        let number = |id, name: &str| {
            let number = file.whole(id, name).and_then(|number| u64::try_from(number).ok());
            number.ok_or_else(|| lacks(name))
        };
        let content = match file.whole(134, "content").unwrap_or_default() {
            0 => Content::Data,
            1 => Content::PositionDeletes,
            2 => Content::EqualityDeletes,
            other => return Err(corrupt(&format!("a file of the unknown content {other}"))),
        };
        let of_file = || std::str::from_utf8(metadata.get(b"partition-spec-id")?).ok()?.parse().ok();
        let spec_id = manifest.spec.or_else(of_file).unwrap_or_default();
        let fields =
            spec(spec_id).ok_or_else(|| corrupt(&format!("the unknown partition spec {spec_id}")))?;
        let tuple = file.row(102, "partition");
        let value = |(place, field): (i32, &PartitionField)| {
            // In format 1 the ids may be left out.
            let id = field.field_id.unwrap_or(FIRST_PARTITION_ID + place);
            let value = tuple.and_then(|tuple| tuple.find(id, &field.name));
            let value =
                value.ok_or_else(|| lacks(&format!("a value of the partition field \"{}\"", field.name)))?;
            Datum::new(value).ok_or_else(|| corrupt("a partition of nested values"))
        };
        Ok(Some(Self {
            content,
            path: text(100, "file_path")?.to_owned(),
            format: text(101, "file_format")?.to_ascii_lowercase(),
            bytes: number(104, "file_size_in_bytes")?,
            rows: number(103, "record_count")?,
            sequence: sequence(row, manifest)?,
            spec: spec_id,
            partition: (0..).zip(fields).map(value).collect::<Result<_>>()?,
            equality_ids: ids(file.get(135, "equality_ids"))?,
            referenced: file.text(143, "referenced_data_file").map(str::to_owned),
            blob: number(144, "content_offset").ok().zip(number(145, "content_size_in_bytes").ok()),
        }))
    }
}

/// Returns the number of the commit that added a file. A new entry inherits that of its manifest; in
/// manifests of format 1, all are 0.
fn sequence(row: Row<'_>, manifest: &Manifest) -> Result<u64> {
    match row.whole(3, "sequence_number") {
        Some(number) => u64::try_from(number).map_err(|_| corrupt("a negative sequence number")),
        None if row.whole(0, "status") == Some(1) || manifest.sequence == 0 => Ok(manifest.sequence),
        None => Err(corrupt("an old file without a sequence number")),
    }
}

fn ids(value: &Value) -> Result<Vec<i32>> {
    let Value::List(values) = value else { return Ok(Vec::new()) };
    let id = |value: &Value| match value {
        Value::Whole(id) => i32::try_from(*id).ok(),
        _ => None,
    };
    values.iter().map(|value| id(value).ok_or_else(|| corrupt("an id that is not valid"))).collect()
}

pub(super) fn corrupt(found: &str) -> Error {
    Error::new(ErrorCode::Corrupt, "the manifest of the Iceberg table cannot be read")
        .expected("the files of a snapshot, as the Iceberg specification defines them")
        .found(found)
        .remedy("Copy the whole table again.")
}
