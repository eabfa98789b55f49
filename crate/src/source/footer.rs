//! A footer, decoded from ranges that somebody else reads.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use bytes::Bytes;
use parquet::DecodeResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataPushDecoder};

use crate::error::{Error, ErrorCode, Result};
use crate::source::encryption::names_encryption;
#[cfg(not(target_arch = "wasm32"))]
use crate::source::schema_tree;
use crate::source::{File, KeySearch, hive_keys};

/// How much of a file's end is asked for first; most footers fit, so that one read is enough.
const TAIL: u64 = 64 * 1024;
const MAGIC: &[u8; 4] = b"PAR1";
const MAGIC_ENCRYPTED: &[u8; 4] = b"PARE";
/// The magic at both ends and the footer's length before the last one.
const SMALLEST: u64 = 12;

/// Decodes a file's footer without reading anything itself.
///
/// Ask [`needs`](Self::needs), hand the bytes to [`push`](Self::push), until nothing is needed;
/// then take the [`File`].
///
/// ```
/// use daytally::source::FooterDecoder;
///
/// let bytes = daytally::sample::sample_file()?;
/// let mut footer = FooterDecoder::new("views.parquet", bytes.len() as u64);
/// while let Some(range) = footer.needs().first().cloned() {
///     let part = bytes[range.start as usize..range.end as usize].to_vec();
///     footer.push(range.start, part.into())?;
/// }
/// assert_eq!(footer.finish()?.columns().len(), 5);
/// # Ok::<(), daytally::Error>(())
/// ```
#[derive(Debug)]
pub struct FooterDecoder {
    path: String,
    bytes: u64,
    keys: Option<(String, KeySearch)>,
    hash: u64,
    state: State,
}

#[derive(Debug)]
enum State {
    Tail,
    /// The end is not Parquet's; the beginning tells a truncated file from another format.
    Head,
    Footer {
        decoder: Box<ParquetMetaDataPushDecoder>,
        needs: Vec<Range<u64>>,
        footer_start: u64,
    },
    Done(Box<ParquetMetaData>),
    Failed,
}

impl FooterDecoder {
    /// Begins with a file of `bytes` bytes; `path` is what errors call it and where hive keys are read.
    pub fn new(path: impl Into<String>, bytes: u64) -> Self {
        Self { path: path.into(), bytes, keys: None, hash: 0, state: State::Tail }
    }

    /// The same with hive keys from another path than the one that errors name.
    #[must_use]
    pub fn with_keys(mut self, path: impl Into<String>, search: KeySearch) -> Self {
        self.keys = Some((path.into(), search));
        self
    }

    /// The byte ranges to hand over next, half-open; none once the footer is whole.
    // A list of one range is meant.
    #[allow(clippy::single_range_in_vec_init)]
    pub fn needs(&self) -> Vec<Range<u64>> {
        match &self.state {
            State::Tail => vec![self.bytes.saturating_sub(TAIL)..self.bytes],
            State::Head => vec![0..self.bytes.min(4)],
            State::Footer { needs, .. } => needs.clone(),
            State::Done(_) | State::Failed => Vec::new(),
        }
    }

    /// Takes the bytes that begin at `start` and goes on as far as they allow.
    ///
    /// # Errors
    /// `NotParquet`, `Truncated`, `Encrypted` or `Corrupt`, naming the file.
    pub fn push(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        let result = self.advance(start, bytes).map_err(|error| error.in_file(self.path.as_str()));
        if result.is_err() {
            self.state = State::Failed;
        }
        result
    }

