//! A run, from paths to files.

mod analysis;
pub(super) mod batches;
mod copying;
mod diagnostics_file;
pub(super) mod first_rows;
mod in_order;
pub(super) mod outcome;
pub(super) mod reading;
pub(super) mod request;
mod result_file;
pub(super) mod results;
mod scan;
mod shares;
mod spilling;
mod stale_outputs;

use std::iter;
use std::time::Instant;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::export::Format;
use crate::fs::clock::today;
use crate::fs::io::output::write_text;
use crate::fs::io::output_folder::OutputFolder;
use crate::fs::outputs::DIAGNOSTICS;
use crate::fs::run::analysis::Analysis;
use crate::fs::run::copying::Copying;
use crate::fs::run::diagnostics_file::{Listed, json};
use crate::fs::run::in_order::InOrder;
use crate::fs::run::reading::Reading;
use crate::fs::run::result_file::{ResultFile, WholeFile};
use crate::fs::run::scan::NoTap;
use crate::fs::run::stale_outputs::stale_outputs;
use crate::fs::threads::for_each;
use crate::fs::{
    CountProvider, Dataset, Failures, FetchCost, FetchJob, Figures, InputRecord, Outcome, Outputs, Request,
    Target, Watch, Written,
};
use crate::merge::Totals;
use crate::report::{Diagnostics, ResultKind};
use crate::scan::{Plan, Problem, Roles};
use crate::snapshot::Simulator;
use crate::warning::Warning;

/// A run whose footers were read, and whose rows were not.
#[derive(Debug)]
pub struct Run {
    request: Request,
    reading: Reading,
    run_date: Option<Day>,
    /// The job that fetches the counts in place of the simulator.
    fetch: Option<Box<dyn FetchJob>>,
    begun: Instant,
}

/// The findings of a run, and its files before they are at their final paths.
struct Made {
    analysis: Analysis,
    found: Diagnostics,
    whole: Vec<WholeFile>,
}

impl Run {
    /// Reads the footers, and decides which columns and row groups will be read.
    ///
    /// # Errors
    ///
    /// Everything that prevents the run: paths without files, files that are not Parquet, roles
    /// without a column, an output that is an input, an unknown zone.
    pub fn prepare(request: Request) -> Result<Self, Failures> {
        let begun = Instant::now();
        let options = &request.options;
        options.check()?;
        let inputs = options.inputs(&request.inputs)?;
        let provider = request.provider.as_ref().filter(|_| request.outputs.needs_provider());
        if provider.is_none() && request.outputs.needs_provider() {
            return Err(Outputs::no_provider().into());
        }
        request.outputs.refuse_inputs(&inputs.files)?;
        let fetch = match provider {
            Some(CountProvider::Fetcher(fetcher)) => {
                Some(fetcher.prepare(&request.outputs, request.run_date)?)
            }
            Some(CountProvider::Simulator) | None => None,
        };
        let run_date = match fetch.as_ref().map_or(request.run_date, |fetch| fetch.run_date()) {
            None if request.outputs.needs_provider() => Some(today(options.scan.timezone.as_deref())?),
            known => known,
        };
        let dataset = Dataset::read(inputs, options)?;
        let reading = Reading::new(dataset, options.clone(), request.outputs.roles())?;
        Ok(Self { request, reading, run_date, fetch, begun })
    }

    /// Returns what will be read.
    pub fn plan(&self) -> &Plan {
        &self.reading.plan
    }

    /// Returns the tables among the input, and what is skipped of it.
    pub fn input(&self) -> &InputRecord {
        self.reading.dataset.input()
    }

    /// Returns why files are skipped, as far as that is known.
    pub fn skipped(&self) -> Vec<Problem> {
        self.reading.skipped()
    }

    /// Reads each row group once, and writes every result.
    ///
    /// If bad files are skipped, and a file proves bad while it is read, all others are read again
    /// from the beginning, so that no part of it is in a result.
    ///
    /// # Errors
    ///
    /// The first error in the order of the files; every output is then unchanged.
    pub fn execute(mut self, watch: &Watch) -> Result<Outcome> {
        let mut fetch = self.fetch.take();
        loop {
            match self.attempt(&mut fetch, watch) {
                Err(error)
                    if !self.request.outputs.has_sent_rows() && self.reading.skips(&error, watch)? => {}
                done => return done,
            }
        }
    }

