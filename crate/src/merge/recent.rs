//! A cache of the values that were last read or made.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::error::Result;

/// As many as there are results that are read at the same time.
const KEPT: usize = 8;

/// A few values by their key, so that consecutive windows make each once.
#[derive(Debug)]
pub(crate) struct Recent<K, V>(Mutex<VecDeque<(K, V)>>);

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: PartialEq, V: Clone> Recent<K, V> {
    /// Returns a value; makes it if it is not cached.
    pub(crate) fn get(&self, key: K, make: impl FnOnce() -> Result<V>) -> Result<V> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, value)) = known().iter().find(|(known, _)| *known == key) {
            return Ok(value.clone());
        }
        // The lock is not held while it is made, so a value may be made twice.
        let value = make()?;
        let mut known = known();
        if known.len() == KEPT {
            known.pop_front();
        }
        known.push_back((key, value.clone()));
        Ok(value)
    }
}
