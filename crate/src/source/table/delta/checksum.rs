//! The totals of a version, which some writers store beside its commit.

use super::replay::Live;
use crate::error::{Error, ErrorCode, Result};
use crate::source::table::stored::json::{self, number};

/// What a file such as `00000000000000000012.crc` states about its version.
#[derive(Debug)]
pub(super) struct Checksum {
    files: Option<u64>,
    bytes: Option<u64>,
    deleted_rows: Option<u64>,
    deletion_vectors: Option<u64>,
}

impl Checksum {
    /// Parses it; `None` if it cannot be read. It is optional, and readers ignore a broken one.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let json = json::parse(text).ok()?;
        Some(Self {
            files: number(&json, "numFiles").ok()?,
            bytes: number(&json, "tableSizeBytes").ok()?,
            deleted_rows: number(&json, "numDeletedRecordsOpt").ok()?,
            deletion_vectors: number(&json, "numDeletionVectorsOpt").ok()?,
        })
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
            ("files", self.files, files.len() as u64),
            ("bytes", self.bytes, bytes),
            ("deletion vectors", self.deletion_vectors, vectors().count() as u64),
            ("deleted rows", self.deleted_rows, deleted),
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
