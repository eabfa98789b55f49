//! Exports one result to a file.

use std::io::Read;
use std::mem::take;

use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use super::failure::{Result, out_of_order};
use super::table;
use crate::export::{EncodedChunk, Format, TableWriter};
use crate::report::ResultKind;
use crate::snapshot::CountSource;

/// Writes one result in one format, window by window.
#[wasm_bindgen]
pub struct Exporter {
    writer: Option<TableWriter<Vec<u8>>>,
}

#[wasm_bindgen]
impl Exporter {
    /// Begins a file; counts need their provider and its URL.
    #[wasm_bindgen(constructor)]
    pub fn new(
        kind: Ts<ResultKind>,
        format: Ts<Format>,
        provider: Option<String>,
        url: Option<String>,
    ) -> Result<Self> {
        let (kind, format): (ResultKind, Format) = (kind.to_rust()?, format.to_rust()?);
        let mut schema = kind.schema();
        if let Some(provider) = provider.filter(|_| kind.needs_provider()) {
            schema = CountSource::new(provider, url.unwrap_or_default()).annotate(&schema);
        }
        Ok(Self { writer: Some(TableWriter::new(format, Vec::new(), &schema)?) })
    }

    /// Takes a window of rows. Returns the bytes to append to the file, possibly none.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn write(&mut self, window: &[u8]) -> Result<Vec<u8>> {
        let writer = self.writer.as_mut().ok_or_else(|| out_of_order("a new exporter"))?;
        for batch in table::decode(window)? {
            writer.write(&batch)?;
        }
        Ok(take(writer.sink()))
    }

    /// Ends the row group, in the format that has them. Returns the bytes to append, possibly none.
    #[wasm_bindgen(js_name = endRowGroup, unchecked_return_type = "Uint8Array")]
    pub fn end_row_group(&mut self) -> Result<Vec<u8>> {
        let writer = self.writer.as_mut().ok_or_else(|| out_of_order("a new exporter"))?;
        writer.end_row_group()?;
        Ok(take(writer.sink()))
    }

    /// Returns the last bytes of the file.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn finish(&mut self) -> Result<Vec<u8>> {
        let writer = self.writer.take().ok_or_else(|| out_of_order("a new exporter"))?;
        Ok(writer.finish()?)
    }
}

impl Exporter {
    /// Appends a row group of encoded chunks. Returns the bytes to append to the file.
    pub(super) fn append<R: Read + Send>(
        &mut self,
        rows: u64,
        chunks: Vec<EncodedChunk<R>>,
    ) -> Result<Vec<u8>> {
        let writer = self.writer.as_mut().ok_or_else(|| out_of_order("a new exporter"))?;
        writer.append_row_group(rows, chunks)?;
        Ok(take(writer.sink()))
    }
}
