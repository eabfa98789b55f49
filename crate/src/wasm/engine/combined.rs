//! Rows of the input again, as the combined result shows them.

use bytes::Bytes;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::scanning::{missing_bytes, needs};
use crate::report::{ResultKind, combined};
use crate::scan::Step;
use crate::wasm::failure::{Result, too_early};
use crate::wasm::ranges::whole;
use crate::wasm::table;

/// The bytes of the row group that was looked at last.
pub(super) struct RowGroup {
    file: u32,
    row_group: usize,
    parts: Vec<(u64, Bytes)>,
}

#[wasm_bindgen]
impl Engine {
    /// The byte ranges that a row group needs; none if it was the last one and they are still here.
    #[wasm_bindgen(js_name = combinedNeeds)]
    pub fn combined_needs(&mut self, file: u32, row_group: usize) -> Result<Vec<f64>> {
        let here =
            self.combined.as_ref().is_some_and(|known| known.file == file && known.row_group == row_group);
        if here {
            return Ok(Vec::new());
        }
        let ranges = needs(&mut self.open(file, row_group, None)?)?;
        self.combined = Some(RowGroup { file, row_group, parts: Vec::new() });
        Ok(ranges)
    }

    /// Hands over the bytes of the file from `start` on.
    #[wasm_bindgen(js_name = pushCombined)]
    pub fn push_combined(&mut self, start: f64, bytes: Vec<u8>) -> Result<()> {
        let known = self.combined.as_mut().ok_or_else(|| too_early("combinedNeeds"))?;
        known.parts.push((whole(start), bytes.into()));
        Ok(())
    }

    /// Rows `start..start + length` of that row group as an Arrow IPC stream, fewer at its end.
    #[wasm_bindgen(js_name = combinedWindow, unchecked_return_type = "Uint8Array")]
    pub fn combined_window(&self, start: f64, length: f64) -> Result<Vec<u8>> {
        let known = self.combined.as_ref().ok_or_else(|| too_early("combinedNeeds"))?;
        let rows = whole(start)..whole(start).saturating_add(whole(length));
        let mut task = self.open(known.file, known.row_group, Some(rows))?;
        for (start, bytes) in &known.parts {
            task.push(*start, bytes.clone())?;
        }
        let mut batches = Vec::new();
        loop {
            match task.step()? {
                Step::Rows(columns) => batches.push(combined(&columns)?),
                Step::Finished => break,
                Step::Needs(_) => return Err(missing_bytes().into()),
            }
        }
        Ok(table::encode_all(&ResultKind::Combined.schema(), &batches)?)
    }
}
