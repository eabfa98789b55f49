//! The totals of a version, which some writers store beside its commit.

use serde::Deserialize;

use super::replay::Live;
use crate::error::{Error, ErrorCode, Result};

/// What a file such as `00000000000000000012.crc` states about its version.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Checksum {
    num_files: Option<u64>,
    table_size_bytes: Option<u64>,
    num_deleted_records_opt: Option<u64>,
    num_deletion_vectors_opt: Option<u64>,
}

impl Checksum {
    /// Parses it; `None` if it cannot be read. It is optional, and readers ignore a broken one.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }

    /// Compares it with the files that the log lists.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) if they differ.
    pub(super) fn check(&self, files: &[(String, Live)]) -> Result<()> {
        let vectors = || files.iter().filter_map(|(_, live)| live.deletion_vector.as_ref());
        let bytes = files.iter().map(|(_, live)| live.bytes).fold(0, u64::saturating_add);
        let deleted = vectors().map(|vector| vector.cardinality).fold(0, u64::saturating_add);
        for (what, stated, found) in [
            ("files", self.num_files, files.len() as u64),
            ("bytes", self.table_size_bytes, bytes),
            ("deletion vectors", self.num_deletion_vectors_opt, vectors().count() as u64),
            ("deleted rows", self.num_deleted_records_opt, deleted),
        ] {
            if let Some(stated) = stated.filter(|&stated| stated != found) {
                return Err(Error::new(ErrorCode::Corrupt, "the version's checksum contradicts the log")
                    .expected(format!("{stated} {what}"))
                    .found(found.to_string())
                    .remedy("Copy the whole table again; a part of its log may be missing or cut off."));
            }
        }
        Ok(())
    }
}
