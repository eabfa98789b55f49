//! The metadata of a table: its schemas, partition specs and snapshots.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::error::{Error, ErrorCode, Result};

/// The maximum size of the metadata.
pub(super) const MAX_BYTES: usize = 256 << 20;
const FORMAT: i64 = 3;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Metadata {
    pub(super) location: String,
    #[serde(default)]
    current_snapshot_id: Option<i64>,
    #[serde(default)]
    snapshots: Option<Vec<StoredSnapshot>>,
    #[serde(default)]
    schemas: Option<Vec<StoredSchema>>,
    #[serde(default)]
    current_schema_id: Option<i64>,
    /// The only schema of a table of format 1.
    #[serde(default)]
    schema: Option<StoredSchema>,
    #[serde(default)]
    partition_specs: Option<Vec<PartitionSpec>>,
    /// The only spec of a table of format 1.
    #[serde(default)]
    partition_spec: Option<Vec<PartitionField>>,
    #[serde(default)]
    properties: Option<HashMap<String, String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct StoredSnapshot {
    snapshot_id: i64,
    #[serde(default)]
    pub(super) timestamp_ms: Option<i64>,
    #[serde(default)]
    schema_id: Option<i64>,
    #[serde(default)]
    pub(super) manifest_list: Option<String>,
    /// The manifests of a table of format 1, whose list is not a file.
    #[serde(default)]
    pub(super) manifests: Option<Vec<String>>,
    #[serde(default)]
    key_id: Option<Json>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct StoredSchema {
    #[serde(default)]
    schema_id: Option<i64>,
    pub(super) fields: Vec<StoredField>,
}

/// A field of a schema or of a struct.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct StoredField {
    pub(super) id: i32,
    pub(super) name: String,
    pub(super) r#type: Json,
    /// The value of rows that were written before the field was added.
    #[serde(default)]
    pub(super) initial_default: Option<Json>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PartitionSpec {
    spec_id: i64,
    pub(super) fields: Vec<PartitionField>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PartitionField {
    /// The id of its source in the schema; a transform of several sources has `source-ids`.
    #[serde(default)]
    pub(super) source_id: Option<i32>,
    #[serde(default)]
    pub(super) field_id: Option<i32>,
    pub(super) name: String,
    pub(super) transform: String,
}

/// A snapshot that is read, and the schema by which it is.
#[derive(Debug)]
pub(super) struct Chosen<'a> {
    pub(super) id: u64,
    pub(super) snapshot: &'a StoredSnapshot,
    pub(super) schema: &'a StoredSchema,
}

impl Metadata {
    /// Parses the content of a file, which may be compressed.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) for other content, [`OverLimit`](ErrorCode::OverLimit) for too
    /// much of it, [`Unsupported`](ErrorCode::Unsupported) for a newer format.
    pub(super) fn parse(bytes: &[u8], is_compressed: bool) -> Result<Self> {
        let is_compressed = is_compressed || bytes.starts_with(&[0x1f, 0x8b]);
        let inflated = if is_compressed { inflated(bytes)? } else { Vec::new() };
        let text = if is_compressed { inflated.as_slice() } else { bytes };
        if text.len() > MAX_BYTES {
            return Err(Error::new(ErrorCode::OverLimit, "the metadata of the Iceberg table is too large")
                .expected(format!("at most {MAX_BYTES} bytes"))
                .remedy("Expire old snapshots of the table."));
        }
        let json: Json = serde_json::from_slice(text).map_err(|error| corrupt(&error.to_string()))?;
        let version = json.get("format-version").and_then(Json::as_i64);
        let version = version.ok_or_else(|| corrupt("no format-version"))?;
        if !(1..=FORMAT).contains(&version) {
            return Err(Error::new(
                ErrorCode::Unsupported,
                "the Iceberg table has a format that is not read",
            )
            .expected(format!("a format version from 1 to {FORMAT}"))
            .found(version.to_string())
            .remedy("Export the table to Parquet, for example with Spark."));
        }
        Self::deserialize(json).map_err(|error| corrupt(&error.to_string()))
    }

    /// Returns a property of the table.
    pub(super) fn property(&self, name: &str) -> Option<&str> {
        self.properties.as_ref()?.get(name).map(String::as_str)
    }

    /// Returns the schemas, the newest last.
    pub(super) fn schemas(&self) -> impl DoubleEndedIterator<Item = &StoredSchema> {
        self.schema.iter().chain(self.schemas.iter().flatten())
    }

    /// Returns a partition spec by its id.
    pub(super) fn spec(&self, id: i64) -> Option<&[PartitionField]> {
        let spec = self.partition_specs.iter().flatten().find(|spec| spec.spec_id == id);
        match spec {
            Some(spec) => Some(&spec.fields),
            None => self.partition_spec.as_deref().filter(|_| id == 0),
        }
    }

    /// Returns whether a column has one value in each file of some spec.
    pub(super) fn is_partition(&self, column: i32) -> bool {
        let specs = self.partition_specs.iter().flatten().map(|spec| spec.fields.as_slice());
        let mut fields = specs.chain(self.partition_spec.as_deref()).flatten();
        fields.any(|field| field.source_id == Some(column) && field.transform == "identity")
    }

    /// Returns the current snapshot with the table's current schema, or one by its id with its own.
    ///
    /// # Errors
    ///
    /// [`NoInput`](ErrorCode::NoInput) for a table without a snapshot,
    /// [`InvalidOption`](ErrorCode::InvalidOption) for an id that it does not have,
    /// [`Encrypted`](ErrorCode::Encrypted) for an encrypted one.
    pub(super) fn choose(&self, wanted: Option<u64>) -> Result<Chosen<'_>> {
        let snapshots = || self.snapshots.iter().flatten();
        let id = match wanted {
            Some(id) => id,
            None => {
                let current = self.current_snapshot_id.filter(|&id| id != -1).ok_or_else(|| {
                    Error::new(ErrorCode::NoInput, "the Iceberg table has no rows yet")
                        .expected("a current snapshot")
                        .found("none")
                })?;
                u64::try_from(current).map_err(|_| corrupt(&format!("the snapshot {current}")))?
            }
        };
        let snapshot =
            snapshots().find(|snapshot| u64::try_from(snapshot.snapshot_id) == Ok(id)).ok_or_else(|| {
                if wanted.is_none() {
                    return corrupt(&format!("no snapshot {id}, which is the current one"));
                }
                let newest: Vec<String> =
                    snapshots().rev().take(5).map(|it| it.snapshot_id.to_string()).collect();
                Error::new(ErrorCode::InvalidOption, format!("the Iceberg table has no snapshot {id}"))
                    .expected("the id of a snapshot that was not expired")
                    .found(format!("the snapshots {}", newest.join(", ")))
            })?;
        if snapshot.key_id.as_ref().is_some_and(|key| !key.is_null()) {
            return Err(encrypted());
        }
        let own = snapshot.schema_id.filter(|_| wanted.is_some());
        let schema = own.or(self.current_schema_id);
        let by_id =
            schema.and_then(|id| self.schemas.iter().flatten().find(|schema| schema.schema_id == Some(id)));
        let schema = by_id.or(self.schema.as_ref()).ok_or_else(|| corrupt("no schema of the snapshot"))?;
        Ok(Chosen { id, snapshot, schema })
    }
}

/// Decompresses metadata, up to a byte more than its maximum.
#[cfg(feature = "gzip")]
fn inflated(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut inflated = Vec::new();
    let decoder = std::io::Read::take(flate2::read::GzDecoder::new(bytes), MAX_BYTES as u64 + 1);
    let read = std::io::Read::read_to_end(&mut { decoder }, &mut inflated);
    read.map_err(|error| corrupt(&error.to_string()))?;
    Ok(inflated)
}

#[cfg(not(feature = "gzip"))]
fn inflated(_: &[u8]) -> Result<Vec<u8>> {
    Err(Error::new(
        ErrorCode::Unsupported,
        "the metadata of the Iceberg table is compressed, which is not read here",
    )
    .remedy("Build with the feature gzip."))
}

/// Returns the error for a table of which some file is encrypted.
pub(super) fn encrypted() -> Error {
    Error::new(ErrorCode::Encrypted, "the Iceberg table is encrypted")
        .remedy("Export the table to Parquet without encryption, where its keys are.")
}

pub(super) fn corrupt(found: &str) -> Error {
    Error::new(ErrorCode::Corrupt, "the metadata of the Iceberg table cannot be read")
        .expected("the JSON of a table's metadata")
        .found(found)
        .remedy("Copy the whole table again; the file may be cut off.")
}
