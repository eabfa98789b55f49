//! Errors for JavaScript.

use daytally_store::{Reason, StoreError};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON)]
    fn parse(text: &str) -> JsValue;
}

/// An error that is thrown as `{code, message}`. The message is a clause, with a remedy after it.
#[derive(Debug)]
pub struct Failure(StoreError);

pub type Result<T> = std::result::Result<T, Failure>;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(error)
    }
}

impl From<Failure> for JsValue {
    fn from(Failure(error): Failure) -> Self {
        parse(&json!({ "code": code_of(&error), "message": error.to_string() }).to_string())
    }
}

/// Returns the code of an error, as the command line has it.
pub fn code_of(error: &StoreError) -> &'static str {
    match error.reason {
        Reason::Invalid => "invalid_option",
        Reason::NotFound => "no_input",
        Reason::OverLimit => "over_limit",
        _ => "io",
    }
}
