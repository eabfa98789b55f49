//! When and where the threads of a run spill.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Result;
use crate::fold::Fold;
use crate::fs::io::temp_store::TempStore;
use crate::merge::{Runs, Spill};
use crate::scan::{Columns, IssueCounts};
use crate::spill::Budget;

/// How many new ids a batch may bring: it has fewer rows, and a dictionary rarely more ids.
const IDS: usize = 65_536;

/// The budget of each thread, and the folder of spill files.
#[derive(Debug)]
pub(super) struct Spilling {
    budget: Budget,
    threads: usize,
    folder: PathBuf,
    written: Arc<AtomicU64>,
}

impl Spilling {
    pub(super) fn new(budget: Budget, threads: NonZeroUsize, folder: Option<PathBuf>) -> Self {
        Self {
            budget,
            threads: threads.get(),
            folder: folder.unwrap_or_else(std::env::temp_dir),
            written: Arc::default(),
        }
    }

    /// Returns a new store, deleted with its last handle.
    pub(super) fn spill(&self) -> Result<Spill> {
        let store = TempStore::create(&self.folder, self.written.clone())?;
        Ok(Spill::new(Arc::new(store), self.budget))
    }

    /// Returns how many bytes were written to disk.
    pub(super) fn bytes(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }
}

/// One thread's fold, with its spilled runs.
pub(super) struct Folding<'a> {
    pub(super) fold: Fold,
    runs: Runs,
    spill: Option<Spill>,
    spilling: Option<&'a Spilling>,
}

impl<'a> Folding<'a> {
    pub(super) fn new(spilling: Option<&'a Spilling>) -> Self {
        Self { fold: Fold::new(), runs: Runs::default(), spill: None, spilling }
    }

    pub(super) fn update(&mut self, columns: &Columns) -> Result<IssueCounts> {
        if let Some(spilling) = self.spilling
            && self.fold.rows() > 0
            && self.fold.memory_with(IDS) > spilling.budget.fold_bytes()
        {
            self.spill()?;
        }
        Ok(self.fold.update(columns))
    }

    /// Returns whether the merge must use the disk.
    pub(super) fn must_spill(&self) -> bool {
        let large = |spilling: &Spilling| self.fold.memory() > spilling.budget.resident_bytes();
        !self.runs.is_empty() || self.spilling.is_some_and(large)
    }

    /// Returns the runs, with the rest of the fold as the last.
    pub(super) fn into_runs(mut self) -> Result<Runs> {
        self.spill()?;
        Ok(self.runs)
    }

    fn spill(&mut self) -> Result<()> {
        let Some(spilling) = self.spilling else { return Ok(()) };
        let spill = match &self.spill {
            Some(spill) => spill,
            None => self.spill.insert(spilling.spill()?),
        };
        self.fold = self.runs.add(std::mem::take(&mut self.fold), spilling.threads, spill)?;
        Ok(())
    }
}
