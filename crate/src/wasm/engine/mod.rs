//! One worker's engine: its files, its fold, its totals, its share of the results.

mod combined;
mod copied;
mod footers;
mod merging;
mod results;
mod samples;
mod scanning;
mod sorting;

use std::collections::HashMap;
use std::sync::Arc;

use wasm_bindgen::prelude::wasm_bindgen;

use super::failure::{Result, too_early};
use super::ranges::number;
use crate::fold::{Fold, ViewsByMonth};
use crate::merge::{Runs, Totals};
use crate::report::{Share, SortPass};
use crate::scan::{Mapping, Roles, Task};
use crate::source::{File, FooterDecoder};
use crate::spill::Budget;

/// A worker's state, from footers to results.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    files: HashMap<u32, Footer>,
    run: Option<Run>,
    fold: Fold,
    /// Row groups that wait for their bytes, by file and number.
    opened: HashMap<(u32, usize), Task>,
    task: Option<Task>,
    runs: Runs,
    /// The views of the rows whose state was spilled.
    spilled_views: ViewsByMonth,
    totals: Vec<Totals>,
    sample: Option<Vec<u8>>,
    share: Option<Share>,
    combined: Option<combined::RowGroup>,
    copied: Option<copied::Copied>,
    pass: Option<SortPass>,
}

enum Footer {
    Reading(FooterDecoder),
    Whole(Arc<File>),
}

struct Run {
    mapping: Mapping,
    roles: Roles,
    timezone: Option<String>,
    budget: Budget,
    workers: usize,
}

#[wasm_bindgen]
impl Engine {
    /// Creates an engine without files.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the memory of the state, in bytes.
    #[wasm_bindgen(js_name = memoryBytes)]
    pub fn memory_bytes(&self) -> f64 {
        let totals: usize = self.totals.iter().map(Totals::memory).sum();
        let share = self.share.as_ref().map_or(0, Share::memory);
        number((self.fold.memory() + totals + share) as u64)
    }
}

impl Engine {
    fn file(&self, file: u32) -> Result<Arc<File>> {
        match self.files.get(&file) {
            Some(Footer::Whole(file)) => Ok(file.clone()),
            _ => Err(too_early("the whole footer").into()),
        }
    }

    fn run(&self) -> Result<&Run> {
        self.run.as_ref().ok_or_else(|| too_early("begin").into())
    }

    fn open(&self, file: u32, row_group: usize, rows: Option<std::ops::Range<u64>>) -> Result<Task> {
        let run = self.run()?;
        let file = self.file(file)?;
        Ok(Task::open(&file, row_group, &run.mapping, run.roles, run.timezone.as_deref(), rows)?)
    }
}