    fn attempt(&self, fetch: &mut Option<Box<dyn FetchJob>>, watch: &Watch) -> Result<Outcome> {
        match &self.request.outputs {
            Outputs::One { result, target } => {
                let source = self.request.source();
                let (file, copying) = match (target.format()?, target.open()?, target) {
                    (Some(format), Some(file), _) => {
                        let copying = self.copying(format)?;
                        (ResultFile::new(*result, file, format, source.as_ref())?, copying)
                    }
                    (.., Target::FirstRows(max)) => {
                        (ResultFile::first_rows(*result, *max), Copying::default())
                    }
                    _ => return Err(Error::new(ErrorCode::Internal, "the target has no format")),
                };
                let Made { analysis, found, whole } = self.make(vec![file], &copying, fetch, watch)?;
                let mut written = Vec::new();
                let mut first_rows = Vec::new();
                for mut file in whole {
                    let (kind, path, rows) = (file.kind, target.shown(), file.rows);
                    first_rows.append(&mut file.first_rows);
                    written.push(Written { result: kind, path, rows, bytes: file.replace()? });
                }
                let outcome = self.outcome(analysis, found, written, fetch.take())?;
                Ok(Outcome { first_rows, ..outcome })
            }
            Outputs::Folder { results, path, format } => {
                let folder = OutputFolder::create(path)?;
                let names: Vec<String> =
                    results.iter().map(|kind| format!("{}.{format}", kind.file_stem())).collect();
                let source = self.request.source();
                let files = results
                    .iter()
                    .zip(&names)
                    .map(|(&kind, name)| ResultFile::new(kind, folder.file(name)?, *format, source.as_ref()))
                    .collect::<Result<_>>()?;
                let diagnostics = folder.file(DIAGNOSTICS)?;
                let copying = self.copying(*format)?;
                let Made { analysis, mut found, whole } = self.make(files, &copying, fetch, watch)?;
                Warning::append(&mut found.warnings, stale_outputs(path, &names));
                let outputs = whole.iter().zip(&names);
                let outputs: Vec<_> = outputs
                    .map(|(file, name)| Listed { result: file.kind, file: name, rows: file.rows })
                    .collect();
                write_text(&diagnostics, &json(&found, self.input(), &outputs)?)?;
                let mut written = Vec::new();
                let mut replacing = Vec::new();
                for (WholeFile { kind, file, rows, .. }, name) in whole.into_iter().zip(names) {
                    let path = folder.path_of(&name).display().to_string();
                    written.push(Written { result: kind, path, rows, bytes: 0 });
                    replacing.extend(file);
                }
                replacing.push(diagnostics);
                for (written, bytes) in written.iter_mut().zip(folder.replace(replacing)?) {
                    written.bytes = bytes;
                }
                self.outcome(analysis, found, written, fetch.take())
            }
        }
    }

