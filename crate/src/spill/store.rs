//! A place for bytes outside of memory.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};

/// A file that grows at its end and is read anywhere, by any number of readers.
///
/// Its maker must ensure that it is deleted with the last handle, and after a crash.
pub trait Store: fmt::Debug + Shared {
    /// Appends bytes. Returns the offset at which they begin.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if there is no room, or the store is gone.
    fn append(&self, bytes: &[u8]) -> Result<u64>;

    /// Reads a half-open range that was written.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if it cannot be read any more.
    fn read(&self, range: Range<u64>) -> Result<Bytes>;
}

/// The bounds for a store that threads share; none if a worker is a thread of its own.
#[cfg(not(target_arch = "wasm32"))]
pub trait Shared: Send + Sync {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send + Sync> Shared for T {}

/// The bounds for a store that threads share; none if a worker is a thread of its own.
#[cfg(target_arch = "wasm32")]
pub trait Shared {}
#[cfg(target_arch = "wasm32")]
impl<T> Shared for T {}

/// Returns the error for stored contents that differ from what was written.
pub fn broken(why: impl fmt::Display) -> Error {
    Error::new(ErrorCode::Io, "what was spilled to disk cannot be read back")
        .found(why.to_string())
        .remedy("Run again; with more memory if it happens again, so that nothing is spilled.")
}
