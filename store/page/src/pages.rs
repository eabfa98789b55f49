//! Listings of buckets.

use daytally_store::{Listed, Listing, Moment, StoreKind};
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure::Result;
use crate::place::Place;

/// The pages of a listing of everything below a prefix.
#[wasm_bindgen]
pub struct Pages(Listing);

#[wasm_bindgen]
impl Pages {
    /// Starts with the first page. By folder, only what is directly in the prefix is listed.
    #[wasm_bindgen(constructor)]
    pub fn new(place: &Place, prefix: &str, by_folder: bool) -> Self {
        let listing =
            if place.kind() == StoreKind::Azure { Listing::azure(prefix) } else { Listing::s3(prefix) };
        Self(if by_folder { listing.by_folder() } else { listing })
    }

    /// Returns the signed URL of the next page, sent `now`, in seconds since 1970; undefined after the
    /// last one.
    pub fn next(&self, place: &Place, now: f64) -> Option<String> {
        let query = self.0.need()?;
        Some(place.bucket().list(&query, Moment::from_unix(now as u64)).url)
    }

    /// Takes the body of the reply. Returns what it lists as a JSON array of `{key, bytes, etag, modified}`.
    pub fn push(&mut self, body: &[u8]) -> Result<String> {
        let found = self.0.push(body)?.into_iter().map(|Listed { key, bytes, etag, modified }| {
            json!({ "key": key, "bytes": bytes, "etag": etag, "modified": modified })
        });
        Ok(found.collect::<serde_json::Value>().to_string())
    }
}