    /// Returns the cost of fetching, by reading the rows without a call; `None`
    /// without a [`Fetcher`](crate::fs::Fetcher).
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute); nothing is written.
    pub fn cost(&self, watch: &Watch) -> Result<Option<FetchCost>> {
        let (Some(fetch), Some(run_date)) = (&self.fetch, self.run_date) else { return Ok(None) };
        let totals = self.reading.scan(&NoTap, &Copying::default(), watch)?;
        Analysis::new(totals, self.request.options.end_date).cost(&**fetch, run_date, watch).map(Some)
    }

    /// Returns the row groups that are copied into a combined Parquet file.
    fn copying(&self, format: Format) -> Result<Copying> {
        let outputs = &self.request.outputs;
        if format != Format::Parquet || !outputs.results().contains(&ResultKind::Combined) {
            return Ok(Copying::default());
        }
        let for_ids_alone = matches!(outputs, Outputs::One { .. });
        let roles = if for_ids_alone { Roles::SNAPSHOT } else { outputs.roles() };
        Copying::new(&self.reading.dataset, &self.reading.plan, roles)
    }

    /// Scans, fetches, and writes every row of every file.
    fn make(
        &self,
        mut files: Vec<ResultFile>,
        copying: &Copying,
        fetch: &mut Option<Box<dyn FetchJob>>,
        watch: &Watch,
    ) -> Result<Made> {
        let combined = files.iter().position(|file| file.kind() == ResultKind::Combined);
        let Some(index) = combined else {
            return self.write(self.reading.scan(&NoTap, copying, watch)?, files, copying, fetch, watch);
        };
        let in_order = InOrder::new(files.remove(index));
        let totals = self.reading.scan(&in_order, copying, watch)?;
        let mut file = in_order.into_file()?;
        // The snapshot has a row group of its own.
        file.end_row_group()?;
        file.sync_early()?;
        files.insert(index, file);
        self.write(totals, files, copying, fetch, watch)
    }

    /// Fetches, and writes the rows of the merged state.
    fn write(
        &self,
        totals: Vec<Totals>,
        files: Vec<ResultFile>,
        copying: &Copying,
        fetch: &mut Option<Box<dyn FetchJob>>,
        watch: &Watch,
    ) -> Result<Made> {
        let options = &self.request.options;
        let mut analysis = Analysis::new(totals, options.end_date);
        let unread = copying.rows_with_unread_dates(&self.reading.plan);
        // Coverage needs all dates.
        if unread == 0 && self.reading.roles.covers(Roles::GAPS) {
            analysis.cover(options.outages, options.threads, watch)?;
        }
        analysis.get_ready(files.iter().map(ResultFile::kind), self.begun, options.threads)?;
        if files.iter().any(|file| matches!(file.kind(), ResultKind::GapsList | ResultKind::GapsDates)) {
            analysis.refuse_gap_days(options.limits.gap_days)?;
        }
        if let Some(run_date) = self.run_date.filter(|_| self.request.outputs.needs_provider()) {
            match fetch {
                Some(fetch) => analysis.fetch(&mut **fetch, run_date, watch)?,
                None => analysis.fetch_from(&mut Simulator, self.request.batch_size, run_date, watch)?,
            }
        }
        let spare_thread = options.threads.get() > files.len();
        let mut found = None;
        let mut whole = Vec::with_capacity(files.len());
        // The diagnostics are made in parallel with the files.
        let work = iter::once(None).chain(files.into_iter().map(Some)).collect();
        let done = for_each(options.threads, work, |file: Option<ResultFile>| -> Result<_> {
            let Some(mut file) = file else { return Ok((Some(analysis.diagnostics()?), None)) };
            analysis.write(&mut file, spare_thread, watch)?;
            Ok((None, Some(file.finish()?)))
        })?;
        for done in done {
            let (diagnostics, file) = done?;
            found = found.or(diagnostics);
            whole.extend(file);
        }
        let found = Diagnostics {
            rows_with_unread_dates: (unread > 0).then_some(unread),
            ..found.unwrap_or_default()
        };
        let found = found.concluded(self.reading.facts());
        Ok(Made { analysis, found, whole })
    }

    /// Returns the outcome, and ends the fetching.
    fn outcome(
        &self,
        analysis: Analysis,
        diagnostics: Diagnostics,
        outputs: Vec<Written>,
        fetch: Option<Box<dyn FetchJob>>,
    ) -> Result<Outcome> {
        let plan = self.plan();
        let figures = Figures {
            files: plan.files.len(),
            row_groups: plan.tasks.len(),
            rows: plan.rows,
            bytes: plan.bytes,
            run_date: analysis.progress().and(self.run_date).map(|day| day.to_string()),
            threads: self.request.options.threads.get(),
            spilled_bytes: self.reading.spilled_bytes(),
            seconds: self.begun.elapsed().as_secs_f64(),
            ..analysis.figures()
        };
        let ledger = match (fetch, analysis.fetched()) {
            (Some(fetch), Some(fetched)) => fetch.finish(&fetched.job)?,
            _ => None,
        };
        let (input, source, skipped) = (self.input().clone(), self.request.source(), self.skipped());
        let not_fetched = self.request.not_fetched();
        Ok(Outcome {
            diagnostics,
            figures,
            outputs,
            input,
            skipped,
            source,
            not_fetched,
            ledger,
            first_rows: Vec::new(),
        })
    }
}
