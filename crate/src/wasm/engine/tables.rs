//! Files of tables: their columns, their deleted rows, and the checkpoints of a log.
//!
//! The logs themselves are read in a module of their own, which exchanges texts and bytes with this
//! one.

use std::sync::Arc;

use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::scanning::missing_bytes;
use crate::scan::{CheckpointRows, LinesStep};
use crate::source::table::DeletedRows;
use crate::source::{PlacedColumn, StoredColumn};
use crate::wasm::failure::{Result, out_of_order};
use crate::wasm::ranges::{flat, whole};

#[wasm_bindgen]
impl Engine {
    /// Returns the columns that a file stores, for the module of tables.
    #[wasm_bindgen(js_name = storedColumns)]
    pub fn stored_columns(&self, file: u32) -> Result<Vec<String>> {
        Ok(self.files.whole(file)?.stored().iter().map(StoredColumn::to_text).collect())
    }

    /// Gives a file the columns of its table, as the module of tables placed them, of which so many
    /// rows are deleted.
    #[wasm_bindgen(js_name = placeColumns)]
    pub fn place_columns(&mut self, file: u32, columns: Vec<String>, deleted: f64) -> Result<()> {
        let mut texts = columns.into_iter();
        let mut placed = Vec::new();
        while let Some(name) = texts.next() {
            let mut next = || texts.next().unwrap_or_default();
            placed.push(PlacedColumn::parse([name, next(), next(), next()]));
        }
        let mut known = (*self.files.whole(file)?).clone().with_columns(placed);
        if deleted > 0.0 {
            known = known.with_deletions(whole(deleted));
        }
        self.files.replace(file, known);
        Ok(())
    }

    /// Leaves out the deleted rows of a file, as the module of tables decoded them.
    #[wasm_bindgen(js_name = deleteRows)]
    pub fn delete_rows(&mut self, file: u32, rows: &[u8]) -> Result<()> {
        let rows = DeletedRows::from_bytes(rows).ok_or_else(|| out_of_order("deleted rows"))?;
        let known = self.files.whole(file)?.with_deleted_rows(Arc::new(rows));
        self.files.replace(file, known);
        Ok(())
    }

    /// Opens a row group of a checkpoint. Returns the byte ranges that it needs.
    #[wasm_bindgen(js_name = checkpointNeeds)]
    pub fn checkpoint_needs(&mut self, file: u32, row_group: usize) -> Result<Vec<f64>> {
        let mut rows = CheckpointRows::open(&*self.files.whole(file)?, row_group)?;
        let needs = rows.needs()?;
        self.checkpoint = Some(rows);
        Ok(flat(&needs))
    }

    /// Pushes the bytes of the checkpoint from `start` on.
    #[wasm_bindgen(js_name = pushCheckpoint)]
    pub fn push_checkpoint(&mut self, start: f64, bytes: Vec<u8>) -> Result<()> {
        let rows = self.checkpoint.as_mut().ok_or_else(|| out_of_order("checkpointNeeds"))?;
        Ok(rows.push(whole(start), bytes.into())?)
    }

    /// Returns the next lines of JSON, as the module of tables takes them; none at the end.
    #[wasm_bindgen(js_name = checkpointLines, unchecked_return_type = "Uint8Array")]
    pub fn checkpoint_lines(&mut self) -> Result<Vec<u8>> {
        let rows = self.checkpoint.as_mut().ok_or_else(|| out_of_order("checkpointNeeds"))?;
        match rows.step()? {
            LinesStep::Lines(lines) => Ok(lines),
            LinesStep::Finished => Ok(Vec::new()),
            LinesStep::Needs(_) => Err(missing_bytes().into()),
        }
    }
}
