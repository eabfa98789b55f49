//! Folds row groups.

use std::collections::HashMap;
use std::mem::take;

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::run::{Run, Settings, Stage};
use crate::error::{Error, ErrorCode};
use crate::fold::{Fold, ViewsByMonth};
use crate::merge::{Runs, Spill};
use crate::report::Overview;
use crate::scan::{Plan, ScanOptions, Step, Task};
use crate::spill::Budget;
use crate::wasm::failure::{Result, out_of_order};
use crate::wasm::ranges::{flat, number, whole};

/// How many rows are folded before the worker may handle messages.
const STEP_ROWS: u64 = 65_536;

/// Row groups are folded, and the fold is spilled when it is full.
#[derive(Default)]
pub(super) struct Scanning {
    pub(super) fold: Fold,
    pub(super) runs: Runs,
    /// The views of the rows whose state was spilled.
    spilled_views: ViewsByMonth,
    /// Row groups that wait for their bytes, by file and number.
    opened: HashMap<(u32, usize), Task>,
    /// The row group that is folded.
    current: Option<Task>,
}

impl Scanning {
    /// Writes the fold to a file and starts an empty one.
    pub(super) fn spill(&mut self, workers: usize, spill: &Spill) -> crate::Result<()> {
        let fold = take(&mut self.fold);
        fold.add_views(&mut self.spilled_views);
        self.fold = self.runs.add(fold, workers, spill)?;
        Ok(())
    }
}

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
        let settings = Settings {
            mapping: plan.mapping()?,
            roles: options.roles(),
            timezone: options.timezone,
            budget: Budget::new(whole(memory), row_group),
            workers,
        };
        let stage = Stage::Scanning(Box::default());
        self.run = Some(Run { settings, stage, combined: None, copied: None, pass: None, daily: None });
        Ok(())
    }

    /// Opens a row group, possibly while another one is folded. Returns the byte ranges it needs.
    #[wasm_bindgen(js_name = openTask)]
    pub fn open_task(&mut self, file: u32, row_group: usize) -> Result<Vec<f64>> {
        let mut task = self.run()?.settings.open(&self.files, file, row_group, None)?;
        let needs = needs(&mut task)?;
        self.scanning()?.opened.insert((file, row_group), task);
        Ok(needs)
    }

    /// Selects an open row group to be folded.
    #[wasm_bindgen(js_name = startTask)]
    pub fn start_task(&mut self, file: u32, row_group: usize) -> Result<()> {
        let scanning = self.scanning()?;
        let task = scanning.opened.remove(&(file, row_group)).ok_or_else(|| out_of_order("openTask"))?;
        scanning.current = Some(task);
        Ok(())
    }

    /// Pushes the bytes of the file from `start` on.
    #[wasm_bindgen(js_name = pushTask)]
    pub fn push_task(&mut self, start: f64, bytes: Vec<u8>) -> Result<()> {
        let task = self.scanning()?.current.as_mut().ok_or_else(|| out_of_order("startTask"))?;
        Ok(task.push(whole(start), bytes.into())?)
    }

    /// Returns whether the fold has to be spilled before it takes more rows.
    #[wasm_bindgen(js_name = isFull)]
    pub fn is_full(&self) -> Result<bool> {
        let Run { settings, stage, .. } = self.run()?;
        let fold = &stage.scanning()?.fold;
        let with_step = fold.memory_with(STEP_ROWS as usize);
        Ok(fold.rows() > 0 && with_step > settings.budget.fold_bytes())
    }

    /// Folds some 65,536 rows of the row group. Returns their number, 0 at its end.
    pub fn advance(&mut self) -> Result<f64> {
        let Scanning { fold, current, .. } = self.scanning()?;
        let mut task = current.take().ok_or_else(|| out_of_order("startTask"))?;
        let mut rows = 0;
        while rows < STEP_ROWS {
            match task.step()? {
                Step::Rows(columns) => {
                    rows += columns.rows as u64;
                    task.count_issues(fold.update(&columns));
                }
                Step::Finished if rows == 0 => {
                    fold.end(&task);
                    return Ok(0.0);
                }
                Step::Finished => break,
                Step::Needs(_) => return Err(missing_bytes().into()),
            }
        }
        *current = Some(task);
        Ok(number(rows))
    }

    /// Returns the months of the rows folded so far.
    #[wasm_bindgen(js_name = soFar)]
    pub fn so_far(&self) -> Result<Ts<Overview>> {
        let scanning = self.run()?.stage.scanning()?;
        let mut views = scanning.spilled_views.clone();
        scanning.fold.add_views(&mut views);
        Ok(Overview::so_far(&views).into_ts()?)
    }
}

impl Engine {
    fn scanning(&mut self) -> Result<&mut Scanning> {
        self.run_mut()?.stage.scanning_mut()
    }
}

/// Returns the ranges that a newly opened row group needs.
pub(super) fn needs(task: &mut Task) -> Result<Vec<f64>> {
    Ok(flat(&task.needs()?))
}

pub(super) fn missing_bytes() -> Error {
    Error::new(ErrorCode::Internal, "a row group did not receive all bytes that it requested")
}
