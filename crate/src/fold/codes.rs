//! A batch's ids as codes, looked up once for each dictionary where there is one.

use std::sync::Arc;

use arrow::array::Array;

use crate::fold::interner::{Interner, NULL};
use crate::scan::{Dictionary, Ids};

/// The codes of one column of ids.
#[derive(Debug)]
pub(super) struct Codes {
    pub(super) interner: Interner,
    known: Option<(Arc<Dictionary>, Vec<u32>)>,
    rows: Vec<u32>,
}

impl Codes {
    pub(super) fn new() -> Self {
        Self { interner: Interner::new(), known: None, rows: Vec::new() }
    }

    /// Looks up each row's id; `rows` many nulls where the job does not read the column.
    pub(super) fn look_up(&mut self, ids: Option<&Ids>, rows: usize) {
        self.rows.clear();
        match ids {
            None => self.rows.resize(rows, NULL),
            Some(Ids::Plain(values)) => {
                let interner = &mut self.interner;
                self.rows.extend(values.iter().map(|id| id.map_or(NULL, |id| interner.code(id))));
            }
            Some(Ids::Dictionary { dictionary, codes }) => {
                let known = match self.known.take() {
                    Some(known) if Arc::ptr_eq(&known.0, dictionary) => known,
                    _ => {
                        let interner = &mut self.interner;
                        let values = dictionary.values.iter();
                        let known = values.map(|id| id.map_or(NULL, |id| interner.code(id))).collect();
                        (dictionary.clone(), known)
                    }
                };
                let code = |key: i32| known.1.get(key.cast_unsigned() as usize).copied().unwrap_or(NULL);
                if codes.null_count() == 0 {
                    self.rows.extend(codes.values().iter().map(|&key| code(key)));
                } else {
                    self.rows.extend(codes.iter().map(|key| key.map_or(NULL, code)));
                }
                self.known = Some(known);
            }
        }
    }

    /// The codes of the rows looked up last.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    pub(super) fn memory(&self) -> usize {
        let known = self.known.as_ref().map_or(0, |known| known.1.capacity());
        self.interner.memory() + (known + self.rows.capacity()) * size_of::<u32>()
    }
}