    fn advance(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        match &mut self.state {
            State::Tail => {
                if self.bytes < SMALLEST {
                    return Err(not_parquet(&format!("{} bytes", self.bytes)));
                }
                match bytes.last_chunk() {
                    Some(MAGIC) => {}
                    Some(MAGIC_ENCRYPTED) => return Err(encrypted()),
                    _ => {
                        self.state = State::Head;
                        return Ok(());
                    }
                }
                // Nobody here needs page indexes, and a footer may say that they are outside the file.
                let decoder = ParquetMetaDataPushDecoder::try_new(self.bytes)
                    .map_err(unreadable)?
                    .with_page_index_policy(PageIndexPolicy::Skip);
                let length = bytes.len().checked_sub(8).and_then(|at| bytes[at..].first_chunk());
                let length = u64::from(length.map_or(0, |length| u32::from_le_bytes(*length)));
                let footer_start = self.bytes.saturating_sub(8 + length);
                self.state = State::Footer { decoder: Box::new(decoder), needs: Vec::new(), footer_start };
                self.decode(start, bytes)
            }
            State::Head => Err(match bytes.first_chunk() {
                Some(MAGIC) => Error::new(ErrorCode::Truncated, "the file ends before its footer")
                    .expected("PAR1 as the last four bytes")
                    .found("a Parquet beginning without that end")
                    .remedy("Copy or download the file again; its writer may not have finished."),
                Some(MAGIC_ENCRYPTED) => encrypted(),
                _ => not_parquet("another format"),
            }),
            State::Footer { .. } => self.decode(start, bytes),
            State::Done(_) | State::Failed => Ok(()),
        }
    }

    fn decode(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        let State::Footer { decoder, needs, footer_start } = &mut self.state else { return Ok(()) };
        let end = start + bytes.len() as u64;
        if start <= *footer_start {
            self.hash = hash_of(within(&bytes, *footer_start, start));
        }
        // Otherwise the decoder asks for the rest, or finds that the file is too short. In WebAssembly
        // memory that is not there, or a stack that is used up, ends the worker.
        #[cfg(not(target_arch = "wasm32"))]
        if start <= *footer_start && *footer_start > 0 {
            schema_tree::check(within(&bytes, *footer_start, start)).map_err(unreadable_as)?;
        }
        decoder.push_range(start..end, bytes.clone()).map_err(unreadable)?;
        match decoder.try_decode().map_err(unreadable)? {
            DecodeResult::NeedsData(ranges) => *needs = ranges,
            DecodeResult::Data(_) if names_encryption(within(&bytes, *footer_start, start)) => {
                return Err(encrypted());
            }
            DecodeResult::Data(metadata) => self.state = State::Done(Box::new(metadata)),
            DecodeResult::Finished => return Err(unreadable(ParquetError::EOF("no metadata".into()))),
        }
        Ok(())
    }

    /// The file, once nothing is needed any more.
    ///
    /// # Errors
    /// `Internal` while ranges are still needed; `Corrupt` where the footer contradicts itself.
    pub fn finish(self) -> Result<File> {
        let Self { path, bytes, keys, hash, state } = self;
        match state {
            State::Done(metadata) => {
                let (keyed, search) =
                    keys.as_ref().map_or((&path, KeySearch::InFolder), |(path, search)| (path, *search));
                let keys = hive_keys(keyed, search).map_err(|error| error.in_file(path.as_str()))?;
                File::new(path, bytes, *metadata, keys, hash)
            }
            _ => Err(Error::new(ErrorCode::Internal, "the footer was not read whole").in_file(path)),
        }
    }
}

/// The bytes from `from` on, of those that begin at `start`.
fn within(bytes: &[u8], from: u64, start: u64) -> &[u8] {
    let skip = usize::try_from(from.saturating_sub(start)).unwrap_or(usize::MAX);
    bytes.get(skip..).unwrap_or_default()
}

/// A hash by which equal footers are found.
fn hash_of(footer: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    footer.hash(&mut hasher);
    hasher.finish()
}

fn not_parquet(found: &str) -> Error {
    Error::new(ErrorCode::NotParquet, "this is not a Parquet file")
        .expected("PAR1 as the first and last four bytes")
        .found(found)
        .remedy("Leave it out, or convert it to Parquet.")
}

fn encrypted() -> Error {
    Error::new(ErrorCode::Encrypted, "the file is encrypted")
        .expected("a plain footer and plain columns")
        .found("Parquet's encryption")
        .remedy("Write a decrypted copy with the tool that holds the key.")
}

fn unreadable(error: ParquetError) -> Error {
    let text = error.to_string();
    if text.to_lowercase().contains("encrypt") {
        return encrypted();
    }
    unreadable_as(text)
}

fn unreadable_as(found: String) -> Error {
    Error::new(ErrorCode::Corrupt, "the footer cannot be read")
        .expected("Parquet metadata")
        .found(found)
        .remedy("Copy or download the file again, or write it anew.")
}
