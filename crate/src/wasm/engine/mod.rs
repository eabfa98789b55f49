//! One worker's engine: its files, and its run, which goes from stage to stage.

mod combined;
mod copied;
mod daily;
mod footers;
mod merging;
mod results;
mod run;
mod samples;
mod scanning;
mod sorting;
mod tables;

use wasm_bindgen::prelude::wasm_bindgen;

use self::footers::Files;
use self::run::Run;
use self::tables::LogRows;
use super::failure::{Result, out_of_order};

/// A worker's files, and the run over them.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    files: Files,
    run: Option<Run>,
    /// A row group of a file of a table's log.
    log: Option<LogRows>,
}

#[wasm_bindgen]
impl Engine {
    /// Creates an engine without files.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Engine {
    fn run(&self) -> Result<&Run> {
        self.run.as_ref().ok_or_else(|| out_of_order("begin").into())
    }

    fn run_mut(&mut self) -> Result<&mut Run> {
        self.run.as_mut().ok_or_else(|| out_of_order("begin").into())
    }

    /// Returns the memory of the state, in bytes.
    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.run.as_ref().map_or(0, |run| run.stage.memory())
    }
}
