//! The results of a dataset, as Arrow record batches or as files.

use std::path::Path;
use std::time::Instant;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::export::Format;
use crate::fs::io::output::OutputFile;
use crate::fs::run::analysis::Analysis;
use crate::fs::run::batches::Batches;
use crate::fs::run::reading::Reading;
use crate::fs::run::result_file::ResultFile;
use crate::fs::{Dataset, Failures, Options, Outputs, Watch, Written};
use crate::report::{Diagnostics, ResultKind, Share};
use crate::scan::{Problem, Roles};
use crate::snapshot::{CountSource, Provider};

/// The results of a [`Dataset`], whose rows were all read.
#[derive(Debug)]
pub struct Results {
    reading: Reading,
    analysis: Analysis,
    diagnostics: Diagnostics,
    /// The provider of the snapshot's counts, once there is a snapshot.
    source: Option<CountSource>,
}

impl Dataset {
    /// Reads each row group once. Returns the results.
    ///
    /// # Errors
    ///
    /// Everything that prevents reading, together: roles without a column, and files that cannot be
    /// read or lack a column, unless they are skipped. Otherwise the first error in the order of the
    /// files.
    pub fn analyze(&self, options: &Options) -> Result<Results, Failures> {
        self.analyze_watched(options, &Watch::default())
    }

    /// Like [`analyze`](Self::analyze), while another thread watches the progress or cancels it.
    ///
    /// # Errors
    ///
    /// As [`analyze`](Self::analyze), and [`Cancelled`](crate::ErrorCode::Cancelled).
    pub fn analyze_watched(&self, options: &Options, watch: &Watch) -> Result<Results, Failures> {
        let begun = Instant::now();
        let mut reading = Reading::new(self.clone(), options.clone(), options.roles())?;
        let mut analysis = Analysis::new(reading.scan_good_files(watch)?, options.end_date);
        if reading.roles.covers(Roles::GAPS) {
            analysis.cover(options.outages, options.threads, watch)?;
        }
        // All results are counted at once. A sum that is too large is an error of monthly views
        // only.
        analysis.get_ready([ResultKind::GapsList].into_iter(), begun, options.threads)?;
        let diagnostics = analysis.diagnostics()?.concluded(reading.facts());
        Ok(Results { reading, analysis, diagnostics, source: None })
    }
}

impl Results {
    /// Returns the data issues, and the warnings to read before the results are used.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// Returns why files were skipped.
    pub fn skipped(&self) -> Vec<Problem> {
        self.reading.skipped()
    }

    /// Returns the rows of a result in order, some thousands at a time. Without a row there is no
    /// batch.
    ///
    /// The first item is an error if the result is not available:
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) if a column that it needs was not read, for
    /// a snapshot that was not taken, and for the combined result, which only a
    /// [`Run`](crate::fs::Run) writes; [`OverLimit`](crate::ErrorCode::OverLimit) for gaps of too many
    /// days; [`SumOverflow`](crate::ErrorCode::SumOverflow) for monthly views whose sum lies outside
    /// int64.
    pub fn batches(&self, kind: ResultKind) -> Batches<'_> {
        match self.check(kind) {
            Ok(()) => self.analysis.batches(kind, None),
            Err(error) => Batches::refused(error),
        }
    }

    /// Writes a result to a file, in the format of its extension. The file appears at its path only
    /// when it is complete.
    ///
    /// # Errors
    ///
    /// As [`batches`](Self::batches); [`InvalidOption`](crate::ErrorCode::InvalidOption) for another
    /// extension, and for a path that is one of the inputs; [`Io`](crate::ErrorCode::Io) if the file
    /// cannot be written.
    pub fn write(&self, kind: ResultKind, path: impl AsRef<Path>) -> Result<Written> {
        self.check(kind)?;
        let path = path.as_ref();
        let outputs = Outputs::One { result: kind, target: path.into() };
        outputs.refuse_inputs(self.reading.dataset.inputs())?;
        let format = Format::of_path(&path.to_string_lossy())?;
        let mut file = ResultFile::new(kind, OutputFile::create(path)?, format, self.source.as_ref())?;
        let spare_thread = self.reading.options.threads.get() > 1;
        self.analysis.write(&mut file, spare_thread, &Watch::default())?;
        let whole = file.finish()?;
        let (rows, bytes) = (whole.rows, whole.replace()?);
        Ok(Written { result: kind, path: path.display().to_string(), rows, bytes })
    }

    /// Takes a snapshot: fetches the current count of every video from a provider. `source` names
    /// the provider in the files that are written. An earlier snapshot is replaced.
    ///
    /// # Errors
    ///
    /// Those of the provider.
    pub fn take_snapshot(
        &mut self,
        provider: &mut dyn Provider,
        source: CountSource,
        day: Day,
    ) -> Result<()> {
        self.refuse_unread(ResultKind::Snapshot)?;
        self.source = None;
        self.analysis.forget_answers();
        self.analysis.fetch_from(provider, None, day, &Watch::default())?;
        self.source = Some(source);
        Ok(())
    }

    /// Returns the merged state as shares in the results' order, for filters, sorting and windows of
    /// rows. The results of all shares, one after the other, are the whole results.
    pub fn shares(&self) -> &[Share] {
        self.analysis.shares()
    }

    /// Checks that a result is available.
    fn check(&self, kind: ResultKind) -> Result<()> {
        let refused = |what: &str| Error::new(ErrorCode::InvalidOption, what);
        if kind == ResultKind::Combined {
            return Err(refused("the combined result needs the rows of the input, which are not kept")
                .remedy("Write it with daytally::fs::Run."));
        }
        self.refuse_unread(kind)?;
        if kind.needs_provider() && self.source.is_none() {
            return Err(refused("no snapshot was taken").remedy("Call Results::take_snapshot first."));
        }
        if matches!(kind, ResultKind::GapsList | ResultKind::GapsDates) {
            self.analysis.refuse_gap_days(self.reading.options.limits.gap_days)?;
        }
        Ok(())
    }

    /// Refuses a result that needs a column that was not read.
    fn refuse_unread(&self, kind: ResultKind) -> Result<()> {
        let is_unread = |role: &_| !self.reading.roles.contains(*role);
        match kind.roles().iter().find(is_unread) {
            None => Ok(()),
            Some(role) => {
                let what = format!("{} needs the column of {role}, which was not read", kind.file_stem());
                Err(Error::new(ErrorCode::InvalidOption, what)
                    .remedy("Add the result to those of Options::results."))
            }
        }
    }
}
