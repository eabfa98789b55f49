//! The first few of many, in an order.

use std::cmp::Ordering;

use crate::order::order_of;

/// The first of the entries pushed so far, with little more memory than those take.
#[derive(Debug)]
pub(super) struct Best<T> {
    most: usize,
    entries: Vec<T>,
}

impl<T: Default> Best<T> {
    pub(super) fn new(most: usize) -> Self {
        Self { most, entries: Vec::new() }
    }

    /// Pushes an entry; `compare` is the order, the same in every call.
    pub(super) fn push(&mut self, entry: T, compare: &dyn Fn(&T, &T) -> Ordering) {
        self.entries.push(entry);
        if self.entries.len() >= 2 * self.most + 64 {
            self.entries = first(std::mem::take(&mut self.entries), self.most, compare);
        }
    }

    pub(super) fn finish(self, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
        first(self.entries, self.most, compare)
    }
}

/// Returns the first `most` of some entries in an order.
pub(super) fn first<T: Default>(
    mut entries: Vec<T>,
    most: usize,
    compare: &dyn Fn(&T, &T) -> Ordering,
) -> Vec<T> {
    let order = order_of(entries.len(), &|a, b| compare(&entries[a], &entries[b]));
    order.into_iter().take(most).map(|at| std::mem::take(&mut entries[at as usize])).collect()
}
