//! Values that cross the boundary to JavaScript as JSON.
//!
//! The host has a parser and a writer of its own: converting each type field by field takes several
//! times the code.

use daytally::source::table::{Entry, Json, Reach};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure::{Result, out_of_order};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON)]
    fn parse(text: &str) -> JsValue;
    #[wasm_bindgen(js_namespace = JSON)]
    fn stringify(value: &JsValue) -> String;
}

/// Returns a value as JavaScript knows it.
pub fn to_js(value: &impl Serialize) -> Result<JsValue> {
    Ok(parse(&serde_json::to_string(value)?))
}

/// Parses a text that this module wrote.
pub fn value_of(text: &str) -> Result<Json> {
    Json::parse(text.as_bytes()).map_err(|found| out_of_order("JSON").found(found).into())
}

/// Reads the entries of a listing.
pub fn entries(listing: &JsValue) -> Result<Vec<Entry>> {
    let listing = value_of(&stringify(listing))?;
    let entries = listing.as_list().and_then(|entries| entries.iter().map(entry).collect());
    entries.ok_or_else(|| out_of_order("entries").into())
}

fn entry(json: &Json) -> Option<Entry> {
    let text = |name: &str| json.get(name).and_then(Json::as_str);
    let number = |name: &str| json.get(name).and_then(Json::as_u64);
    Some(Entry {
        path: text("path")?.to_owned(),
        shown: text("shown").map(str::to_owned),
        outside: usize::try_from(number("outside")?).ok()?,
        bytes: number("bytes"),
        reach: match text("reach")? {
            "given" => Reach::Given,
            "inFolder" => Reach::InFolder,
            "above" => Reach::Above,
            _ => return None,
        },
    })
}

/// Reads texts of which some are null.
pub fn values(text: &str) -> Result<Vec<Option<String>>> {
    let values = value_of(text)?;
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let values = values.as_list().ok_or_else(|| out_of_order("values"))?;
    Ok(values.iter().map(text).collect())
}
