//! Passes over rows that sort a result by a column.

use js_sys::Uint8Array;
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::run::Run;
use crate::merge::Splitters;
use crate::report::{Filter, ResultKind, SortPass, SortedRows};
use crate::wasm::failure::{Result, out_of_order};
use crate::wasm::ranges::{number, whole};
use crate::wasm::table;

#[wasm_bindgen]
impl Engine {
    /// Begins a pass that samples the values of a column, one of every `every` rows.
    #[wasm_bindgen(js_name = beginSample)]
    pub fn begin_sample(&mut self, column: usize, every: f64) -> Result<()> {
        self.run_mut()?.pass = Some(SortPass::sample(column, whole(every)));
        Ok(())
    }

    /// Begins a pass that counts the rows of each part, with parts chosen from all samples, and
    /// keeps those of one.
    #[wasm_bindgen(js_name = beginPart)]
    pub fn begin_part(
        &mut self,
        column: usize,
        samples: Vec<Uint8Array>,
        parts: usize,
        keep: usize,
    ) -> Result<()> {
        let samples: Vec<Vec<u8>> = samples.iter().map(Uint8Array::to_vec).collect();
        self.run_mut()?.pass = Some(SortPass::part(column, Splitters::new(&samples, parts)?, keep));
        Ok(())
    }

    /// Passes the rows of a result in this share that a filter takes.
    #[wasm_bindgen(js_name = passShare)]
    pub fn pass_share(&mut self, kind: Ts<ResultKind>, filter: Ts<Filter>, first_row: f64) -> Result<()> {
        let Run { stage, pass, .. } = self.run_mut()?;
        let pass = pass.as_mut().ok_or_else(|| out_of_order("beginPart"))?;
        Ok(stage.share()?.sort(kind.to_rust()?, &filter.to_rust()?, whole(first_row), pass)?)
    }

    /// Passes a table.
    #[wasm_bindgen(js_name = passTable)]
    pub fn pass_table(&mut self, rows: &[u8], first_row: f64) -> Result<()> {
        let pass = self.run_mut()?.pass.as_mut().ok_or_else(|| out_of_order("beginPart"))?;
        let mut first_row = whole(first_row);
        for batch in table::decode(rows)? {
            pass.push(&batch, first_row)?;
            first_row += batch.num_rows() as u64;
        }
        Ok(())
    }

    /// Returns the keys that the pass sampled.
    #[wasm_bindgen(js_name = passKeys, unchecked_return_type = "Uint8Array")]
    pub fn pass_keys(&self) -> Result<Vec<u8>> {
        Ok(self.run()?.pass.as_ref().ok_or_else(|| out_of_order("beginSample"))?.keys()?)
    }

    /// Returns the rows of each part.
    #[wasm_bindgen(js_name = passCounts)]
    pub fn pass_counts(&self) -> Result<Vec<f64>> {
        let pass = self.run()?.pass.as_ref().ok_or_else(|| out_of_order("beginPart"))?;
        Ok(pass.counts().iter().copied().map(number).collect())
    }

    /// Returns the rows that the pass kept, as Arrow IPC streams; ends it.
    #[wasm_bindgen(js_name = passRows)]
    pub fn pass_rows(&mut self) -> Result<Vec<Uint8Array>> {
        let mut pass = self.run_mut()?.pass.take().ok_or_else(|| out_of_order("beginPart"))?;
        let streams = pass.kept().iter().map(table::encode).collect::<crate::Result<Vec<_>>>()?;
        Ok(streams.iter().map(|bytes| Uint8Array::from(bytes.as_slice())).collect())
    }
}

/// A part of a result, sorted by a column.
#[wasm_bindgen]
pub struct SortedPart(SortedRows);

#[wasm_bindgen]
impl SortedPart {
    /// Sorts the kept rows of all workers, in the order of the workers.
    #[wasm_bindgen(constructor)]
    pub fn new(streams: Vec<Uint8Array>, column: usize) -> Result<Self> {
        let mut batches = Vec::new();
        for stream in streams {
            batches.extend(table::decode(&stream.to_vec())?);
        }
        Ok(Self(SortedRows::new(&batches, column)?))
    }

    /// Returns the rows `start..start + length` as an Arrow IPC stream; fewer at the end.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn window(&self, start: usize, length: usize) -> Result<Vec<u8>> {
        Ok(table::encode(&self.0.window(start, length)?)?)
    }

    /// Returns the same rows, the last first.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn backwards(&self, start: usize, length: usize) -> Result<Vec<u8>> {
        Ok(table::encode(&self.0.backwards(start, length)?)?)
    }
}
