//! The metadata of a table: its schemas, partition specs and snapshots.

use crate::error::{Error, ErrorCode, Result};
use crate::source::table::stored::json::{self, Found, id, integer, list, needed, part, text, texts};
use crate::source::table::stored::{crc32, inflate};
use crate::source::table::table_use::time;
use crate::source::table::{Json, ListedSnapshot};

/// The maximum size of the metadata.
pub(super) const MAX_BYTES: usize = 256 << 20;
const FORMAT: i64 = 3;

#[derive(Debug)]
pub(super) struct Metadata {
    json: Json,
    pub(super) location: String,
    specs: Vec<PartitionSpec>,
}

#[derive(Debug)]
pub(super) struct StoredSnapshot {
    pub(super) timestamp_ms: Option<i64>,
    schema_id: Option<i64>,
    pub(super) manifest_list: Option<String>,
    /// The manifests of a table of format 1, whose list is not a file.
    pub(super) manifests: Vec<String>,
}

impl StoredSnapshot {
    fn read(json: &Json) -> Found<Self> {
        Ok(Self {
            timestamp_ms: integer(json, "timestamp-ms")?,
            schema_id: integer(json, "schema-id")?,
            manifest_list: text(json, "manifest-list")?.map(str::to_owned),
            manifests: texts(json, "manifests")?.unwrap_or_default(),
        })
    }
}

/// A field of a schema or of a struct.
#[derive(Debug)]
pub(super) struct StoredField<'a> {
    pub(super) id: i32,
    pub(super) name: &'a str,
    pub(super) r#type: &'a Json,
    /// The value of rows that were written before the field was added.
    pub(super) initial_default: Option<&'a Json>,
}

impl<'a> StoredField<'a> {
    /// Reads the fields of a schema or a struct.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) for other JSON.
    pub(super) fn all(json: &'a Json) -> Result<Vec<Self>> {
        let read = |json| {
            Ok(StoredField {
                id: needed(id(json, "id"), "id")?,
                name: needed(text(json, "name"), "name")?,
                r#type: needed(Ok(part(json, "type")), "type")?,
                initial_default: part(json, "initial-default"),
            })
        };
        let fields = needed(list(json, "fields"), "fields");
        let fields = fields.and_then(|fields| fields.iter().map(read).collect::<Found<_>>());
        fields.map_err(|found| corrupt(&format!("{found} in a schema")))
    }
}

#[derive(Debug)]
struct PartitionSpec {
    id: i64,
    fields: Vec<PartitionField>,
}

#[derive(Debug)]
pub(super) struct PartitionField {
    /// The id of its source in the schema; a transform of several sources has `source-ids`.
    pub(super) source_id: Option<i32>,
    pub(super) field_id: Option<i32>,
    pub(super) name: String,
    pub(super) transform: String,
}

impl PartitionField {
    fn all(fields: &[Json]) -> Found<Vec<Self>> {
        let read = |json: &Json| {
            Ok(Self {
                source_id: id(json, "source-id")?,
                field_id: id(json, "field-id")?,
                name: needed(text(json, "name"), "name")?.to_owned(),
                transform: needed(text(json, "transform"), "transform")?.to_owned(),
            })
        };
        fields.iter().map(read).collect()
    }
}

impl PartitionSpec {
    /// Reads the specs of a table. That of a table of format 1 has no id.
    fn all(json: &Json) -> Found<Vec<Self>> {
        let mut specs = Vec::new();
        for spec in list(json, "partition-specs")?.unwrap_or_default() {
            let fields = PartitionField::all(needed(list(spec, "fields"), "fields")?)?;
            specs.push(Self { id: needed(integer(spec, "spec-id"), "spec-id")?, fields });
        }
        if let Some(fields) = list(json, "partition-spec")? {
            specs.push(Self { id: 0, fields: PartitionField::all(fields)? });
        }
        Ok(specs)
    }
}

/// The snapshot to read, and the fields of the schema with which it is read.
#[derive(Debug)]
pub(super) struct Chosen<'a> {
    pub(super) id: u64,
    pub(super) snapshot: StoredSnapshot,
    pub(super) fields: Vec<StoredField<'a>>,
}

