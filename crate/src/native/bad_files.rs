//! Files that cannot be read.

use crate::error::{Error, ErrorCode};
use crate::scan::Problem;

/// What to do about a file that cannot be read, or lacks a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnBadFile {
    /// The run fails.
    #[default]
    Fail,
    /// The file is skipped and reported, and nothing of it is in a result.
    Skip,
}

/// The codes of errors that are the file's fault.
const BAD: [&str; 6] =
    ["not_parquet", "truncated", "encrypted", "corrupt", "unsupported", "unreadable_values"];

/// Returns whether an error that occurred while rows were read is the file's fault.
pub(super) fn is_bad_file(error: &Error) -> bool {
    BAD.contains(&error.code().as_str()) && error.location().file.is_some()
}

/// Returns the error of a run that can read none of its files.
pub(super) fn none_left(problems: &[Problem]) -> Error {
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    Error::new(ErrorCode::NoInput, "none of the files can be read").found(messages.join(" "))
}
