//! The batches of a list that were read from a store last.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::error::Result;
use crate::merge::schema::StateBatch;

/// As many as there are results that are read side by side.
const KEPT: usize = 8;

/// A few batches by their number, so that windows that follow each other read each once.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<VecDeque<(usize, StateBatch)>>);

impl Recent {
    /// A batch, read if it is not here.
    pub(super) fn get(&self, number: usize, read: impl FnOnce() -> Result<StateBatch>) -> Result<StateBatch> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, batch)) = known().iter().find(|(known, _)| *known == number) {
            return Ok(batch.clone());
        }
        // Nobody waits while it is read; that it may be read twice is the smaller evil.
        let batch = read()?;
        let mut known = known();
        if known.len() == KEPT {
            known.pop_front();
        }
        known.push_back((number, batch.clone()));
        Ok(batch)
    }
}
