//! The ids of a batch as codes, looked up once per dictionary if there is one.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, BinaryViewArray};

use crate::fold::ids::interner::{Interner, NULL, one_by_one};
use crate::fold::series::SeriesTable;
use crate::fold::video_index::VideoIndex;
use crate::scan::{Dictionary, Ids};

/// Assigns codes to ids.
pub(super) trait Intern {
    /// Returns the code of an id; adds one if it is new.
    fn code(&mut self, id: &[u8]) -> u32;

    /// Appends the codes of some rows to `codes`.
    fn codes(&mut self, ids: &BinaryViewArray, rows: Range<usize>, codes: &mut Vec<u32>) {
        one_by_one(ids, rows, codes, |id| self.code(id));
    }
}

impl Intern for Interner {
    fn code(&mut self, id: &[u8]) -> u32 {
        Interner::code(self, id)
    }
}

/// The ids of videos: the index that finds them, and the state that stores them.
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

/// Returns the codes of a dictionary's ids, looked up once.
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

/// Returns the code at a position of a dictionary.
#[inline]
pub(super) fn code_at(codes: &[u32], place: i32) -> u32 {
    codes.get(place.cast_unsigned() as usize).copied().unwrap_or(NULL)
}

/// The codes of one column of ids.
#[derive(Debug, Default)]
pub(super) struct Codes {
    known: Option<Known>,
    rows: Vec<u32>,
}

impl Codes {
    /// Looks up the ids of some rows. If the job does not read the column, all are null.
    pub(super) fn look_up(&mut self, ids: Option<&Ids>, rows: Range<usize>, intern: &mut impl Intern) {
        self.rows.clear();
        match ids {
            None => self.rows.resize(rows.len(), NULL),
            Some(Ids::Plain(values)) => intern.codes(values, rows, &mut self.rows),
            Some(Ids::Dictionary { dictionary, codes }) => {
                let known = known(&mut self.known, dictionary, intern);
                let code = |key: i32| code_at(known, key);
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

    /// Returns the dictionary positions of the ids, and the code of each position; `None` if any id
    /// is in no dictionary or null.
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

    /// Returns the codes of the rows that were looked up last.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    pub(super) fn memory(&self) -> usize {
        let known = self.known.as_ref().map_or(0, |known| known.1.capacity());
        (known + self.rows.capacity()) * size_of::<u32>()
    }
}
