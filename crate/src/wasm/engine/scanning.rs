//! Folds row groups.

use std::mem::take;

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Engine, Run};
use crate::error::{Error, ErrorCode};
use crate::fold::{Fold, ViewsByMonth};
use crate::merge::Runs;
use crate::report::Overview;
use crate::scan::{Plan, ScanOptions, Step, Task};
use crate::spill::Budget;
use crate::wasm::failure::{Result, too_early};
use crate::wasm::ranges::{flat, number, whole};

/// How many rows are folded before the worker may handle messages.
const STEP_ROWS: u64 = 65_536;

#[wasm_bindgen]
impl Engine {
    /// Begins a run and discards the state of an earlier one. Each of `workers` workers has
    /// `memory` bytes.
    pub fn begin(
        &mut self,
        plan: Ts<Plan>,
        options: Ts<ScanOptions>,
        memory: f64,
        workers: usize,
    ) -> Result<()> {
        let plan: Plan = plan.to_rust()?;
        let options: ScanOptions = options.to_rust()?;
        let row_group = plan.tasks.iter().map(|task| task.bytes).max().unwrap_or_default();
        self.run = Some(Run {
            mapping: plan.mapping()?,
            roles: options.roles(),
            timezone: options.timezone,
            budget: Budget::new(whole(memory), row_group),
            workers,
        });
        self.fold = Fold::new();
        self.runs = Runs::default();
        self.spilled_views = ViewsByMonth::default();
        self.task = None;
        self.opened.clear();
        self.totals = Vec::new();
        self.sample = None;
        self.share = None;
        self.combined = None;
        self.copied = None;
        self.pass = None;
        Ok(())
    }

    /// Opens a row group, possibly while another one is folded. Returns the byte ranges it needs.
    #[wasm_bindgen(js_name = openTask)]
    pub fn open_task(&mut self, file: u32, row_group: usize) -> Result<Vec<f64>> {
        let mut task = self.open(file, row_group, None)?;
        let needs = needs(&mut task)?;
        self.opened.insert((file, row_group), task);
        Ok(needs)
    }

    /// Selects an open row group to be folded.
    #[wasm_bindgen(js_name = startTask)]
    pub fn start_task(&mut self, file: u32, row_group: usize) -> Result<()> {
        let task = self.opened.remove(&(file, row_group)).ok_or_else(|| too_early("openTask"))?;
        self.task = Some(task);
        Ok(())
    }

    /// Pushes the bytes of the file from `start` on.
    #[wasm_bindgen(js_name = pushTask)]
    pub fn push_task(&mut self, start: f64, bytes: Vec<u8>) -> Result<()> {
        let task = self.task.as_mut().ok_or_else(|| too_early("openTask"))?;
        Ok(task.push(whole(start), bytes.into())?)
    }

    /// Returns whether the fold has to be spilled before it takes more rows.
    #[wasm_bindgen(js_name = isFull)]
    pub fn is_full(&self) -> Result<bool> {
        let with_step = self.fold.memory_with(STEP_ROWS as usize);
        Ok(self.fold.rows() > 0 && with_step > self.run()?.budget.fold_bytes())
    }

    /// Folds some 65,536 rows of the row group. Returns their number, 0 at its end.
    pub fn advance(&mut self) -> Result<f64> {
        let mut task = self.task.take().ok_or_else(|| too_early("openTask"))?;
        let mut rows = 0;
        while rows < STEP_ROWS {
            match task.step()? {
                Step::Rows(columns) => {
                    rows += columns.rows as u64;
                    task.count_odd(self.fold.update(&columns));
                }
                Step::Finished if rows == 0 => {
                    self.fold.end(&task);
                    return Ok(0.0);
                }
                Step::Finished => break,
                Step::Needs(_) => return Err(missing_bytes().into()),
            }
        }
        self.task = Some(task);
        Ok(number(rows))
    }

    /// Returns the months of the rows folded so far.
    #[wasm_bindgen(js_name = soFar)]
    pub fn so_far(&self) -> Result<Ts<Overview>> {
        let mut views = self.spilled_views.clone();
        self.fold.add_views(&mut views);
        Ok(Overview::so_far(&views).into_ts()?)
    }
}

impl Engine {
    pub(super) fn take_fold(&mut self) -> Fold {
        take(&mut self.fold)
    }
}

/// Returns the ranges that a newly opened row group needs.
pub(super) fn needs(task: &mut Task) -> Result<Vec<f64>> {
    Ok(flat(&task.needs()?))
}

pub(super) fn missing_bytes() -> Error {
    Error::new(ErrorCode::Internal, "a row group was not given all bytes that it asked for")
}
