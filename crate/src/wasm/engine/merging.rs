//! From partials to a share of the results.

use js_sys::Uint8Array;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use crate::merge::{Partial, Totals};
use crate::report::Share;
use crate::wasm::failure::{Result, too_early};
use crate::wasm::types::Summary;

#[wasm_bindgen]
impl Engine {
    /// Ends the fold and cuts it by hash of the video, an Arrow IPC stream for each worker.
    pub fn split(&mut self, parts: usize) -> Result<Vec<Uint8Array>> {
        let partial = Partial::from_fold(self.take_fold())?;
        let parts = partial.split(parts)?;
        Ok(parts.iter().map(|part| Ok(to_js(&part.encode()?))).collect::<crate::Result<_>>()?)
    }

    /// Merges all workers' streams for this worker's partition.
    pub fn merge(&mut self, partials: Vec<Uint8Array>) -> Result<()> {
        let partials = partials
            .into_iter()
            .map(|bytes| Partial::decode(&bytes.to_vec()))
            .collect::<crate::Result<_>>()?;
        self.totals = Some(Totals::new(Partial::merge(partials)?)?);
        Ok(())
    }

    /// A sample of this partition's keys.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn sample(&self) -> Result<Vec<u8>> {
        let totals = self.totals.as_ref().ok_or_else(|| too_early("merge"))?;
        Ok(totals.sample()?)
    }

    /// Cuts the partition into ranges of the results' order, one for each worker.
    pub fn cut(&mut self, samples: Vec<Uint8Array>, parts: usize) -> Result<Vec<Uint8Array>> {
        let totals = self.totals.take().ok_or_else(|| too_early("merge"))?;
        let samples: Vec<Vec<u8>> = samples.iter().map(Uint8Array::to_vec).collect();
        let ranges = totals.cut(&samples, parts)?;
        Ok(ranges.iter().map(|range| Ok(to_js(&range.encode()?))).collect::<crate::Result<_>>()?)
    }

    /// Joins all workers' streams for this worker's range.
    pub fn join(&mut self, shares: Vec<Uint8Array>) -> Result<Ts<Summary>> {
        let shares =
            shares.into_iter().map(|bytes| Totals::decode(&bytes.to_vec())).collect::<crate::Result<_>>()?;
        let share = Share::new(Totals::join(shares)?);
        let summary = Summary { series: share.series() };
        self.share = Some(share);
        Ok(summary.into_ts()?)
    }
}

/// A copy outside of the instance's memory, which its worker can hand on.
fn to_js(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}
