//! All errors of a run, reported together.

use std::fmt;

use crate::error::{Error, ErrorCode};
use crate::native::OnBadFile;
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
