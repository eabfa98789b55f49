//! The actions of a log, one in each line of a commit or row of a checkpoint.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, ErrorCode, Result};
use crate::source::table::DeletionVector;

/// The values of a file's partition columns, by their stored names.
pub(super) type Values = BTreeMap<String, Option<String>>;

/// A line of the log: one of these is there. Unknown actions and fields are ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Action {
    pub(super) add: Option<Add>,
    pub(super) remove: Option<Remove>,
    pub(super) protocol: Option<Protocol>,
    pub(super) meta_data: Option<Metadata>,
    pub(super) sidecar: Option<Sidecar>,
    pub(super) checkpoint_metadata: Option<CheckpointMetadata>,
    /// Free text for people, of which only the time is used.
    pub(super) commit_info: Option<serde_json::Value>,
}

/// A file that is part of the table from now on.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Add {
    pub(super) path: String,
    #[serde(default)]
    pub(super) partition_values: Option<Values>,
    pub(super) size: u64,
    #[serde(default)]
    pub(super) deletion_vector: Option<StoredVector>,
}

/// A file that is no longer part of the table.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Remove {
    pub(super) path: String,
    #[serde(default)]
    pub(super) deletion_vector: Option<StoredVector>,
}

/// What a reader must support.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Protocol {
    pub(super) min_reader_version: i64,
    #[serde(default)]
    pub(super) reader_features: Option<Vec<String>>,
}

/// The schema, the partition columns and the properties.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata {
    #[serde(default)]
    pub(super) format: Option<Format>,
    pub(super) schema_string: String,
    #[serde(default)]
    pub(super) partition_columns: Option<Vec<String>>,
    #[serde(default)]
    pub(super) configuration: Option<BTreeMap<String, Option<String>>>,
}

/// The format of the data files.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Format {
    #[serde(default)]
    pub(super) provider: Option<String>,
}

/// A file with a part of a checkpoint.
#[derive(Debug, Deserialize)]
pub(super) struct Sidecar {
    pub(super) path: String,
}

/// What a checkpoint of the second form states about itself.
#[derive(Debug, Deserialize)]
pub(super) struct CheckpointMetadata {
    pub(super) version: u64,
}

/// A deletion vector as it is stored. Some writers store an empty one for none.
#[derive(Debug, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[derive(Default)]
pub(super) struct StoredVector {
    storage_type: Option<String>,
    path_or_inline_dv: Option<String>,
    offset: Option<u32>,
    size_in_bytes: Option<u32>,
    cardinality: Option<u64>,
}

impl StoredVector {
    /// Returns the deletion vector, `None` for an empty one.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) if a part of it is missing.
    pub(super) fn read(self) -> Result<Option<DeletionVector>> {
        let Self { storage_type, path_or_inline_dv, offset, size_in_bytes, cardinality } = self;
        let storage_type = storage_type.unwrap_or_default();
        let path_or_inline = path_or_inline_dv.unwrap_or_default();
        if storage_type.is_empty() && path_or_inline.is_empty() {
            return Ok(None);
        }
        let mut letters = storage_type.chars();
        let (Some(storage), None, Some(size_in_bytes), Some(cardinality)) =
            (letters.next(), letters.next(), size_in_bytes, cardinality)
        else {
            return Err(Error::new(ErrorCode::Corrupt, "a deletion vector in the log is incomplete")
                .expected("storageType as one letter, sizeInBytes and cardinality")
                .found(format!("storageType {storage_type:?} and pathOrInlineDv {path_or_inline:?}")));
        };
        Ok(Some(DeletionVector { storage, path_or_inline, offset, size_in_bytes, cardinality }))
    }
}
