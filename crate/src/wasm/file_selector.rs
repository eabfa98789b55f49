//! Which of the chosen files count.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use super::failure::{Result, out_of_order};
use crate::source::table::{self, Entry, FoldersAbove, Selected, TableRule};

/// Bytes of an entry that a selector needs.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct EntryBytes {
    /// The entry's position in the listing.
    pub(super) entry: usize,
    /// The first byte.
    pub(super) start: u64,
    /// The end, exclusive; 0 for all bytes of an entry of unknown size.
    pub(super) end: u64,
}

/// Decides which files of a listing count.
#[wasm_bindgen]
pub struct FileSelector(Option<table::FileSelector>);

#[wasm_bindgen]
impl FileSelector {
    /// Starts with a listing. Throws for a table whose log is not read.
    #[wasm_bindgen(constructor)]
    pub fn new(entries: Vec<Ts<Entry>>, rule: Ts<TableRule>) -> Result<Self> {
        let entries =
            entries.into_iter().map(|entry| entry.to_rust()).collect::<std::result::Result<_, _>>()?;
        let selector = table::FileSelector::new(entries, FoldersAbove::OutOfReach, rule.to_rust()?)?;
        Ok(Self(Some(selector)))
    }

    /// Returns what has to be pushed next; nothing once the decision is made.
    pub fn needs(&self) -> Result<Vec<Ts<EntryBytes>>> {
        let needs = self.0.as_ref().ok_or_else(|| out_of_order("new"))?.needs();
        let needs = needs.into_iter().map(|table::Need { entry, range }| {
            EntryBytes { entry, start: range.start, end: range.end }.into_ts()
        });
        Ok(needs.collect::<std::result::Result<_, _>>()?)
    }

    /// Pushes bytes that are needed.
    pub fn push(&mut self, entry: usize, bytes: &[u8]) -> Result<()> {
        Ok(self.0.as_mut().ok_or_else(|| out_of_order("new"))?.push(entry, bytes)?)
    }

    /// Returns the decision, once nothing is needed.
    pub fn finish(&mut self) -> Result<Ts<Selected>> {
        Ok(self.0.take().ok_or_else(|| out_of_order("new"))?.finish()?.into_ts()?)
    }
}
