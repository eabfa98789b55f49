//! Writes results to standard output, and notes to standard error.

pub(crate) mod failure;
pub(crate) mod fetch_progress;
pub(crate) mod json_row;
pub(crate) mod plain;
pub(crate) mod progress;
mod recent;
pub(crate) mod summary;
mod table;
mod traffic;
pub(crate) mod voice;

use std::io::{self, Write};

use arrow::array::RecordBatch;
use serde::Serialize;

use daytally::error::{Error, ErrorCode};
use daytally::fs::{Failures, Target};

use crate::print::plain::plain_json;
use crate::print::table::table;
use crate::print::voice::report;

/// Ends a command that wrote one result. Its summary, or its object of JSON, goes to standard error
/// unless the standard output has no result.
pub(crate) fn finish(
    target: &Target,
    text: &str,
    as_json: bool,
    first: &[RecordBatch],
    rows: u64,
) -> Result<(), Failures> {
    match target {
        Target::Path { .. } if as_json => print(text),
        Target::FirstRows(_) => {
            report(text);
            print(&format!("\n{}", table(first, rows)?))
        }
        _ => {
            report(text);
            Ok(())
        }
    }
}

/// Writes to standard output. A closed pipe is not a failure.
pub(crate) fn print(text: &str) -> Result<(), Failures> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unprinted(&error).into()),
        _ => Ok(()),
    }
}

pub(crate) fn unprinted(error: &io::Error) -> Error {
    Error::new(ErrorCode::Io, format!("the standard output cannot be written ({error})"))
}

/// The version of the JSON objects. A new one may rename or remove fields.
pub(crate) const JSON_VERSION: u32 = 1;

/// An object with the version of its fields.
#[derive(Serialize)]
pub(crate) struct Versioned<T> {
    version: u32,
    #[serde(flatten)]
    value: T,
}

/// Returns an object as JSON, with the version of its fields.
pub(crate) fn json(value: &impl Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(&Versioned { version: JSON_VERSION, value });
    text.map(|text| plain_json(&text)).map_err(unwritten)
}

/// Returns the error of a value that JSON cannot hold.
pub(crate) fn unwritten(error: serde_json::Error) -> Error {
    Error::new(ErrorCode::Internal, error.to_string())
}
