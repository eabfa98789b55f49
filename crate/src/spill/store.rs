//! A place for bytes outside of memory.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};

/// A file that grows at its end and is read anywhere, by any number of readers.
///
/// Whoever makes one sees to it that it is gone when the last handle is, and after a crash.
pub trait Store: fmt::Debug + Shared {
    /// Writes bytes at the end and gives the offset at which they begin.
    ///
    /// # Errors
    /// `Io` if there is no room, or no store any more.
    fn append(&self, bytes: &[u8]) -> Result<u64>;

    /// Reads a half-open range that was written.
    ///
    /// # Errors
    /// `Io` if it cannot be read any more.
    fn read(&self, range: Range<u64>) -> Result<Bytes>;
}

/// What a store must be to be used by threads; nothing where a worker is a thread of its own.
#[cfg(not(target_arch = "wasm32"))]
pub trait Shared: Send + Sync {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send + Sync> Shared for T {}

/// What a store must be to be used by threads; nothing where a worker is a thread of its own.
#[cfg(target_arch = "wasm32")]
pub trait Shared {}
#[cfg(target_arch = "wasm32")]
impl<T> Shared for T {}

/// The error of a store's contents that are not what was written.
pub fn broken(why: impl fmt::Display) -> Error {
    Error::new(ErrorCode::Io, "what was spilled to disk cannot be read back")
        .found(why.to_string())
        .remedy("Run again; with more memory if it happens again, so that nothing is spilled.")
}
