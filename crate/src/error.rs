//! What can go wrong, where, and what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The result of every fallible function of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A stable name for a kind of failure; the text around it may change, these do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// A file does not begin and end as Parquet does.
    NotParquet,
    /// A file begins as Parquet does, and ends before its footer.
    Truncated,
    /// A footer or a file is encrypted.
    Encrypted,
    /// A footer, a page or a value breaks the format's rules.
    Corrupt,
    /// A file uses a part of the format that this build does not read.
    Unsupported,
    /// A file lacks the column of a role.
    MissingColumn,
    /// Two or more columns could play one role.
    AmbiguousColumn,
    /// A column's type cannot play its role.
    UnreadableType,
    /// A column of a file has values and none of them can be read as its role's type.
    UnreadableValues,
    /// A dataset has no file to read.
    NoInput,
    /// A folder is a table, and its log, which is not read, decides which files count.
    Table,
    /// A file that a log lists is not there.
    MissingFile,
    /// A sum of views lies outside the 64-bit integers.
    SumOverflow,
    /// A provider of counts refused or failed.
    Provider,
    /// A limit was reached that keeps memory, time or disk within bounds, and can be raised.
    OverLimit,
    /// An option's value makes no sense.
    InvalidOption,
    /// Reading or writing failed outside of this crate.
    Io,
    /// The run was cancelled.
    Cancelled,
    /// An invariant of this crate was broken; please report it.
    Internal,
}

impl ErrorCode {
    /// Returns the code as the command line and the page spell it, such as `missing_column`.
    ///
    /// ```
    /// assert_eq!(daytally::ErrorCode::MissingColumn.as_str(), "missing_column");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotParquet => "not_parquet",
            Self::Truncated => "truncated",
            Self::Encrypted => "encrypted",
            Self::Corrupt => "corrupt",
            Self::Unsupported => "unsupported",
            Self::MissingColumn => "missing_column",
            Self::AmbiguousColumn => "ambiguous_column",
            Self::UnreadableType => "unreadable_type",
            Self::UnreadableValues => "unreadable_values",
            Self::NoInput => "no_input",
            Self::Table => "table",
            Self::MissingFile => "missing_file",
            Self::SumOverflow => "sum_overflow",
            Self::Provider => "provider",
            Self::OverLimit => "over_limit",
            Self::InvalidOption => "invalid_option",
            Self::Io => "io",
            Self::Cancelled => "cancelled",
            Self::Internal => "internal",
        }
    }
}

/// The place that an error refers to, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct Location {
    /// The file's path as the user gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The row group's number in that file, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_group: Option<usize>,
    /// The column's name in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if let Some(file) = &self.file {
            write!(f, "{file}")?;
            separator = ", ";
        }
        if let Some(row_group) = self.row_group {
            write!(f, "{separator}row group {row_group}")?;
            separator = ", ";
        }
        if let Some(column) = &self.column {
            write!(f, "{separator}column \"{column}\"")?;
        }
        Ok(())
    }
}

/// One failure: what, where, what was expected and found, and the remedy.
///
/// Its text is one or more whole sentences, ready to be shown to a user.
///
/// ```
/// use daytally::{Error, ErrorCode};
///
/// let error = Error::new(ErrorCode::MissingColumn, "no column can play the role video_id")
///     .in_file("a.parquet")
///     .expected("a column named \"video_id\"")
///     .found("\"id\", \"date\"")
///     .remedy("Name the column by hand, as in --columns video_id=id.");
/// assert_eq!(
///     error.to_string(),
///     "a.parquet: no column can play the role video_id; expected a column named \"video_id\", \
///      found \"id\", \"date\". Name the column by hand, as in --columns video_id=id."
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    code: ErrorCode,
    what: String,
    location: Location,
    expected: Option<String>,
    found: Option<String>,
    remedy: Option<String>,
}

impl Error {
    /// Creates an error of a kind, with a clause that states what happened.
    pub fn new(code: ErrorCode, what: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            code,
            what: what.into(),
            location: Location::default(),
            expected: None,
            found: None,
            remedy: None,
        }))
    }

    /// Names the file, unless one is already named.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.0.location.file.get_or_insert_with(|| file.into());
        self
    }

    /// Names the row group (from 0), unless one is already named.
    #[must_use]
    pub fn in_row_group(mut self, row_group: usize) -> Self {
        self.0.location.row_group.get_or_insert(row_group);
        self
    }

    /// Names the column, unless one is already named.
    #[must_use]
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.0.location.column.get_or_insert_with(|| column.into());
        self
    }

    /// Adds the parts of a location that the error does not have yet.
    #[must_use]
    pub fn at(mut self, place: &Location) -> Self {
        let Location { file, row_group, column } = &mut self.0.location;
        *file = file.take().or_else(|| place.file.clone());
        *row_group = row_group.or(place.row_group);
        *column = column.take().or_else(|| place.column.clone());
        self
    }

    /// Adds what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.0.expected = Some(expected.into());
        self
    }

    /// Adds what was found instead.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.0.found = Some(found.into());
        self
    }

    /// Adds what the user can do, as a whole sentence.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.0.remedy = Some(remedy.into());
        self
    }

    /// Adds what the user can do, unless that is known.
    #[cfg(feature = "fs")]
    #[must_use]
    pub(crate) fn or_remedy(self, remedy: &str) -> Self {
        if self.0.remedy.is_some() { self } else { self.remedy(remedy) }
    }

    /// Adds what the user can do, as a whole sentence: on the command line, or in the page and the
    /// npm package if this build is WebAssembly.
    #[must_use]
    pub fn remedy_by_host(self, command_line: impl Into<String>, page: impl Into<String>) -> Self {
        if cfg!(target_arch = "wasm32") { self.remedy(page) } else { self.remedy(command_line) }
    }

    /// Returns the kind of failure.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// Returns where it happened.
    pub fn location(&self) -> &Location {
        &self.0.location
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.0.location.to_string();
        if !place.is_empty() {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}", self.0.what)?;
        match (&self.0.expected, &self.0.found) {
            (Some(expected), Some(found)) => write!(f, "; expected {expected}, found {found}")?,
            (Some(expected), None) => write!(f, "; expected {expected}")?,
            (None, Some(found)) => write!(f, "; found {found}")?,
            (None, None) => {}
        }
        let ended = self.0.what.ends_with(['.', '?']) && self.0.expected.is_none() && self.0.found.is_none();
        if let Some(remedy) = &self.0.remedy {
            write!(f, "{} {remedy}", if ended { "" } else { "." })?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {self}", self.0.code.as_str())
    }
}

impl std::error::Error for Error {}

impl From<arrow::error::ArrowError> for Error {
    fn from(error: arrow::error::ArrowError) -> Self {
        Self::new(ErrorCode::Internal, format!("an Arrow operation failed ({error})"))
    }
}

impl From<std::io::Error> for Error {
    /// Returns the error of this crate that it carries, as a stream's error does, or a new one.
    fn from(error: std::io::Error) -> Self {
        error.downcast().unwrap_or_else(|error| Self::new(ErrorCode::Io, error.to_string()))
    }
}
