//! Why a store cannot be read.

use std::fmt;

/// A kind of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// A URL, a name or an option is not valid.
    Invalid,
    /// The credentials were refused, or lack a permission.
    Denied,
    /// There is no such bucket, folder or file.
    NotFound,
    /// A limit was reached that keeps memory and time within bounds.
    OverLimit,
    /// A reply is not what its protocol promises.
    Malformed,
    /// The server does not support the request.
    Unsupported,
    /// The server failed, or refused for another reason.
    Failed,
}

/// One failure: what, what was expected and found, and the remedy. It has no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    /// Its kind.
    pub reason: Reason,
    /// A clause that states what happened.
    pub what: String,
    /// What was expected.
    pub expected: Option<String>,
    /// What was found instead.
    pub found: Option<String>,
    /// What the user can do, as whole sentences.
    pub remedy: Option<String>,
}

/// The result of a fallible function of this crate.
pub(crate) type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    /// Creates an error of a kind.
    pub fn new(reason: Reason, what: impl Into<String>) -> Self {
        Self { reason, what: what.into(), expected: None, found: None, remedy: None }
    }

    /// Adds what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Adds what was found instead.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// Adds what the user can do, as whole sentences.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        let clauses = [("expected", &self.expected), ("found", &self.found)];
        let clauses = clauses.into_iter().filter_map(|(word, text)| Some((word, text.as_ref()?)));
        for ((word, text), separator) in clauses.zip(["; ", ", "]) {
            write!(f, "{separator}{word} {text}")?;
        }
        self.remedy.as_ref().map_or(Ok(()), |remedy| write!(f, ". {remedy}"))
    }
}

impl std::error::Error for StoreError {}
