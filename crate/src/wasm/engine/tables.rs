//! Files of tables: their columns, their deleted rows, and the Parquet files of a log.
//!
//! A separate module reads the logs themselves, and exchanges strings and bytes with this one.

use std::sync::Arc;

use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::scanning::missing_bytes;
use crate::scan::{CheckpointRows, LinesStep, ValueRows};
use crate::source::table::DeletedRows;
use crate::source::{PlacedColumn, StoredColumn};
use crate::wasm::failure::{Result, out_of_order};
use crate::wasm::ranges::{flat, whole};

/// A row group of a file of a table's log.
pub(super) enum LogRows {
    Lines(CheckpointRows),
    Values(ValueRows),
}

impl Engine {
    fn log(&mut self) -> Result<&mut LogRows> {
        self.log.as_mut().ok_or_else(|| out_of_order("logNeeds").into())
    }
}

#[wasm_bindgen]
impl Engine {
    /// Returns the columns that a file stores, for the module of tables.
    #[wasm_bindgen(js_name = storedColumns)]
    pub fn stored_columns(&self, file: u32) -> Result<Vec<String>> {
        Ok(self.files.whole(file)?.stored().iter().map(StoredColumn::to_text).collect())
    }

    /// Gives a file the columns of its table, as the module of tables placed them. `deleted` is the
    /// number of its deleted rows.
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

    /// Opens a row group of a file of a log: the actions of a checkpoint, or the values of some of the
    /// columns that the file stores. Returns the byte ranges that it needs.
    #[wasm_bindgen(js_name = logNeeds)]
    pub fn log_needs(&mut self, file: u32, row_group: usize, columns: &[u32]) -> Result<Vec<f64>> {
        let known = self.files.whole(file)?;
        let mut rows = if columns.is_empty() {
            LogRows::Lines(CheckpointRows::open(&known, row_group)?)
        } else {
            let columns: Vec<usize> = columns.iter().map(|&column| column as usize).collect();
            LogRows::Values(ValueRows::open(&known, row_group, &columns)?)
        };
        let needs = match &mut rows {
            LogRows::Lines(rows) => rows.needs(),
            LogRows::Values(rows) => rows.needs(),
        }?;
        self.log = Some(rows);
        Ok(flat(&needs))
    }

    /// Pushes the bytes of that file from `start` on.
    #[wasm_bindgen(js_name = pushLog)]
    pub fn push_log(&mut self, start: f64, bytes: Vec<u8>) -> Result<()> {
        match self.log()? {
            LogRows::Lines(rows) => rows.push(whole(start), bytes.into()),
            LogRows::Values(rows) => rows.push(whole(start), bytes.into()),
        }?;
        Ok(())
    }

    /// Returns the next rows, as the module of tables takes them; none at the end.
    #[wasm_bindgen(js_name = logRows, unchecked_return_type = "Uint8Array")]
    pub fn log_rows(&mut self) -> Result<Vec<u8>> {
        match self.log()? {
            LogRows::Lines(rows) => match rows.step()? {
                LinesStep::Lines(lines) => Ok(lines),
                LinesStep::Finished => Ok(Vec::new()),
                LinesStep::Needs(_) => Err(missing_bytes().into()),
            },
            LogRows::Values(rows) => Ok(rows.step()?),
        }
    }
}
