//! Decodes a footer from ranges that the caller reads.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};
use crate::source::metadata::{self, Metadata, Refused};
use crate::source::{File, KeySearch, hive_keys, parts};

/// How much of a file's end is requested first; most footers fit, so that one read is enough.
const TAIL: u64 = 64 * 1024;
const MAGIC: &[u8; 4] = b"PAR1";
const MAGIC_ENCRYPTED: &[u8; 4] = b"PARE";
/// The magic at both ends, and the footer's length before the last one.
const MIN_FILE_BYTES: u64 = 12;

/// Decodes a file's footer without I/O.
///
/// Read what [`needs`](Self::needs) returns and pass it to [`push`](Self::push), until nothing is
/// needed. Then [`finish`](Self::finish) returns the [`File`].
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
    /// The end is not Parquet's; the beginning distinguishes a truncated file from another format.
    Head,
    /// The footer is longer than the first request.
    Footer(Range<u64>),
    Done(Box<Metadata>),
    Failed,
}

impl FooterDecoder {
    /// Creates a decoder of a file of `bytes` bytes. `path` is its name in errors and has its Hive
    /// keys.
    pub fn new(path: impl Into<String>, bytes: u64) -> Self {
        Self { path: path.into(), bytes, keys: None, hash: 0, state: State::Tail }
    }

    /// Parses Hive keys from another path than the one in errors.
    #[must_use]
    pub fn with_keys(mut self, path: impl Into<String>, search: KeySearch) -> Self {
        self.keys = Some((path.into(), search));
        self
    }

    /// Returns the byte ranges to push next, half-open; none if the footer is complete.
    // A list of one range is intended.
    #[allow(clippy::single_range_in_vec_init)]
    pub fn needs(&self) -> Vec<Range<u64>> {
        match &self.state {
            State::Tail => vec![self.bytes.saturating_sub(TAIL)..self.bytes],
            State::Head => vec![0..self.bytes.min(4)],
            State::Footer(range) => vec![range.clone()],
            State::Done(_) | State::Failed => Vec::new(),
        }
    }

    /// Takes the bytes that begin at `start`.
    ///
    /// # Errors
    ///
    /// [`NotParquet`](crate::ErrorCode::NotParquet), [`Truncated`](crate::ErrorCode::Truncated),
    /// [`Encrypted`](crate::ErrorCode::Encrypted) or [`Corrupt`](crate::ErrorCode::Corrupt), with
    /// the file.
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
                if self.bytes < MIN_FILE_BYTES {
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
                let length = bytes.len().checked_sub(8).and_then(|at| bytes[at..].first_chunk());
                let length = u64::from(length.map_or(0, |length| u32::from_le_bytes(*length)));
                let end = self.bytes - 8;
                let begin = end.checked_sub(length).filter(|&begin| begin > 0).ok_or_else(|| {
                    unreadable(format!("a footer of {length} bytes in a file of {}", self.bytes))
                })?;
                self.state = State::Footer(begin..end);
                if begin < start { Ok(()) } else { self.decode(start, &bytes) }
            }
            State::Head => Err(match bytes.first_chunk() {
                Some(MAGIC) => Error::new(ErrorCode::Truncated, "the file ends before its footer")
                    .expected("PAR1 as the last four bytes")
                    .found("a Parquet beginning without that end")
                    .remedy("Copy or download the file again; its writer may not have finished."),
                Some(MAGIC_ENCRYPTED) => encrypted(),
                _ => not_parquet("another format"),
            }),
            State::Footer(_) => self.decode(start, &bytes),
            State::Done(_) | State::Failed => Ok(()),
        }
    }

    fn decode(&mut self, start: u64, bytes: &[u8]) -> Result<()> {
        let State::Footer(range) = &self.state else { return Ok(()) };
        let footer = parts::within(start, bytes.len(), range).map(|range| &bytes[range]);
        let footer = footer.ok_or_else(|| unreadable("fewer bytes than were requested".to_owned()))?;
        self.hash = hash_of(footer);
        let metadata = metadata::read(footer).map_err(|refused| match refused {
            Refused::Encrypted => encrypted(),
            Refused::Broken(found) => unreadable(found),
        })?;
        self.state = State::Done(Box::new(metadata));
        Ok(())
    }

    /// Returns the file, once nothing is needed.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) while ranges are still needed;
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if the footer contradicts itself.
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

/// Returns a hash by which equal footers are found.
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

fn unreadable(found: String) -> Error {
    Error::new(ErrorCode::Corrupt, "the footer cannot be read")
        .expected("Parquet metadata")
        .found(found)
        .remedy("Copy or download the file again, or rewrite it.")
}
