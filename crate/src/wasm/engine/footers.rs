//! Footers, which are read first.

use std::collections::HashMap;
use std::sync::Arc;

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use crate::source::{File, FileSummary, FooterDecoder, KeySearch};
use crate::wasm::failure::{Result, out_of_order};
use crate::wasm::ranges::{flat, whole};

/// The files of a worker, by number.
#[derive(Default)]
pub(super) struct Files(HashMap<u32, Footer>);

/// The stage of a file.
enum Footer {
    Reading(FooterDecoder),
    Whole(Arc<File>),
}

impl Files {
    /// Returns a file whose footer is complete.
    pub(super) fn whole(&self, file: u32) -> Result<Arc<File>> {
        match self.0.get(&file) {
            Some(Footer::Whole(file)) => Ok(file.clone()),
            _ => Err(out_of_order("the whole footer").into()),
        }
    }

    /// Replaces a file whose footer is complete.
    pub(super) fn replace(&mut self, file: u32, with: File) {
        self.0.insert(file, Footer::Whole(Arc::new(with)));
    }
}

#[wasm_bindgen]
impl Engine {
    /// Starts a file of a number of bytes, and discards an earlier one of that number. Hive keys
    /// come from its path, which begins with the given folder if the file was found in one.
    #[wasm_bindgen(js_name = openFile)]
    pub fn open_file(&mut self, file: u32, path: String, bytes: f64, in_folder: bool) {
        let search = if in_folder { KeySearch::InFolder } else { KeySearch::Given };
        let decoder = FooterDecoder::new(path.as_str(), whole(bytes)).with_keys(path, search);
        self.files.0.insert(file, Footer::Reading(decoder));
    }

    /// Returns the byte ranges `[start, end, …]` that the footer needs next; none if it is
    /// complete.
    #[wasm_bindgen(js_name = footerNeeds)]
    pub fn footer_needs(&mut self, file: u32) -> Result<Vec<f64>> {
        let needs = match self.files.0.get(&file) {
            None => return Err(out_of_order("openFile").into()),
            Some(Footer::Whole(_)) => Vec::new(),
            Some(Footer::Reading(decoder)) => decoder.needs(),
        };
        if !needs.is_empty() {
            return Ok(flat(&needs));
        }
        if let Some(Footer::Reading(decoder)) = self.files.0.remove(&file) {
            self.files.0.insert(file, Footer::Whole(Arc::new(decoder.finish()?)));
        }
        Ok(Vec::new())
    }

    /// Pushes the bytes from `start` on.
    #[wasm_bindgen(js_name = pushFooter)]
    pub fn push_footer(&mut self, file: u32, start: f64, bytes: Vec<u8>) -> Result<()> {
        match self.files.0.get_mut(&file) {
            Some(Footer::Reading(decoder)) => Ok(decoder.push(whole(start), bytes.into())?),
            Some(Footer::Whole(_)) => Ok(()),
            None => Err(out_of_order("openFile").into()),
        }
    }

    /// Returns the facts in a complete footer.
    pub fn footer(&self, file: u32) -> Result<Ts<FileSummary>> {
        Ok(self.files.whole(file)?.summary(file).into_ts()?)
    }
}
