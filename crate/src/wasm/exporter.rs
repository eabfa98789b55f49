//! One result on its way into a file.

use std::mem::take;

use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use super::failure::{Result, too_early};
use super::table;
use crate::export::{Format, TableWriter};
use crate::report::ResultKind;

/// Writes one result in one format, window by window.
#[wasm_bindgen]
pub struct Exporter {
    writer: Option<TableWriter<Vec<u8>>>,
}

#[wasm_bindgen]
impl Exporter {
    /// Begins a file.
    #[wasm_bindgen(constructor)]
    pub fn new(kind: Ts<ResultKind>, format: Ts<Format>) -> Result<Self> {
        let (kind, format): (ResultKind, Format) = (kind.to_rust()?, format.to_rust()?);
        Ok(Self { writer: Some(TableWriter::new(format, Vec::new(), &kind.schema())?) })
    }

    /// Takes a window of rows and gives the bytes to append to the file, maybe none.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn write(&mut self, window: &[u8]) -> Result<Vec<u8>> {
        let writer = self.writer.as_mut().ok_or_else(|| too_early("a new exporter"))?;
        for batch in table::decode(window)? {
            writer.write(&batch)?;
        }
        Ok(take(writer.sink()))
    }

    /// Gives the last bytes of the file.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn finish(&mut self) -> Result<Vec<u8>> {
        let writer = self.writer.take().ok_or_else(|| too_early("a new exporter"))?;
        Ok(writer.finish()?)
    }
}
