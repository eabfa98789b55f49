//! Errors for JavaScript.

use daytally::scan::Problem;
use daytally::{Error, ErrorCode};
use wasm_bindgen::JsValue;

use crate::json::to_js;

/// An error that is thrown as `{code, message, location}`.
#[derive(Debug)]
pub struct Failure(Error);

pub type Result<T> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<serde_json::Error> for Failure {
    // The texts of its errors are long, and none is possible of a value that has only text as keys.
    fn from(_: serde_json::Error) -> Self {
        Error::new(ErrorCode::Internal, "a value did not cross the boundary").into()
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        to_js(&Problem::from(&failure.0)).unwrap_or_default()
    }
}

/// Returns the error of a call that does not fit: `expected` is the call that comes first.
pub fn out_of_order(expected: &str) -> Error {
    Error::new(ErrorCode::Internal, "the calls of a worker are out of order").expected(expected)
}
