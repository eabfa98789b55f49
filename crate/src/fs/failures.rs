//! All errors of a run, reported together.

use std::fmt;

use crate::error::{Error, ErrorCode};
use crate::scan::{Plan, Problem};

/// One failure or several, such as every file that cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    problems: Vec<Problem>,
}

impl Failures {
    /// Returns every failure, in the order of the files.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Returns whether one of them is of a kind.
    pub fn has(&self, code: ErrorCode) -> bool {
        self.problems.iter().any(|problem| problem.code == code.as_str())
    }

    /// Returns what prevents a run of a plan: its open questions and its bad files. Bad files count
    /// unless they are skipped and there are others.
    ///
    /// # Errors
    ///
    /// All of these, if there are any.
    pub fn check(plan: &Plan, on_bad_file: OnBadFile) -> Result<(), Self> {
        let questions = plan.questions.iter().map(|question| Problem::from(&question.error()));
        let are_skipped = on_bad_file == OnBadFile::Skip && !plan.files.is_empty();
        let bad = plan.problems.iter().filter(|_| !are_skipped).cloned();
        Self::unless_none(questions.chain(bad).collect())
    }

    pub(super) fn unless_none(problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self { problems }) }
    }
}

impl From<Error> for Failures {
    fn from(error: Error) -> Self {
        Self { problems: vec![Problem::from(&error)] }
    }
}

impl FromIterator<Error> for Failures {
    fn from_iter<I: IntoIterator<Item = Error>>(errors: I) -> Self {
        Self { problems: errors.into_iter().map(|error| Problem::from(&error)).collect() }
    }
}

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let line_end = if index > 0 { "\n" } else { "" };
            write!(f, "{line_end}{}", problem.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Failures {}

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
