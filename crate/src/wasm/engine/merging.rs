//! From folds to a share of the results.
//!
//! A step returns Arrow IPC streams for other workers. For spilled state, a stream has its position
//! in the file of the worker that returned it.

use std::mem::take;
use std::sync::Arc;

use js_sys::Uint8Array;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use crate::fold::Fold;
use crate::merge::{Partial, Runs, Spill, Splitters, Totals};
use crate::report::Share;
use crate::spill::Store;
use crate::wasm::failure::{Result, too_early};
use crate::wasm::spill_file::SpillFile;
use crate::wasm::types::Summary;

#[wasm_bindgen]
impl Engine {
    /// Writes the fold to a file and starts an empty one.
    pub fn spill(&mut self, file: SpillFile) -> Result<()> {
        let (budget, workers) = (self.run()?.budget, self.run()?.workers);
        let fold = self.take_fold();
        fold.add_views(&mut self.spilled_views);
        self.fold = self.runs.add(fold, workers, &Spill::new(file.store(), budget))?;
        Ok(())
    }

    /// Returns whether this worker has too little memory to merge its state, so that every worker
    /// has to spill.
    #[wasm_bindgen(js_name = mustSpill)]
    pub fn must_spill(&self) -> Result<bool> {
        let budget = self.run()?.budget;
        Ok(!self.runs.is_empty() || self.fold.memory() > budget.resident_bytes())
    }

    /// Ends the fold and cuts it by hash of the video, a stream for each worker.
    pub fn split(&mut self, parts: usize) -> Result<Vec<Uint8Array>> {
        let partials = Partial::split_fold(self.take_fold(), parts)?;
        to_js(partials.iter().map(Partial::encode))
    }

    /// Returns the positions of the runs in this worker's file, a stream for each worker.
    #[wasm_bindgen(js_name = splitRuns)]
    pub fn split_runs(&mut self, parts: usize) -> Result<Vec<Uint8Array>> {
        // The fold's memory is for the merge now.
        self.fold = Fold::new();
        let dealt = take(&mut self.runs).deal(parts)?;
        to_js(dealt.iter().map(Runs::encode))
    }

    /// Merges all workers' streams for this worker's partition.
    pub fn merge(&mut self, partials: Vec<Uint8Array>) -> Result<()> {
        let partials = partials
            .into_iter()
            .map(|bytes| Partial::decode(&bytes.to_vec()))
            .collect::<crate::Result<_>>()?;
        let totals = Totals::new(Partial::merge(partials)?)?;
        self.sample = Some(totals.sample()?);
        self.totals = vec![totals];
        Ok(())
    }

    /// Merges all workers' runs, each in the file of its worker, into a file of this one.
    #[wasm_bindgen(js_name = mergeRuns)]
    pub fn merge_runs(
        &mut self,
        runs: Vec<Uint8Array>,
        files: Vec<SpillFile>,
        into: SpillFile,
    ) -> Result<()> {
        let spill = Spill::new(into.store(), self.run()?.budget);
        let runs = runs
            .into_iter()
            .zip(files)
            .map(|(bytes, file)| Runs::decode(&bytes.to_vec(), &file.store()))
            .collect::<crate::Result<_>>()?;
        let (totals, sample) = Runs::merge(runs, &spill)?;
        self.sample = Some(sample);
        self.totals = totals;
        Ok(())
    }

    /// Returns a sample of this worker's keys.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn sample(&self) -> Result<Vec<u8>> {
        Ok(self.sample.clone().ok_or_else(|| too_early("merge"))?)
    }

    /// Cuts this worker's partitions into ranges of the results' order, one for each worker; all
    /// ranges of a partition come one after the other.
    pub fn cut(&mut self, samples: Vec<Uint8Array>, parts: usize) -> Result<Vec<Uint8Array>> {
        self.sample.take().ok_or_else(|| too_early("merge"))?;
        let samples: Vec<Vec<u8>> = samples.iter().map(Uint8Array::to_vec).collect();
        let splitters = Splitters::new(&samples, parts)?;
        let mut ranges = Vec::new();
        for totals in take(&mut self.totals) {
            ranges.extend(totals.cut(&splitters)?);
        }
        to_js(ranges.iter().map(Totals::encode))
    }

    /// Joins all workers' streams for this worker's range. If they are spilled, `files` has the
    /// file of each, and the range is written to `into`.
    pub fn join(
        &mut self,
        shares: Vec<Uint8Array>,
        files: Vec<SpillFile>,
        into: Option<SpillFile>,
    ) -> Result<Ts<Summary>> {
        let budget = self.run()?.budget;
        let stores: Vec<Arc<dyn Store>> = files.into_iter().map(SpillFile::store).collect();
        let shares = shares
            .into_iter()
            .enumerate()
            .map(|(number, bytes)| Totals::decode(&bytes.to_vec(), stores.get(number)))
            .collect::<crate::Result<_>>()?;
        let spill = into.map(|file| Spill::new(file.store(), budget));
        let share = Share::new(Totals::join(shares, spill.as_ref())?);
        let summary = Summary { series: share.series() };
        self.share = Some(share);
        Ok(summary.into_ts()?)
    }
}

/// Copies streams out of the instance's memory, so that the worker can transfer them.
fn to_js(streams: impl Iterator<Item = crate::Result<Vec<u8>>>) -> Result<Vec<Uint8Array>> {
    Ok(streams.map(|bytes| Ok(Uint8Array::from(bytes?.as_slice()))).collect::<crate::Result<_>>()?)
}
