//! The keys of deleted rows.

use crate::error::{Error, ErrorCode, Result};
use crate::source::table::{ByKey, REWRITE_WITHOUT_DELETES};

/// The maximum number of keys, and the maximum size of all of them in bytes.
const MAX_KEYS: usize = 5_000_000;
const MAX_BYTES: usize = 512 << 20;

/// The keys of rows that were deleted by the values of some columns, each with the newest commit that
/// deleted it.
#[derive(Debug, Default)]
pub struct DeletedKeys {
    newest: ByKey<u64>,
    bytes: usize,
    /// The kinds of the columns' values, as far as they are known.
    kinds: Vec<u8>,
}

impl DeletedKeys {
    /// Adds a key that a commit deleted.
    ///
    /// # Errors
    ///
    /// [`OverLimit`](crate::ErrorCode::OverLimit) for too many, and as [`deletes`](Self::deletes).
    pub fn add(&mut self, key: &[u8], kinds: &[u8], sequence: u64) -> Result<()> {
        self.check(kinds)?;
        self.kinds.resize(kinds.len(), 0);
        for (known, &kind) in self.kinds.iter_mut().zip(kinds) {
            *known = kind.max(*known);
        }
        if let Some(newest) = self.newest.get_mut(key) {
            *newest = sequence.max(*newest);
            return Ok(());
        }
        self.bytes += key.len();
        if self.newest.len() >= MAX_KEYS || self.bytes > MAX_BYTES {
            return Err(Error::new(ErrorCode::OverLimit, "the Iceberg table has too many equality deletes")
                .expected(format!("at most {MAX_KEYS} different values of {MAX_BYTES} bytes"))
                .remedy(REWRITE_WITHOUT_DELETES));
        }
        self.newest.insert(key.into(), sequence);
        Ok(())
    }

    /// Returns whether a row with a key, that a commit wrote, was deleted by a later one.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorCode::Unsupported) if the values are of other kinds.
    pub fn deletes(&self, key: &[u8], kinds: &[u8], sequence: u64) -> Result<bool> {
        self.check(kinds)?;
        Ok(self.newest.get(key).is_some_and(|&newest| newest > sequence))
    }

    /// Checks that values can be compared with all others.
    fn check(&self, kinds: &[u8]) -> Result<()> {
        let differs = |(&known, &kind): (&u8, &u8)| known != 0 && kind != 0 && known != kind;
        if !self.kinds.iter().zip(kinds).any(differs) {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::Unsupported,
            "the Iceberg table has equality deletes by a column whose type was changed",
        )
        .expected("values of one type in all files")
        .remedy(REWRITE_WITHOUT_DELETES))
    }
}
