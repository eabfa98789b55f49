//! The actions of a log, one in each line of a commit or row of a checkpoint.

use crate::error::{Error, ErrorCode, Result};
use crate::source::table::stored::json::{self, Found, needed, number, other, part, text};
use crate::source::table::{DeletionVector, Json};

/// The values of a file's partition columns, by their stored names.
pub(super) type Values = Vec<(String, Option<String>)>;

/// A line of the log, which has one of these actions. Unknown actions and fields are ignored.
#[derive(Debug, Default)]
pub(super) struct Action {
    pub(super) add: Option<Add>,
    pub(super) remove: Option<Remove>,
    pub(super) protocol: Option<Protocol>,
    pub(super) metadata: Option<Metadata>,
    pub(super) sidecar: Option<Sidecar>,
    pub(super) checkpoint_metadata: Option<CheckpointMetadata>,
    pub(super) commit_info: Option<CommitInfo>,
}

impl Action {
    /// Parses a line, or returns what is wrong with it.
    pub(super) fn parse(line: &[u8]) -> Found<Self> {
        let json = json::parse(line)?;
        if json.as_object().is_none() {
            return Err("a line that is not an object".to_owned());
        }
        Ok(Self {
            add: part(&json, "add").map(Add::read).transpose()?,
            remove: part(&json, "remove").map(Remove::read).transpose()?,
            protocol: part(&json, "protocol").map(Protocol::read).transpose()?,
            metadata: part(&json, "metaData").map(Metadata::read).transpose()?,
            sidecar: part(&json, "sidecar").map(Sidecar::read).transpose()?,
            checkpoint_metadata: part(&json, "checkpointMetadata")
                .map(CheckpointMetadata::read)
                .transpose()?,
            commit_info: part(&json, "commitInfo").map(CommitInfo::read),
        })
    }
}

/// A file that is part of the table from now on.
#[derive(Debug)]
pub(super) struct Add {
    pub(super) path: String,
    pub(super) partition_values: Values,
    pub(super) size: u64,
    pub(super) deletion_vector: Option<StoredVector>,
}

impl Add {
    fn read(json: &Json) -> Found<Self> {
        Ok(Self {
            path: path(json)?,
            partition_values: part(json, "partitionValues").map_or(Ok(Values::new()), values)?,
            size: needed(number(json, "size"), "size")?,
            deletion_vector: part(json, "deletionVector").map(StoredVector::read).transpose()?,
        })
    }
}

fn path(json: &Json) -> Found<String> {
    needed(text(json, "path"), "path").map(str::to_owned)
}

fn values(json: &Json) -> Found<Values> {
    let wrong = || other("partitionValues", "an object of texts");
    let value = |(name, value): &(String, Json)| match value {
        Json::Null => Ok((name.clone(), None)),
        Json::Text(text) => Ok((name.clone(), Some(text.clone()))),
        _ => Err(wrong()),
    };
    // Lookups use the first value of a name, but the last one counts.
    json.as_object().ok_or_else(wrong)?.iter().rev().map(value).collect()
}

/// A file that is no longer part of the table.
#[derive(Debug)]
pub(super) struct Remove {
    pub(super) path: String,
    pub(super) deletion_vector: Option<StoredVector>,
}

impl Remove {
    fn read(json: &Json) -> Found<Self> {
        let deletion_vector = part(json, "deletionVector").map(StoredVector::read).transpose()?;
        Ok(Self { path: path(json)?, deletion_vector })
    }
}

/// What a reader must support.
#[derive(Clone, Debug)]
pub(super) struct Protocol {
    pub(super) min_reader_version: u64,
    pub(super) reader_features: Vec<String>,
}

impl Protocol {
    fn read(json: &Json) -> Found<Self> {
        Ok(Self {
            min_reader_version: needed(number(json, "minReaderVersion"), "minReaderVersion")?,
            reader_features: json::texts(json, "readerFeatures")?.unwrap_or_default(),
        })
    }
}

