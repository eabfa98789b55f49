//! The first few of many, in an order.

use std::cmp::Ordering;

use crate::order::order_of;

/// The first of the entries pushed so far, with little more memory than those take.
#[derive(Debug)]
pub(super) struct Best<T> {
    max: usize,
    entries: Vec<T>,
}

impl<T: Default> Best<T> {
    pub(super) fn new(max: usize) -> Self {
        Self { max, entries: Vec::new() }
    }

    /// Pushes an entry; `compare` is the order, the same in every call.
    pub(super) fn push(&mut self, entry: T, compare: &dyn Fn(&T, &T) -> Ordering) {
        self.entries.push(entry);
        if self.entries.len() >= 2 * self.max + 64 {
            self.entries = first(std::mem::take(&mut self.entries), self.max, compare);
        }
    }

    pub(super) fn finish(self, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
        first(self.entries, self.max, compare)
    }
}

/// Returns the first `max` of some entries in an order.
pub(super) fn first<T: Default>(
    mut entries: Vec<T>,
    max: usize,
    compare: &dyn Fn(&T, &T) -> Ordering,
) -> Vec<T> {
    let order = order_of(entries.len(), &|a, b| compare(&entries[a], &entries[b]));
    order.into_iter().take(max).map(|at| std::mem::take(&mut entries[at as usize])).collect()
}
