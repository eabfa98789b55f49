//! The log of a URL, which cannot be listed.

use daytally::source::table::{self, Found};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure::{Result, out_of_order};

/// Finds the log of a table by the names of its files.
#[wasm_bindgen]
pub struct TableProbe(Option<table::TableProbe>);

#[wasm_bindgen]
impl TableProbe {
    /// Starts with the table in the folder `shown`, up to a version, or the newest one.
    #[wasm_bindgen(constructor)]
    pub fn new(shown: &str, version: Option<u64>) -> Self {
        Self(Some(table::TableProbe::new(shown, version)))
    }

    /// Returns the paths to request, below the table's folder; none once all are known.
    pub fn needs(&self) -> Result<Vec<String>> {
        Ok(self.0.as_ref().ok_or_else(|| out_of_order("new"))?.needs())
    }

    /// Takes the answer to a request: its bytes, or none with whether access was denied.
    pub fn found(&mut self, path: &str, bytes: Option<Vec<u8>>, denied: bool) -> Result<()> {
        let found = match &bytes {
            Some(bytes) => Found::There(bytes),
            None if denied => Found::Denied,
            None => Found::Missing,
        };
        Ok(self.0.as_mut().ok_or_else(|| out_of_order("new"))?.found(path, found)?)
    }

    /// Returns the table.
    pub fn finish(&mut self) -> Result<ProbedTable> {
        Ok(ProbedTable(self.0.take().ok_or_else(|| out_of_order("new"))?.finish()?))
    }
}

/// A table that was found by names.
#[wasm_bindgen]
pub struct ProbedTable(table::ProbedTable);

#[wasm_bindgen]
impl ProbedTable {
    /// Returns a path below the table's folder that marks it in a listing.
    #[wasm_bindgen(getter)]
    pub fn mark(&self) -> String {
        self.0.mark()
    }

    /// Returns the names that are there in the folder of the log or the metadata.
    #[wasm_bindgen(getter)]
    pub fn names(&self) -> Vec<String> {
        self.0.names.clone()
    }

    /// Returns what cannot be known without listing the log.
    #[wasm_bindgen(getter)]
    pub fn note(&self) -> Option<String> {
        self.0.note.clone()
    }
}

/// Returns when a commit was made, as YYYY-MM-DDTHH:MM:SSZ, if this part of its file states it.
#[wasm_bindgen(js_name = commitTime)]
pub fn commit_time(part: &[u8]) -> Option<String> {
    table::commit_time(part)
}
