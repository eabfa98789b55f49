//! The compression of blocks.

use crate::source::table::stored::{crc32, inflate};

/// The maximum size of a block as it is stored.
pub(super) const MAX_STORED: usize = 64 << 20;
/// The maximum size of a block without compression.
const MAX_BLOCK: usize = 128 << 20;

/// A compression codec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    Null,
    Deflate,
    Snappy,
    /// The browser has no decoder for it, except the one in the module for Parquet.
    #[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
    Zstandard,
}

impl Codec {
    /// Returns the codec of a name.
    pub(super) fn of_name(name: &[u8]) -> Option<Self> {
        match name {
            b"null" => Some(Self::Null),
            b"deflate" => Some(Self::Deflate),
            b"snappy" => Some(Self::Snappy),
            #[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
            b"zstandard" => Some(Self::Zstandard),
            _ => None,
        }
    }

    /// Returns the bytes of a block, or what is wrong with it.
    pub(super) fn decompress(self, stored: &[u8]) -> Result<Vec<u8>, String> {
        match self {
            Self::Null => Ok(stored.to_vec()),
            Self::Deflate => inflate(stored, MAX_BLOCK).map(|(bytes, _)| bytes),
            Self::Snappy => {
                let (compressed, checksum) = stored.split_last_chunk().ok_or("a block that is too short")?;
                let length = snap::raw::decompress_len(compressed).map_err(|_| NOT_SNAPPY)?;
                // Three compressed bytes become at most 64.
                if length > MAX_BLOCK.min(compressed.len().saturating_mul(64)) {
                    return Err(too_large());
                }
                let bytes = snap::raw::Decoder::new().decompress_vec(compressed);
                let bytes = bytes.map_err(|_| NOT_SNAPPY)?;
                let (expected, found) = (u32::from_be_bytes(*checksum), crc32(&bytes));
                if expected != found {
                    return Err(format!("a block with the checksum {found:08x} instead of {expected:08x}"));
                }
                Ok(bytes)
            }
            #[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
            Self::Zstandard => read(zstd::Decoder::new(stored).map_err(|error| error.to_string())?),
        }
    }
}

#[cfg(all(feature = "zstd", not(target_arch = "wasm32")))]
fn read(from: impl std::io::Read) -> Result<Vec<u8>, String> {
    use std::io::Read;

    let mut bytes = Vec::new();
    from.take(MAX_BLOCK as u64 + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() > MAX_BLOCK { Err(too_large()) } else { Ok(bytes) }
}

/// This replaces the messages of the crate's errors, which are long.
const NOT_SNAPPY: &str = "a block of snappy that is not valid";

fn too_large() -> String {
    format!("a block of more than {MAX_BLOCK} bytes")
}
