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
pub(super) struct Split {
    /// This worker's part, if it is in memory.
    own: Option<Partial>,
}

/// The totals of this worker's partition.
pub(super) struct Merged {
    totals: Vec<Totals>,
    sample: Vec<u8>,
}

/// The partition is cut, and every worker's part of this range is awaited.
pub(super) struct Cut {
    /// This worker's part, if it is in memory.
    own: Option<Totals>,
}

impl Split {
    fn merge(self, mut partials: Vec<Partial>) -> crate::Result<Merged> {
        partials.extend(self.own);
        let totals = Totals::new(Partial::merge(partials)?)?;
        Ok(Merged { sample: totals.sample()?, totals: vec![totals] })
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.own.as_ref().map_or(0, Partial::memory)
    }

    fn merge_runs(self, runs: Vec<Runs>, spill: &Spill) -> crate::Result<Merged> {
        let (totals, sample) = Runs::merge(runs, spill)?;
        Ok(Merged { totals, sample })
    }
}

impl Merged {
    fn cut(self, splitters: &Splitters) -> crate::Result<Vec<Totals>> {
        let mut ranges = Vec::new();
        for totals in self.totals {
            ranges.extend(totals.cut(splitters)?);
        }
        Ok(ranges)
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.totals.iter().map(Totals::memory).sum()
    }
}

impl Cut {
    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.own.as_ref().map_or(0, Totals::memory)
    }

    fn join(self, mut shares: Vec<Totals>, spill: Option<&Spill>) -> crate::Result<Share> {
        shares.extend(self.own);
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

    /// Ends the fold and cuts it by hash of the video, a stream for each worker. That of the worker
    /// `own`, which is this one, is empty, because its part stays here.
    pub fn split(&mut self, parts: usize, own: usize) -> Result<Vec<Uint8Array>> {
        let stage = &mut self.run_mut()?.stage;
        let mut partials = Partial::split_fold(stage.end_scanning()?.fold, parts)?;
        let split = Split { own: partials.get_mut(own).map(take) };
        *stage = Stage::Split(split);
        to_js(partials.into_iter().enumerate(), Some(own), |partial| partial.encode())
    }

    /// Returns the positions of the runs in this worker's file, a stream for each worker.
    #[wasm_bindgen(js_name = splitRuns)]
    pub fn split_runs(&mut self, parts: usize) -> Result<Vec<Uint8Array>> {
        let stage = &mut self.run_mut()?.stage;
        // The fold's memory is for the merge now.
        let runs = take(&mut stage.end_scanning()?.runs).deal(parts)?;
        *stage = Stage::Split(Split { own: None });
        to_js(runs.into_iter().enumerate(), None, |runs| runs.encode())
    }

    /// Merges all workers' streams for this worker's partition.
    pub fn merge(&mut self, partials: Vec<Uint8Array>) -> Result<()> {
        let stage = &mut self.run_mut()?.stage;
        let split = stage.end_split()?;
        let others = partials.into_iter().filter(|bytes| bytes.length() > 0);
        let partials = others.map(|bytes| Partial::decode(bytes.to_vec())).collect::<crate::Result<_>>()?;
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
            .map(|(bytes, file)| Runs::decode(bytes.to_vec(), &file.store()))
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
    /// ranges of a partition come one after the other. If the state is in memory, there is one
    /// partition, and the stream of the worker `own`, which is this one, is empty.
    pub fn cut(
        &mut self,
        samples: Vec<Uint8Array>,
        parts: usize,
        own: Option<usize>,
    ) -> Result<Vec<Uint8Array>> {
        let stage = &mut self.run_mut()?.stage;
        let merged = stage.end_merged()?;
        let samples: Vec<Vec<u8>> = samples.iter().map(Uint8Array::to_vec).collect();
        let mut ranges = merged.cut(&Splitters::new(&samples, parts)?)?;
        let own_range = own.and_then(|own| ranges.get_mut(own));
        *stage = Stage::Cut(Cut { own: own_range.map(take) });
        to_js(ranges.into_iter().enumerate(), own, |totals| totals.encode())
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
            .filter(|(_, bytes)| bytes.length() > 0)
            .map(|(number, bytes)| Totals::decode(bytes.to_vec(), stores.get(number)))
            .collect::<crate::Result<_>>()?;
        let spill = into.map(|file| Spill::new(file.store(), settings.budget));
        let share = cut.join(shares, spill.as_ref())?;
        let summary = Summary { series: share.series() };
        *stage = Stage::Joined(Box::new(share));
        Ok(summary.into_ts()?)
    }
}

/// Copies streams out of the instance's memory, so that the worker can transfer them. That of `own`
/// is empty. Each state is dropped as soon as it is encoded.
fn to_js<T>(
    states: impl Iterator<Item = (usize, T)>,
    own: Option<usize>,
    encode: impl Fn(T) -> crate::Result<Vec<u8>>,
) -> Result<Vec<Uint8Array>> {
    let stream = |(number, state)| match own {
        Some(own) if own == number => Ok(Uint8Array::new_with_length(0)),
        _ => Ok(Uint8Array::from(encode(state)?.as_slice())),
    };
    Ok(states.map(stream).collect::<crate::Result<_>>()?)
}
