//! A cache of the indexes of the last filters.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::error::Result;
use crate::report::index::Index;
use crate::report::{Filter, ResultKind};

/// As many as are viewed at the same time.
const KEPT: usize = 8;

/// A few indexes, so that consecutive windows count the rows once.
#[derive(Debug, Default)]
pub(super) struct Filtered(Mutex<VecDeque<(ResultKind, Filter, Index)>>);

impl Filtered {
    /// Returns an index; makes it if it is not cached.
    pub(super) fn get(
        &self,
        kind: ResultKind,
        filter: &Filter,
        make: impl FnOnce() -> Result<Index>,
    ) -> Result<Index> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, _, index)) = known().iter().find(|(of, by, _)| *of == kind && by == filter) {
            return Ok(index.clone());
        }
        let index = make()?;
        let mut known = known();
        if known.len() == KEPT {
            known.pop_front();
        }
        known.push_back((kind, filter.clone(), index.clone()));
        Ok(index)
    }
}
