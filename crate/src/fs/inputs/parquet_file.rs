//! Parquet files of a table's log.

use std::io::ErrorKind;
use std::ops::Range;

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::inputs::place::{OpenFile, Place};
use crate::source::{File, FooterDecoder};

/// A Parquet file of a table that is not part of the input, such as a checkpoint.
#[derive(Debug)]
pub(super) struct Parquet {
    open: OpenFile,
    shown: String,
    /// The file with its footer.
    pub(super) file: File,
}

impl Parquet {
    /// Reads the footer of a file. `bytes` is its size in the log, if that states it.
    ///
    /// # Errors
    ///
    /// [`MissingFile`](ErrorCode::MissingFile) if it is not there or has another size, and why it
    /// cannot be read, with the file.
    pub(super) fn open(place: &Place, shown: &str, bytes: Option<u64>) -> Result<Self> {
        let open = open(place, shown)?;
        let found = open.bytes();
        if let Some(stated) = bytes.filter(|&stated| stated != found) {
            return Err(Error::new(ErrorCode::MissingFile, "a file of the table's log was changed")
                .in_file(shown)
                .expected(format!("a file of {stated} bytes, as in the log"))
                .found(format!("{found} bytes"))
                .remedy("Copy the whole table again."));
        }
        let mut footer = FooterDecoder::new(shown, found);
        while let Some(range) = footer.needs().first().cloned() {
            footer.push(range.start, read(&open, shown, &range)?)?;
        }
        Ok(Self { file: footer.finish()?, open, shown: shown.to_owned() })
    }

    /// Reads a half-open range of it. There may be fewer bytes.
    pub(super) fn read(&self, range: &Range<u64>) -> Result<Bytes> {
        read(&self.open, &self.shown, range)
    }
}

fn read(open: &OpenFile, shown: &str, range: &Range<u64>) -> Result<Bytes> {
    // The decoder reports missing bytes.
    open.read(range).map_err(|error| error.in_file(shown))
}

/// Opens a file of the log that another file of the log names.
///
/// # Errors
///
/// [`MissingFile`](ErrorCode::MissingFile) if it is not there.
pub(super) fn open(place: &Place, shown: &str) -> Result<OpenFile> {
    let opened = place.open(|error| match error.kind() {
        ErrorKind::NotFound => Error::new(ErrorCode::MissingFile, "a file of the table's log is missing")
            .remedy("Copy the whole table again."),
        _ => error.into(),
    });
    opened.map_err(|error| error.in_file(shown))
}
