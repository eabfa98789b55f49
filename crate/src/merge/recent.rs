//! A cache of the batches that were last read from a store.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::error::Result;
use crate::merge::schema::StateBatch;

/// As many as there are results that are read at the same time.
const KEPT: usize = 8;

/// A few batches by their number, so that consecutive windows read each once.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<VecDeque<(usize, StateBatch)>>);

impl Recent {
    /// Returns a batch; reads it if it is not cached.
    pub(super) fn get(&self, number: usize, read: impl FnOnce() -> Result<StateBatch>) -> Result<StateBatch> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, batch)) = known().iter().find(|(known, _)| *known == number) {
            return Ok(batch.clone());
        }
        // The lock is not held while it is read, so a batch may be read twice.
        let batch = read()?;
        let mut known = known();
        if known.len() == KEPT {
            known.pop_front();
        }
        known.push_back((number, batch.clone()));
        Ok(batch)
    }
}