/// The schema, the partition columns and the properties.
#[derive(Clone, Debug)]
pub(super) struct Metadata {
    /// The format of the data files.
    pub(super) provider: Option<String>,
    pub(super) schema_string: String,
    pub(super) partition_columns: Vec<String>,
    /// How columns are mapped.
    pub(super) mapping_mode: Option<String>,
}

impl Metadata {
    fn read(json: &Json) -> Found<Self> {
        let of = |object: &str, name: &str| match part(json, object) {
            Some(object) => text(object, name).map(|text| text.map(str::to_owned)),
            None => Ok(None),
        };
        Ok(Self {
            provider: of("format", "provider")?,
            schema_string: needed(text(json, "schemaString"), "schemaString")?.to_owned(),
            partition_columns: json::texts(json, "partitionColumns")?.unwrap_or_default(),
            mapping_mode: of("configuration", "delta.columnMapping.mode")?,
        })
    }
}

/// A file with a part of a checkpoint.
#[derive(Debug)]
pub(super) struct Sidecar {
    pub(super) path: String,
}

impl Sidecar {
    fn read(json: &Json) -> Found<Self> {
        Ok(Self { path: path(json)? })
    }
}

/// What a checkpoint of the second form states about itself.
#[derive(Debug)]
pub(super) struct CheckpointMetadata {
    pub(super) version: u64,
}

impl CheckpointMetadata {
    fn read(json: &Json) -> Found<Self> {
        Ok(Self { version: needed(number(json, "version"), "version")? })
    }
}

/// Information about a commit for people; only its time is used.
#[derive(Debug)]
pub(super) struct CommitInfo {
    /// In milliseconds since 1970.
    pub(super) time: Option<i64>,
}

impl CommitInfo {
    fn read(json: &Json) -> Self {
        let time = |name: &str| json.get(name).and_then(Json::as_i64);
        Self { time: time("inCommitTimestamp").or_else(|| time("timestamp")) }
    }
}

/// A deletion vector as it is stored. Some writers store an empty one for none.
#[derive(Debug)]
pub(super) struct StoredVector {
    storage_type: String,
    path_or_inline: String,
    offset: Option<u64>,
    size_in_bytes: Option<u64>,
    cardinality: Option<u64>,
}

impl StoredVector {
    fn read(json: &Json) -> Found<Self> {
        let of = |name: &str| text(json, name).map(|text| text.unwrap_or_default().to_owned());
        Ok(Self {
            storage_type: of("storageType")?,
            path_or_inline: of("pathOrInlineDv")?,
            offset: number(json, "offset")?,
            size_in_bytes: number(json, "sizeInBytes")?,
            cardinality: number(json, "cardinality")?,
        })
    }

    /// Returns the deletion vector, `None` for an empty one.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) if a part of it is missing.
    pub(super) fn vector(self) -> Result<Option<DeletionVector>> {
        let Self { storage_type, path_or_inline, offset, size_in_bytes, cardinality } = self;
        if storage_type.is_empty() && path_or_inline.is_empty() {
            return Ok(None);
        }
        let small = |number: u64| u32::try_from(number).ok();
        let mut letters = storage_type.chars();
        let (Some(storage), None, Some(size_in_bytes), Some(cardinality), true) = (
            letters.next(),
            letters.next(),
            size_in_bytes.and_then(small),
            cardinality,
            offset.is_none_or(|offset| small(offset).is_some()),
        ) else {
            return Err(Error::new(ErrorCode::Corrupt, "a deletion vector in the log is incomplete")
                .expected("storageType as one letter, an offset below 2^32, sizeInBytes and cardinality")
                .found(format!("storageType \"{storage_type}\" and pathOrInlineDv \"{path_or_inline}\"")));
        };
        let offset = offset.and_then(small);
        Ok(Some(DeletionVector { storage, path_or_inline, offset, size_in_bytes, cardinality }))
    }
}
