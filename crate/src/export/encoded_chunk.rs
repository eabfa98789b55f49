//! A column chunk that is already encoded.

use std::fmt;
use std::io::Read;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, Length};

/// An encoded column chunk, to be appended to a Parquet file unchanged.
pub struct EncodedChunk<R> {
    /// Its part of the footer, except its position.
    pub metadata: ColumnChunkMetaData,
    /// Its bytes, from the first page on.
    pub bytes: R,
}

impl<R> fmt::Debug for EncodedChunk<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EncodedChunk").field(&self.metadata).finish()
    }
}

/// A stream at the position from which it will be read, once.
pub(super) struct OnceReader<R>(Mutex<Option<R>>);

impl<R> OnceReader<R> {
    pub(super) fn new(bytes: R) -> Self {
        Self(Mutex::new(Some(bytes)))
    }
}

impl<R> Length for OnceReader<R> {
    fn len(&self) -> u64 {
        u64::MAX
    }
}

impl<R: Read + Send> ChunkReader for OnceReader<R> {
    type T = R;

    fn get_read(&self, _: u64) -> Result<R> {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        bytes.ok_or_else(|| ParquetError::General("a chunk is read twice".into()))
    }

    fn get_bytes(&self, _: u64, _: usize) -> Result<Bytes> {
        Err(ParquetError::General("a chunk is read out of order".into()))
    }
}
