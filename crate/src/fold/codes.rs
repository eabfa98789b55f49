//! A batch's ids as codes, looked up once for each dictionary where there is one.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, BinaryViewArray};

use crate::fold::interner::{Interner, NULL};
use crate::fold::series::SeriesTable;
use crate::fold::video_index::VideoIndex;
use crate::scan::{Dictionary, Ids};

/// Something that gives codes to ids.
pub(super) trait Intern {
    /// The code of an id, a new one if need be.
    fn code(&mut self, id: &[u8]) -> u32;

    /// Puts the codes of some rows behind `codes`.
    fn codes(&mut self, ids: &BinaryViewArray, rows: Range<usize>, codes: &mut Vec<u32>) {
        one_by_one(ids, rows, codes, |id| self.code(id));
    }
}

/// Puts the codes of some rows behind `codes`.
pub(super) fn one_by_one(
    ids: &BinaryViewArray,
    rows: Range<usize>,
    codes: &mut Vec<u32>,
    mut code: impl FnMut(&[u8]) -> u32,
) {
    let id = |row| ids.is_valid(row).then(|| ids.value(row));
    codes.extend(rows.map(|row| id(row).map_or(NULL, &mut code)));
}

impl Intern for Interner {
    fn code(&mut self, id: &[u8]) -> u32 {
        Interner::code(self, id)
    }
}

/// The ids of videos: the table that finds them, and the state beside which they lie.
pub(super) struct Videos<'a>(pub(super) &'a mut VideoIndex, pub(super) &'a mut SeriesTable);

impl Intern for Videos<'_> {
    fn code(&mut self, id: &[u8]) -> u32 {
        self.0.code(self.1, id)
    }

    fn codes(&mut self, ids: &BinaryViewArray, rows: Range<usize>, codes: &mut Vec<u32>) {
        self.0.look_up(self.1, ids, rows, codes);
    }
}

/// A dictionary, and the code of each of its ids.
type Known = (Arc<Dictionary>, Vec<u32>);

/// The codes of a dictionary's ids, looked up once.
fn known<'a>(
    last: &'a mut Option<Known>,
    dictionary: &Arc<Dictionary>,
    intern: &mut impl Intern,
) -> &'a [u32] {
    let known = match last.take() {
        Some(known) if Arc::ptr_eq(&known.0, dictionary) => known,
        _ => {
            let values = dictionary.values.iter();
            let codes = values.map(|id| id.map_or(NULL, |id| intern.code(id))).collect();
            (dictionary.clone(), codes)
        }
    };
    &last.insert(known).1
}

/// The codes of one column of ids.
#[derive(Debug, Default)]
pub(super) struct Codes {
    known: Option<Known>,
    rows: Vec<u32>,
}

impl Codes {
    /// Looks up the ids of some rows; so many nulls where the job does not read the column.
    pub(super) fn look_up(&mut self, ids: Option<&Ids>, rows: Range<usize>, intern: &mut impl Intern) {
        self.rows.clear();
        match ids {
            None => self.rows.resize(rows.len(), NULL),
            Some(Ids::Plain(values)) => intern.codes(values, rows, &mut self.rows),
            Some(Ids::Dictionary { dictionary, codes }) => {
                let known = known(&mut self.known, dictionary, intern);
                let code = |key: i32| known.get(key.cast_unsigned() as usize).copied().unwrap_or(NULL);
                let keys = &codes.values()[rows.clone()];
                if codes.null_count() == 0 {
                    self.rows.extend(keys.iter().map(|&key| code(key)));
                } else {
                    let keys = rows.zip(keys);
                    let code = |(row, &key)| if codes.is_null(row) { NULL } else { code(key) };
                    self.rows.extend(keys.map(code));
                }
            }
        }
    }

    /// The places of ids in their dictionary, and the code of each place; nothing where they are in
    /// none, or one is null.
    pub(super) fn places<'a>(
        &'a mut self,
        ids: &'a Ids,
        intern: &mut impl Intern,
    ) -> Option<(&'a [i32], &'a [u32])> {
        match ids {
            Ids::Dictionary { dictionary, codes }
                if codes.null_count() + dictionary.values.null_count() == 0 =>
            {
                Some((codes.values(), known(&mut self.known, dictionary, intern)))
            }
            _ => None,
        }
    }

    /// The codes of the rows looked up last.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    pub(super) fn memory(&self) -> usize {
        let known = self.known.as_ref().map_or(0, |known| known.1.capacity());
        (known + self.rows.capacity()) * size_of::<u32>()
    }
}
