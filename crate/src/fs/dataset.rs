//! Files whose footers were read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use arrow::array::RecordBatch;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::failures::none_left;
use crate::fs::io::deleted_rows::without_deleted_rows;
use crate::fs::io::disk::{Disk, Stamp};
use crate::fs::threads::for_each;
use crate::fs::{Deletions, Failures, Input, InputRecord, Inputs, OnBadFile, Options};
use crate::scan::{FileRows, Plan, Problem, Roles, RowsStep, ScanOptions};
use crate::source::{File, FileSummary, FooterDecoder};
use crate::warning::Warning;

/// Parquet files whose footers were read, and whose rows were not.
///
/// ```no_run
/// use daytally::{Dataset, Options, ResultKind};
///
/// let data = Dataset::open(["views/"])?;
/// println!("{} rows to read", data.plan().rows);
/// let results = data.analyze(&Options::new())?;
/// for batch in results.batches(ResultKind::Monthly) {
///     println!("{} rows", batch?.num_rows());
/// }
/// # Ok::<(), daytally::Failures>(())
/// ```
#[derive(Clone, Debug)]
pub struct Dataset {
    opened: Arc<Opened>,
    /// What all results would read, with the options that it was opened with.
    plan: Arc<Plan>,
    /// Why files are skipped.
    skipped: Vec<Problem>,
    /// The numbers of skipped files whose footers were read.
    left_out: BTreeSet<u32>,
}

/// The files that could be opened.
#[derive(Debug)]
struct Opened {
    inputs: Vec<Input>,
    files: Vec<File>,
    stamps: Vec<Stamp>,
    /// The files with deleted rows, by their numbers, once those are loaded.
    without_deleted: BTreeMap<u32, OnceLock<File>>,
    record: InputRecord,
    /// Warnings from the listing of files.
    warnings: Vec<Warning>,
}

impl Dataset {
    /// Finds the files of some paths of files and folders, and reads their footers.
    ///
    /// # Errors
    ///
    /// All errors together: paths without files, and files that are not Parquet.
    pub fn open<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Result<Self, Failures> {
        Self::open_with(paths, &Options::new())
    }

    /// Like [`open`](Self::open), with options.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and for options that are not valid.
    pub fn open_with<P: Into<PathBuf>>(
        paths: impl IntoIterator<Item = P>,
        options: &Options,
    ) -> Result<Self, Failures> {
        options.check()?;
        let paths: Vec<PathBuf> = paths.into_iter().map(Into::into).collect();
        Self::read(options.inputs(&paths)?, options)
    }

