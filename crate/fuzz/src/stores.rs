//! Stores for spilled state.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use arbitrary::Arbitrary;
use bytes::Bytes;
use daytally::spill::Store;
use daytally::{Error, ErrorCode, Result};

/// A store in memory.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Vec<u8>>);

impl Memory {
    /// Creates a store that contains bytes.
    pub fn holding(bytes: Vec<u8>) -> Self {
        Self(Mutex::new(bytes))
    }
}

impl Store for Memory {
    fn append(&self, bytes: &[u8]) -> Result<u64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let start = all.len() as u64;
        all.extend_from_slice(bytes);
        Ok(start)
    }

    fn read(&self, range: Range<u64>) -> Result<Bytes> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
        let found = place.and_then(|(start, end)| all.get(start..end));
        let outside = || Error::new(ErrorCode::Io, format!("{range:?} was never written"));
        Ok(Bytes::copy_from_slice(found.ok_or_else(outside)?))
    }
}

/// Selects which bytes of a batch are changed.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The bytes of its Arrow stream.
    Stream,
    /// The bytes of the compressed stream.
    Compressed,
}

/// A store that returns its batches with changes.
#[derive(Debug)]
pub struct Changed {
    /// The form that is changed.
    pub layer: Layer,
    /// The unchanged batches.
    pub store: Memory,
    /// The changes to each batch: an offset and the number that is added to its byte.
    pub changes: Vec<(u16, u8)>,
}

impl Store for Changed {
    fn append(&self, bytes: &[u8]) -> Result<u64> {
        self.store.append(bytes)
    }

    fn read(&self, range: Range<u64>) -> Result<Bytes> {
        let bytes = self.store.read(range)?;
        if self.layer == Layer::Compressed {
            return Ok(self.changed(bytes.to_vec()).into());
        }
        let plain = lz4_flex::block::decompress_size_prepended(&bytes).expect("a batch of Daytally");
        Ok(lz4_flex::block::compress_prepend_size(&self.changed(plain)).into())
    }
}

impl Changed {
    fn changed(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        for &(place, add) in &self.changes {
            let place = usize::from(place) % bytes.len().max(1);
            if let Some(byte) = bytes.get_mut(place) {
                *byte = byte.wrapping_add(add);
            }
        }
        bytes
    }
}
