//! The log of a URL, which cannot be listed.

use daytally::source::table::{self, Found};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure::{Result, out_of_order};

/// Finds the files of a log by their names.
#[wasm_bindgen]
pub struct LogProbe(Option<table::LogProbe>);

#[wasm_bindgen]
impl LogProbe {
    /// Starts with the table in the folder `shown`, up to a version, or the newest one.
    #[wasm_bindgen(constructor)]
    pub fn new(shown: &str, version: Option<u64>) -> Self {
        Self(Some(table::LogProbe::new(shown, version)))
    }

    /// Returns the names to request, below the log's folder; none once all are known.
    pub fn needs(&self) -> Result<Vec<String>> {
        Ok(self.0.as_ref().ok_or_else(|| out_of_order("new"))?.needs())
    }

    /// Takes the answer to a request: its bytes, or none with whether access was denied.
    pub fn found(&mut self, name: &str, bytes: Option<Vec<u8>>, denied: bool) -> Result<()> {
        let found = match &bytes {
            Some(bytes) => Found::There(bytes),
            None if denied => Found::Denied,
            None => Found::Missing,
        };
        Ok(self.0.as_mut().ok_or_else(|| out_of_order("new"))?.found(name, found)?)
    }

    /// Returns what cannot be known of the log without listing it.
    pub fn note(&self) -> Result<Option<String>> {
        Ok(self.0.as_ref().ok_or_else(|| out_of_order("new"))?.note())
    }

    /// Returns the names that are there.
    pub fn finish(&mut self) -> Result<Vec<String>> {
        Ok(self.0.take().ok_or_else(|| out_of_order("new"))?.finish()?)
    }
}

/// Returns when a commit was made, as YYYY-MM-DDTHH:MM:SSZ, if this part of its file states it.
#[wasm_bindgen(js_name = commitTime)]
pub fn commit_time(part: &[u8]) -> Option<String> {
    table::commit_time(part)
}