    /// Reads the footer of every file.
    ///
    /// # Errors
    ///
    /// [`NoInput`](crate::ErrorCode::NoInput) for no files, or none that can be read; a reason for
    /// every file that cannot be read, unless such files are skipped.
    pub fn read(inputs: Inputs, options: &Options) -> Result<Self, Failures> {
        let Inputs { files: mut inputs, record, warnings } = inputs;
        if inputs.is_empty() {
            return Err(Error::new(ErrorCode::NoInput, "there is no file to read").into());
        }
        let mut files = Vec::with_capacity(inputs.len());
        let mut stamps = Vec::with_capacity(inputs.len());
        let mut errors = Vec::new();
        // Over a network, as many as requests may be in flight.
        let threads = Input::requests(&inputs).map_or(options.threads, |most| most.max(options.threads));
        let read = for_each(threads, inputs.iter().collect(), footer)?;
        let is_read: Vec<bool> = read.iter().map(Result::is_ok).collect();
        for read in read {
            match read {
                Ok((file, stamp)) => {
                    files.push(file);
                    stamps.push(stamp);
                }
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() && (options.on_bad_file == OnBadFile::Fail || files.is_empty()) {
            return Err(errors.into_iter().collect());
        }
        let mut is_read = is_read.into_iter();
        inputs.retain(|_| is_read.next() == Some(true));
        let skipped = errors.iter().map(Problem::from).collect();
        let with_deleted = (0..).zip(&inputs).filter(|(_, input)| input.deletions.is_some());
        let without_deleted = with_deleted.map(|(number, _)| (number, OnceLock::new())).collect();
        let opened = Arc::new(Opened { inputs, files, stamps, without_deleted, record, warnings });
        let mut dataset = Self { opened, plan: Arc::default(), skipped, left_out: BTreeSet::new() };
        dataset.plan = Arc::new(dataset.plan_of(&options.scan, options.roles()));
        Ok(dataset)
    }

    /// Returns what is read for all results, with the options that it was opened with: the columns,
    /// the row groups, the first and the last day, and warnings.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Returns the files that cannot be read, or that lack a column, and why. They are skipped with
    /// [`Options::skip_bad_files`]; otherwise an analysis returns them as its error.
    pub fn problems(&self) -> Vec<Problem> {
        [&self.skipped, &self.plan.problems[..]].concat()
    }

    /// Returns the tables among the input, and what is skipped of it.
    pub fn input(&self) -> &InputRecord {
        &self.opened.record
    }

    /// Returns the facts in the footers, with each file's position as its number, without skipped
    /// files.
    pub fn summaries(&self) -> Vec<FileSummary> {
        let files = (0..).zip(&self.opened.files).filter(|(number, _)| !self.left_out.contains(number));
        files.map(|(number, file)| file.summary(number)).collect()
    }

    /// Returns the files that cannot be read and are skipped, and why.
    pub fn skipped(&self) -> &[Problem] {
        &self.skipped
    }

    /// Skips the file that an error names from now on. Returns whether it names one.
    ///
    /// # Errors
    ///
    /// [`NoInput`](crate::ErrorCode::NoInput) if it was the last.
    pub(super) fn skip(&mut self, error: &Error) -> Result<bool> {
        let is_named = |input: &Input| Some(&input.shown) == error.location().file.as_ref();
        let found = (0..).zip(self.inputs()).find(|(_, input)| is_named(input));
        let Some((number, _)) = found.filter(|(number, _)| !self.left_out.contains(number)) else {
            return Ok(false);
        };
        self.left_out.insert(number);
        self.skipped.push(Problem::from(error));
        if self.left_out.len() < self.inputs().len() { Ok(true) } else { Err(none_left(&self.skipped)) }
    }

    /// Returns what a job that needs these roles would read.
    pub(super) fn plan_of(&self, options: &ScanOptions, roles: Roles) -> Plan {
        let mut plan = Plan::new(&self.summaries(), options, roles);
        Warning::append(&mut plan.warnings, self.opened.warnings.clone());
        plan
    }

    /// Returns where the files are.
    pub fn inputs(&self) -> &[Input] {
        &self.opened.inputs
    }

    /// Passes the first rows of a file to `take`, with all columns, batch by batch. A page of more
    /// than `page_bytes` is refused.
    ///
    /// # Errors
    ///
    /// Why the file cannot be read, and the errors of `take`.
    pub fn rows(
        &self,
        number: u32,
        max: u64,
        page_bytes: u64,
        mut take: impl FnMut(&RecordBatch) -> Result<()>,
    ) -> Result<()> {
        let file = self.file_to_read(number)?;
        let disk = self.open_disk(number)?;
        let mut left = max;
        let read = (0..file.metadata().num_row_groups()).try_for_each(|row_group| {
            if left == 0 {
                return Ok(());
            }
            let rows = FileRows::open(file, row_group, 0..left)?.with_page_bytes(page_bytes);
            read_rows(rows, &disk, |batch| {
                left = left.saturating_sub(batch.num_rows() as u64);
                take(batch)
            })
        });
        // If the file was changed, what was read is meaningless.
        disk.check()?;
        read
    }

    /// Opens a file to read its data, if it is unchanged since its footer was read.
    pub(super) fn open_disk(&self, number: u32) -> Result<Disk<'_>> {
        let (input, _) = self.file(number)?;
        Disk::open_same(input, &self.opened.stamps[number as usize])
    }

    /// Returns a file whose rows are read, with its deleted rows loaded. They stay in memory.
    pub(super) fn file_to_read(&self, number: u32) -> Result<&File> {
        let (input, file) = self.file(number)?;
        let Some((deletions, loaded)) =
            input.deletions.as_ref().zip(self.opened.without_deleted.get(&number))
        else {
            return Ok(file);
        };
        if let Some(file) = loaded.get() {
            return Ok(file);
        }
        // Two threads may load the same; one result is kept.
        let without = without_deleted_rows(input, deletions, file)?;
        Ok(loaded.get_or_init(|| without))
    }

    pub(super) fn file(&self, number: u32) -> Result<(&Input, &File)> {
        let number = number as usize;
        let Opened { inputs, files, .. } = &*self.opened;
        inputs
            .get(number)
            .zip(files.get(number))
            .ok_or_else(|| Error::new(ErrorCode::Internal, format!("there is no file {number}")))
    }
}

fn read_rows(
    mut rows: FileRows,
    disk: &Disk<'_>,
    mut take: impl FnMut(&RecordBatch) -> Result<()>,
) -> Result<()> {
    loop {
        match rows.step()? {
            RowsStep::Needs(ranges) => {
                for range in ranges {
                    rows.push(range.start, disk.read(&range)?)?;
                }
            }
            RowsStep::Rows(batch) => take(&batch)?,
            RowsStep::Finished => return Ok(()),
        }
    }
}

fn footer(input: &Input) -> Result<(File, Stamp)> {
    let disk = Disk::open(input)?;
    let (keyed, search) = &input.keys;
    let mut decoder =
        FooterDecoder::new(input.shown.as_str(), disk.bytes()).with_keys(keyed.as_str(), *search);
    loop {
        let needs = decoder.needs();
        if needs.is_empty() {
            disk.check()?;
            let file = decoder.finish()?;
            let file = match &input.table {
                Some(part) => part.file(file)?,
                None => file,
            };
            let deletions = input.deletions.as_ref().map(Deletions::rows);
            let file = match deletions {
                Some(rows) => file.with_deletions(rows),
                None => file,
            };
            return Ok((file, disk.stamp()));
        }
        for range in needs {
            decoder.push(range.start, disk.read(&range)?)?;
        }
    }
}