impl Metadata {
    /// Parses the content of a file, which may be compressed.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) for other content, such as more than [`MAX_BYTES`] once it is
    /// decompressed, [`Unsupported`](ErrorCode::Unsupported) for a newer format.
    pub(super) fn parse(bytes: &[u8], is_compressed: bool) -> Result<Self> {
        let is_compressed = is_compressed || bytes.starts_with(&[0x1f, 0x8b]);
        let inflated = if is_compressed { inflated(bytes)? } else { Vec::new() };
        let text = if is_compressed { inflated.as_slice() } else { bytes };
        let json = json::parse(text).map_err(|found| corrupt(&found))?;
        let version = needed(integer(&json, "format-version"), "format-version");
        let version = version.map_err(|found| corrupt(&found))?;
        if !(1..=FORMAT).contains(&version) {
            return Err(Error::new(
                ErrorCode::Unsupported,
                "the Iceberg table has a format that is not read",
            )
            .expected(format!("a format version from 1 to {FORMAT}"))
            .found(version.to_string())
            .remedy("Export the table to Parquet, for example with Spark."));
        }
        Self::read(json).map_err(|found| corrupt(&found))
    }

    fn read(json: Json) -> Found<Self> {
        let location = needed(text(&json, "location"), "location")?.to_owned();
        Ok(Self { location, specs: PartitionSpec::all(&json)?, json })
    }

    /// Returns a property of the table.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) if it is not text.
    pub(super) fn property(&self, name: &str) -> Result<Option<&str>> {
        let properties = part(&self.json, "properties").unwrap_or(&Json::Null);
        text(properties, name).map_err(|found| corrupt(&found))
    }

    /// Returns the schemas, the newest last.
    pub(super) fn schemas(&self) -> impl DoubleEndedIterator<Item = &Json> {
        let only = part(&self.json, "schema");
        only.into_iter().chain(self.json.get("schemas").and_then(Json::as_list).into_iter().flatten())
    }

    /// Returns a partition spec by its id.
    pub(super) fn spec(&self, id: i64) -> Option<&[PartitionField]> {
        self.specs.iter().find(|spec| spec.id == id).map(|spec| spec.fields.as_slice())
    }

    /// Returns whether a column has one value in each file of some spec.
    pub(super) fn is_partition(&self, column: i32) -> bool {
        let mut fields = self.specs.iter().flat_map(|spec| &spec.fields);
        fields.any(|field| field.source_id == Some(column) && field.transform == "identity")
    }

    /// Returns the ids of the snapshots, in the order in which they were added.
    fn snapshots(&self) -> impl DoubleEndedIterator<Item = (u64, &Json)> {
        let snapshots = self.json.get("snapshots").and_then(Json::as_list);
        let id = |json: &Json| json.get("snapshot-id").and_then(Json::as_u64);
        snapshots.into_iter().flatten().filter_map(move |json| Some((id(json)?, json)))
    }

    /// Returns all snapshots, in the order in which they were added.
    pub(super) fn listed(&self) -> Vec<ListedSnapshot> {
        let current = self.json.get("current-snapshot-id").and_then(Json::as_u64);
        let listed = |(id, json): (u64, &Json)| ListedSnapshot {
            version: id.to_string(),
            committed: json.get("timestamp-ms").and_then(Json::as_i64).and_then(time),
            is_newest: Some(id) == current,
        };
        self.snapshots().map(listed).collect()
    }

