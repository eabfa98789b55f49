//! One sort for all kinds of rows.

use std::cmp::Ordering;

/// Returns the row numbers `0..rows` in the order of `compare`. The sort is stable.
///
/// The standard library's sorts are compiled for each type and comparison, which adds some 7 kB to
/// the module each time. This one is compiled once, for comparisons that take longer than a call.
///
/// ```
/// let ids = ["b", "a", "b"];
/// let order = daytally::order::order_of(ids.len(), &|a, b| ids[a].cmp(ids[b]));
/// assert_eq!(order, [1, 0, 2]);
/// ```
#[inline(never)]
pub fn order_of(rows: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(rows).collect();
    order.sort_by(|&a, &b| compare(a as usize, b as usize));
    order
}

/// Returns values in the order of `compare`, by the same sort.
pub(crate) fn ordered<T>(values: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = order_of(values.len(), &|a, b| compare(&values[a], &values[b]));
    let mut values: Vec<Option<T>> = values.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| values[at as usize].take()).collect()
}
