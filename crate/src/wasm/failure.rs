//! Errors for JavaScript.

use wasm_bindgen::JsValue;

use crate::error::{Error, ErrorCode};
use crate::scan::Problem;

/// An error that is thrown as `{code, message, location}`.
#[derive(Debug)]
pub struct Failure(Error);

impl Failure {
    #[cfg(test)]
    pub(super) fn error(&self) -> &Error {
        &self.0
    }
}

pub type Result<T> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<tsify::Error> for Failure {
    fn from(error: tsify::Error) -> Self {
        Self(Error::new(ErrorCode::Internal, format!("a value did not cross the boundary ({error})")))
    }
}

impl From<arrow::error::ArrowError> for Failure {
    fn from(error: arrow::error::ArrowError) -> Self {
        Self(error.into())
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        serde_wasm_bindgen::to_value(&Problem::from(&failure.0)).unwrap_or_else(|error| error.into())
    }
}

/// Returns the error of a call of a worker that does not fit the stage of its object: `expected` is
/// the stage, or the call that comes first.
pub(super) fn out_of_order(expected: &str) -> Error {
    Error::new(ErrorCode::Internal, "the calls of a worker are out of order").expected(expected)
}