    /// Returns the current snapshot with the table's current schema, or one by its id with its own.
    ///
    /// # Errors
    ///
    /// [`NoInput`](ErrorCode::NoInput) for a table without a snapshot,
    /// [`InvalidOption`](ErrorCode::InvalidOption) for an id that it does not have,
    /// [`Encrypted`](ErrorCode::Encrypted) for an encrypted one.
    pub(super) fn choose(&self, wanted: Option<u64>) -> Result<Chosen<'_>> {
        let broken = |found: String| corrupt(&found);
        let id = match wanted {
            Some(id) => id,
            None => {
                let current = integer(&self.json, "current-snapshot-id").map_err(broken)?;
                let current = current.filter(|&id| id != -1).ok_or_else(|| {
                    Error::new(ErrorCode::NoInput, "the Iceberg table has no rows yet")
                        .expected("a current snapshot")
                        .found("none")
                })?;
                u64::try_from(current).map_err(|_| corrupt(&format!("the snapshot {current}")))?
            }
        };
        let (_, json) = self.snapshots().find(|&(known, _)| known == id).ok_or_else(|| {
            if wanted.is_none() {
                return corrupt(&format!("no snapshot {id}, which is the current one"));
            }
            let newest: Vec<String> = self.snapshots().rev().take(5).map(|(id, _)| id.to_string()).collect();
            Error::new(ErrorCode::InvalidOption, format!("the Iceberg table has no snapshot {id}"))
                .expected("the id of a snapshot that was not expired")
                .found(format!("the snapshots {}", newest.join(", ")))
        })?;
        if part(json, "key-id").is_some() {
            return Err(encrypted());
        }
        let snapshot = StoredSnapshot::read(json).map_err(broken)?;
        let current = integer(&self.json, "current-schema-id").map_err(broken)?;
        let schema = snapshot.schema_id.filter(|_| wanted.is_some()).or(current);
        let is_it = |json: &&Json| json.get("schema-id").and_then(Json::as_i64) == schema;
        let by_id = list(&self.json, "schemas").map_err(broken)?.unwrap_or_default();
        let by_id = by_id.iter().filter(|_| schema.is_some()).find(is_it);
        let schema = by_id.or(part(&self.json, "schema"));
        let schema = schema.ok_or_else(|| corrupt("no schema of the snapshot"))?;
        Ok(Chosen { id, snapshot, fields: StoredField::all(schema)? })
    }
}

/// Decompresses metadata in gzip.
fn inflated(bytes: &[u8]) -> Result<Vec<u8>> {
    let body = after_header(bytes).ok_or_else(|| corrupt("a header of gzip that is not valid"))?;
    let (inflated, end) = inflate(body, MAX_BYTES).map_err(|found| corrupt(&found))?;
    let trailer = body.get(end..end + 8);
    let expected = [crc32(&inflated).to_le_bytes(), (inflated.len() as u32).to_le_bytes()].concat();
    if trailer == Some(&*expected) { Ok(inflated) } else { Err(corrupt("a checksum of gzip that differs")) }
}

/// Returns what follows the header of gzip.
fn after_header(bytes: &[u8]) -> Option<&[u8]> {
    let (&[0x1f, 0x8b, 8, flags, ..], mut rest) = bytes.split_first_chunk::<10>()? else { return None };
    if flags & 4 != 0 {
        let (length, after) = rest.split_first_chunk()?;
        rest = after.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    // The name and the comment end with a byte 0.
    for _ in 0..(flags & 24).count_ones() {
        rest = rest.get(rest.iter().position(|&byte| byte == 0)? + 1..)?;
    }
    if flags & 2 == 0 { Some(rest) } else { rest.get(2..) }
}

/// Returns the error for metadata of more than [`MAX_BYTES`].
pub(super) fn too_large() -> Error {
    Error::new(ErrorCode::OverLimit, "the metadata of the Iceberg table is too large")
        .expected(format!("at most {MAX_BYTES} bytes"))
        .remedy("Expire old snapshots of the table.")
}

/// Returns the error for a table that has an encrypted file.
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

#[cfg(test)]
#[cfg(feature = "gzip")]
mod tests {
    use std::io::Write;

    use flate2::{Compression, GzBuilder};

    use super::*;

    #[test]
    fn gzip_is_checked() {
        let text = br#"{"format-version":2,"location":"s3://b/t"}"#;
        for builder in [
            GzBuilder::new(),
            GzBuilder::new().filename("v1").comment("c").extra(vec![1, 2, 3]),
            GzBuilder::new().comment(""),
        ] {
            let mut encoder = builder.write(Vec::new(), Compression::default());
            encoder.write_all(text).unwrap();
            let bytes = encoder.finish().unwrap();
            assert_eq!(Metadata::parse(&bytes, true).unwrap().location, "s3://b/t");
            for cut in [3, 12, bytes.len() - 1] {
                assert_eq!(Metadata::parse(&bytes[..cut], true).unwrap_err().code(), ErrorCode::Corrupt);
            }
            let mut other = bytes.clone();
            other[bytes.len() - 5] ^= 1;
            let error = Metadata::parse(&other, true).unwrap_err().to_string();
            assert!(error.contains("a checksum of gzip that differs"), "{error}");
        }
    }
}
