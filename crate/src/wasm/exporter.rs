//! Exports one result to a file.

use std::io::Read;
use std::mem::take;

use arrow::datatypes::Schema;
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use super::failure::{Result, out_of_order};
use super::table;
use crate::error::{Error, ErrorCode};
use crate::export::{EncodedChunk, Format, TableWriter};
use crate::report::ResultKind;
use crate::snapshot::CountSource;

/// Writes one result in one format, window by window.
#[wasm_bindgen]
pub struct Exporter {
    writer: Option<TableWriter<Vec<u8>>>,
    /// The places of the written columns in the windows; `None` for all.
    columns: Option<Vec<usize>>,
}

#[wasm_bindgen]
impl Exporter {
    /// Begins a file of some columns, in that order, or of all. Counts need their provider and its
    /// URL.
    #[wasm_bindgen(constructor)]
    pub fn new(
        kind: Ts<ResultKind>,
        format: Ts<Format>,
        columns: Option<Vec<String>>,
        provider: Option<String>,
        url: Option<String>,
    ) -> Result<Self> {
        let (kind, format): (ResultKind, Format) = (kind.to_rust()?, format.to_rust()?);
        let mut schema = kind.schema();
        if let Some(provider) = provider.filter(|_| kind.needs_provider()) {
            schema = CountSource::new(provider, url.unwrap_or_default()).annotate(&schema);
        }
        let columns = columns.map(|names| places(&schema, &names)).transpose()?;
        if let Some(columns) = &columns {
            schema = schema.project(columns)?.into();
        }
        Ok(Self { writer: Some(TableWriter::new(format, Vec::new(), &schema)?), columns })
    }

    /// Takes a window of rows. Returns the bytes to append to the file, possibly none.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn write(&mut self, window: &[u8]) -> Result<Vec<u8>> {
        let writer = self.writer.as_mut().ok_or_else(|| out_of_order("a new exporter"))?;
        for batch in table::decode(window)? {
            match &self.columns {
                Some(columns) => writer.write(&batch.project(columns)?)?,
                None => writer.write(&batch)?,
            }
        }
        Ok(take(writer.sink()))
    }

    /// Ends the row group, if the format has row groups. Returns the bytes to append, possibly
    /// none.
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

/// Returns the places of columns in a schema: at least one, and none twice.
fn places(schema: &Schema, names: &[String]) -> Result<Vec<usize>> {
    let mut found = Vec::new();
    for name in names {
        let place = schema.index_of(name).ok().filter(|place| !found.contains(place));
        found.push(place.ok_or_else(|| not_columns(schema, names))?);
    }
    if found.is_empty() { Err(not_columns(schema, names).into()) } else { Ok(found) }
}

fn not_columns(schema: &Schema, names: &[String]) -> Error {
    let all: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    Error::new(ErrorCode::InvalidOption, "a file has some of the result's columns, each once")
        .expected(all.join(", "))
        .found(names.join(", "))
}
