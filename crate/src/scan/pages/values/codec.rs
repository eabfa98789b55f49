//! Decompresses pages into memory that is used again.

#[cfg(feature = "gzip")]
use std::io::{self, Read};

#[cfg(feature = "gzip")]
use flate2::read::MultiGzDecoder;
use parquet::basic::Compression;

/// Returns whether pages of a codec are decompressed here.
pub(super) fn is_known(codec: Compression) -> bool {
    match codec {
        Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::LZ4_RAW => true,
        #[cfg(feature = "gzip")]
        Compression::GZIP(_) => true,
        #[cfg(feature = "zstd")]
        Compression::ZSTD(_) => true,
        _ => false,
    }
}

/// Fills `bytes` with a page, which must have as many.
pub(super) fn decompress(codec: Compression, page: &[u8], bytes: &mut [u8]) -> Option<()> {
    let found = match codec {
        Compression::UNCOMPRESSED if page.len() == bytes.len() => {
            bytes.copy_from_slice(page);
            page.len()
        }
        Compression::SNAPPY => snap::raw::Decoder::new().decompress(page, bytes).ok()?,
        Compression::LZ4_RAW => lz4_flex::block::decompress_into(page, bytes).ok()?,
        #[cfg(feature = "gzip")]
        Compression::GZIP(_) => inflate(page, bytes).ok()?,
        #[cfg(feature = "zstd")]
        Compression::ZSTD(_) => zstd::bulk::decompress_to_buffer(page, bytes).ok()?,
        _ => return None,
    };
    (found == bytes.len()).then_some(())
}

/// Returns how many bytes a page has; one more than there is room for if it continues.
#[cfg(feature = "gzip")]
fn inflate(page: &[u8], bytes: &mut [u8]) -> io::Result<usize> {
    let mut stream = MultiGzDecoder::new(page);
    stream.read_exact(bytes)?;
    Ok(bytes.len() + stream.read(&mut [0])?)
}
