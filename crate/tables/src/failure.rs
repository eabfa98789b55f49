//! Errors for JavaScript.

use daytally::scan::Problem;
use daytally::{Error, ErrorCode};
use wasm_bindgen::JsValue;

/// An error that is thrown as `{code, message, location}`.
#[derive(Debug)]
pub struct Failure(Error);

pub type Result<T> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<tsify::Error> for Failure {
    fn from(error: tsify::Error) -> Self {
        internal(&error).into()
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        internal(&error).into()
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        serde_wasm_bindgen::to_value(&Problem::from(&failure.0)).unwrap_or_else(|error| error.into())
    }
}

fn internal(error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorCode::Internal, format!("a value did not cross the boundary ({error})"))
}

/// Returns the error of a call that does not fit: `expected` is the call that comes first.
pub fn out_of_order(expected: &str) -> Error {
    Error::new(ErrorCode::Internal, "the calls of a worker are out of order").expected(expected)
}
