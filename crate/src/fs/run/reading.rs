//! Reads the rows of a dataset into state.

use crate::error::{Error, Result};
use crate::fs::clock::latest_day;
use crate::fs::failures::{is_bad_file, none_left};
use crate::fs::run::copying::Copying;
use crate::fs::run::scan::{NoTap, Scan, Tap};
use crate::fs::run::shares::shares;
use crate::fs::run::spilling::Spilling;
use crate::fs::{Dataset, Failures, OnBadFile, Options, Watch};
use crate::merge::Totals;
use crate::report::RunFacts;
use crate::scan::{Plan, Problem, Roles, unread_columns};
use crate::source::File;
use crate::spill::Budget;

/// A dataset, and which of its rows are read.
#[derive(Debug)]
pub(in crate::fs) struct Reading {
    pub(in crate::fs) dataset: Dataset,
    pub(in crate::fs) options: Options,
    pub(in crate::fs) roles: Roles,
    pub(in crate::fs) plan: Plan,
    spilling: Option<Spilling>,
}

impl Reading {
    /// Plans to read the columns of some roles.
    ///
    /// # Errors
    ///
    /// Everything that prevents it: options that are not valid, roles without a column, and bad
    /// files, unless they are skipped.
    pub(in crate::fs) fn new(dataset: Dataset, options: Options, roles: Roles) -> Result<Self, Failures> {
        options.check()?;
        let plan = dataset.plan_of(&options.scan, roles);
        Failures::check(&plan, options.on_bad_file)?;
        let spilling = options.memory.map(|memory| {
            let row_group = plan.tasks.iter().map(|task| task.bytes).max().unwrap_or_default();
            let budget = Budget::new(memory / options.threads.get() as u64, row_group);
            Spilling::new(budget, options.threads, options.spill_folder.clone())
        });
        Ok(Self { dataset, options, roles, plan, spilling })
    }

    /// Returns why files are skipped, as far as that is known.
    pub(in crate::fs) fn skipped(&self) -> Vec<Problem> {
        [self.dataset.skipped(), &self.plan.problems].concat()
    }

    /// Skips the file of an error from now on. Returns whether a retry is possible.
    pub(super) fn skips(&mut self, error: &Error, watch: &Watch) -> Result<bool> {
        let may_skip = self.options.on_bad_file == OnBadFile::Skip && is_bad_file(error);
        if !may_skip || !self.dataset.skip(error)? {
            return Ok(false);
        }
        self.plan = self.dataset.plan_of(&self.options.scan, self.roles);
        if self.plan.files.is_empty() {
            return Err(none_left(&self.skipped()));
        }
        self.plan.mapping()?;
        watch.note(format!("note: skipped, and all others are read again: {error}"));
        watch.restart();
        Ok(true)
    }

    /// Scans the rows. Returns shares in the results' order.
    pub(super) fn scan(&self, tap: &dyn Tap, copying: &Copying, watch: &Watch) -> Result<Vec<Totals>> {
        let Self { dataset, options, roles, plan, spilling } = self;
        let scan = Scan {
            dataset,
            plan,
            roles: *roles,
            copying,
            timezone: options.scan.timezone.as_deref(),
            page_bytes: options.limits.page_bytes,
            part_rows: options.part_rows,
            threads: options.threads,
            spilling: spilling.as_ref(),
            watch,
        };
        let totals = shares(scan.fold(tap)?, options.threads, spilling.as_ref(), watch)?;
        self.refuse_unread(&totals)?;
        Ok(totals)
    }

    /// Returns what [`scan`](Self::scan) does. If bad files are skipped and one proves bad while it
    /// is read, all others are read again.
    pub(in crate::fs) fn scan_good_files(&mut self, watch: &Watch) -> Result<Vec<Totals>> {
        loop {
            match self.scan(&NoTap, &Copying::default(), watch) {
                Err(error) if self.skips(&error, watch)? => {}
                done => return done,
            }
        }
    }

    /// Refuses files that have values in a needed column, but none that can be read.
    fn refuse_unread(&self, totals: &[Totals]) -> Result<()> {
        let path = |file| self.dataset.file(file).map(|(input, _)| input.shown.clone()).unwrap_or_default();
        let unread = totals.iter().flat_map(|totals| totals.counters().unread_columns.clone()).collect();
        unread_columns(&self.plan, &path, unread).into_iter().next().map_or(Ok(()), Err)
    }

    /// Returns the facts besides the rows.
    pub(in crate::fs) fn facts(&self) -> RunFacts {
        RunFacts {
            end_date_given: self.options.end_date.is_some(),
            today: latest_day().map(|day| day.to_string()),
            timezone: self.options.scan.timezone.clone(),
            skipped: self.skipped(),
            warnings: self.plan.warnings.clone(),
        }
    }

    /// Returns the files that are read.
    pub(in crate::fs) fn files(&self) -> Result<Vec<&File>> {
        self.plan.files.iter().map(|&number| Ok(self.dataset.file(number)?.1)).collect()
    }

    /// Returns how many bytes were written to disk because memory ran out.
    pub(in crate::fs) fn spilled_bytes(&self) -> u64 {
        self.spilling.as_ref().map_or(0, Spilling::bytes)
    }
}
