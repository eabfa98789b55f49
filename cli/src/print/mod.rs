//! Writes results to standard output, and notes to standard error.

pub(crate) mod fetch_progress;
pub(crate) mod json_row;
pub(crate) mod plain;
pub(crate) mod progress;
pub(crate) mod summary;
mod table;

use std::io::{self, Write};

use arrow::array::RecordBatch;

use daytally::error::{Error, ErrorCode};
use daytally::fs::{Failures, InputRecord, Target};
use daytally::scan::Problem;

use crate::print::plain::{plain_json, plain_line};
use crate::print::table::table;

/// Reports on standard error what is skipped of the input.
pub(crate) fn report_input(input: &InputRecord) {
    input.notes().iter().for_each(|note| report_note(note));
}

pub(crate) fn report_note(note: &str) {
    // There is no other place to report that standard error is closed.
    let _ = writeln!(io::stderr().lock(), "note: {}", plain_line(note));
}

/// Reports skipped files on standard error.
pub(crate) fn report_skipped(skipped: &[Problem]) {
    let mut stderr = io::stderr().lock();
    for problem in skipped {
        // Standard error may be closed.
        let _ = writeln!(stderr, "note: skipped: {}", plain_line(&problem.message));
    }
}

/// Reports on standard error.
pub(crate) fn report(text: &str) {
    // There is no other place to report that standard error is closed.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

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
            print(&table(first, rows)?)
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

pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| plain_json(&text)).map_err(unwritten)
}

/// Returns the error of a value that JSON cannot hold.
pub(crate) fn unwritten(error: serde_json::Error) -> Error {
    Error::new(ErrorCode::Internal, error.to_string())
}
