//! Several sorted lists of series, read as one.

use std::cmp::Ordering;

use crate::merge::schema::{Series, StateBatch};

/// A place in a sorted list of batches.
#[derive(Clone, Copy, Debug)]
struct Cursor<'a> {
    batches: &'a [StateBatch],
    row: usize,
}

impl<'a> Cursor<'a> {
    fn new(batches: &'a [StateBatch]) -> Self {
        let mut cursor = Self { batches, row: 0 };
        cursor.settle();
        cursor
    }

    fn settle(&mut self) {
        while let Some((first, rest)) = self.batches.split_first() {
            if self.row < first.len() {
                return;
            }
            self.batches = rest;
            self.row = 0;
        }
    }

    fn series(&self) -> Option<Series<'a>> {
        self.batches.first().map(|batch| batch.series(self.row))
    }

    fn advance(&mut self) {
        self.row += 1;
        self.settle();
    }
}

/// Calls `each` with the series of all lists that share a key, key by key in order.
pub(super) fn merge_sorted<'a, E>(
    lists: impl IntoIterator<Item = &'a [StateBatch]>,
    mut each: impl FnMut(&[Series<'a>]) -> Result<(), E>,
) -> Result<(), E> {
    let mut cursors: Vec<Cursor<'a>> = lists.into_iter().map(Cursor::new).collect();
    let mut heads: Vec<Option<Series<'a>>> = cursors.iter().map(Cursor::series).collect();
    let mut least: Vec<usize> = Vec::with_capacity(cursors.len());
    let mut equal: Vec<Series<'a>> = Vec::with_capacity(cursors.len());
    loop {
        least.clear();
        equal.clear();
        for (index, head) in heads.iter().enumerate() {
            let Some(series) = head else { continue };
            match equal.first().map(|first| series.key().cmp(&first.key())) {
                Some(Ordering::Greater) => continue,
                Some(Ordering::Less) => {
                    least.clear();
                    equal.clear();
                }
                Some(Ordering::Equal) | None => {}
            }
            least.push(index);
            equal.push(*series);
        }
        if least.is_empty() {
            return Ok(());
        }
        each(&equal)?;
        for &index in &least {
            cursors[index].advance();
            heads[index] = cursors[index].series();
        }
    }
}
