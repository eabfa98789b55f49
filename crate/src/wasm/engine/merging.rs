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
use super::run::{Run, Stage};
use crate::merge::{Partial, Runs, Spill, Splitters, Totals};
use crate::report::Share;
use crate::spill::Store;
use crate::wasm::failure::Result;
use crate::wasm::spill_file::SpillFile;
use crate::wasm::types::Summary;

/// The fold is cut, and every worker's part of this partition is awaited.
pub(super) struct Split;

/// The totals of this worker's partition.
pub(super) struct Merged {
    totals: Vec<Totals>,
    sample: Vec<u8>,
}

/// The partition is cut, and every worker's part of this range is awaited.
pub(super) struct Cut;

impl Split {
    fn merge(self, partials: Vec<Partial>) -> crate::Result<Merged> {
        let totals = Totals::new(Partial::merge(partials)?)?;
        Ok(Merged { sample: totals.sample()?, totals: vec![totals] })
    }

    fn merge_runs(self, runs: Vec<Runs>, spill: &Spill) -> crate::Result<Merged> {
        let (totals, sample) = Runs::merge(runs, spill)?;
        Ok(Merged { totals, sample })
    }
}

impl Merged {
    fn cut(self, splitters: &Splitters) -> crate::Result<(Cut, Vec<Totals>)> {
        let mut ranges = Vec::new();
        for totals in self.totals {
            ranges.extend(totals.cut(splitters)?);
        }
        Ok((Cut, ranges))
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.totals.iter().map(Totals::memory).sum()
    }
}

impl Cut {
    fn join(self, shares: Vec<Totals>, spill: Option<&Spill>) -> crate::Result<Share> {
        Ok(Share::new(Totals::join(shares, spill)?))
    }
}

#[wasm_bindgen]
impl Engine {
    /// Writes the fold to a file and starts an empty one.
    pub fn spill(&mut self, file: SpillFile) -> Result<()> {
        let Run { settings, stage, .. } = self.run_mut()?;
        let spill = Spill::new(file.store(), settings.budget);
        Ok(stage.scanning_mut()?.spill(settings.workers, &spill)?)
    }

    /// Returns whether this worker has too little memory to merge its state, so that every worker
    /// has to spill.
    #[wasm_bindgen(js_name = mustSpill)]
    pub fn must_spill(&self) -> Result<bool> {
        let Run { settings, stage, .. } = self.run()?;
        let scanning = stage.scanning()?;
        Ok(!scanning.runs.is_empty() || scanning.fold.memory() > settings.budget.resident_bytes())
    }

    /// Ends the fold and cuts it by hash of the video, a stream for each worker.
    pub fn split(&mut self, parts: usize) -> Result<Vec<Uint8Array>> {
        let stage = &mut self.run_mut()?.stage;
        let partials = Partial::split_fold(stage.end_scanning()?.fold, parts)?;
        *stage = Stage::Split(Split);
        to_js(partials.iter().map(Partial::encode))
    }

    /// Returns the positions of the runs in this worker's file, a stream for each worker.
    #[wasm_bindgen(js_name = splitRuns)]
    pub fn split_runs(&mut self, parts: usize) -> Result<Vec<Uint8Array>> {
        let stage = &mut self.run_mut()?.stage;
        // The fold's memory is for the merge now.
        let runs = take(&mut stage.end_scanning()?.runs).deal(parts)?;
        *stage = Stage::Split(Split);
        to_js(runs.iter().map(Runs::encode))
    }

    /// Merges all workers' streams for this worker's partition.
    pub fn merge(&mut self, partials: Vec<Uint8Array>) -> Result<()> {
        let stage = &mut self.run_mut()?.stage;
        let split = stage.end_split()?;
        let partials = partials
            .into_iter()
            .map(|bytes| Partial::decode(&bytes.to_vec()))
            .collect::<crate::Result<_>>()?;
        *stage = Stage::Merged(split.merge(partials)?);
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
        let Run { settings, stage, .. } = self.run_mut()?;
        let split = stage.end_split()?;
        let runs = runs
            .into_iter()
            .zip(files)
            .map(|(bytes, file)| Runs::decode(&bytes.to_vec(), &file.store()))
            .collect::<crate::Result<_>>()?;
        let spill = Spill::new(into.store(), settings.budget);
        *stage = Stage::Merged(split.merge_runs(runs, &spill)?);
        Ok(())
    }

    /// Returns a sample of this worker's keys.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn sample(&self) -> Result<Vec<u8>> {
        Ok(self.run()?.stage.merged()?.sample.clone())
    }

    /// Cuts this worker's partitions into ranges of the results' order, one for each worker; all
    /// ranges of a partition come one after the other.
    pub fn cut(&mut self, samples: Vec<Uint8Array>, parts: usize) -> Result<Vec<Uint8Array>> {
        let stage = &mut self.run_mut()?.stage;
        let merged = stage.end_merged()?;
        let samples: Vec<Vec<u8>> = samples.iter().map(Uint8Array::to_vec).collect();
        let (cut, ranges) = merged.cut(&Splitters::new(&samples, parts)?)?;
        *stage = Stage::Cut(cut);
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
        let Run { settings, stage, .. } = self.run_mut()?;
        let cut = stage.end_cut()?;
        let stores: Vec<Arc<dyn Store>> = files.into_iter().map(SpillFile::store).collect();
        let shares = shares
            .into_iter()
            .enumerate()
            .map(|(number, bytes)| Totals::decode(&bytes.to_vec(), stores.get(number)))
            .collect::<crate::Result<_>>()?;
        let spill = into.map(|file| Spill::new(file.store(), settings.budget));
        let share = cut.join(shares, spill.as_ref())?;
        let summary = Summary { series: share.series() };
        *stage = Stage::Joined(Box::new(share));
        Ok(summary.into_ts()?)
    }
}

/// Copies streams out of the instance's memory, so that the worker can transfer them.
fn to_js(streams: impl Iterator<Item = crate::Result<Vec<u8>>>) -> Result<Vec<Uint8Array>> {
    Ok(streams.map(|bytes| Ok(Uint8Array::from(bytes?.as_slice()))).collect::<crate::Result<_>>()?)
}
