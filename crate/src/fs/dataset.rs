//! The files of a run and their footers.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use arrow::array::RecordBatch;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::failures::none_left;
use crate::fs::io::disk::{Disk, Stamp};
use crate::fs::threads::for_each;
use crate::fs::{Failures, Input, OnBadFile};
use crate::scan::{FileRows, Plan, Problem, Roles, RowsStep, ScanOptions};
use crate::source::{File, FileSummary, FooterDecoder};

/// Files with their footers.
#[derive(Debug)]
pub struct Dataset {
    inputs: Vec<Input>,
    files: Vec<File>,
    stamps: Vec<Stamp>,
    /// Why files are skipped.
    skipped: Vec<Problem>,
    /// The numbers of skipped files whose footers were read.
    left_out: BTreeSet<u32>,
}

impl Dataset {
    /// Reads the footer of every file.
    ///
    /// # Errors
    ///
    /// [`NoInput`](crate::ErrorCode::NoInput) for no files, or none that can be read; a reason for
    /// every file that cannot be read, unless such files are skipped.
    pub fn open(
        mut inputs: Vec<Input>,
        threads: NonZeroUsize,
        on_bad_file: OnBadFile,
    ) -> Result<Self, Failures> {
        if inputs.is_empty() {
            return Err(Error::new(ErrorCode::NoInput, "there is no file to read").into());
        }
        let mut files = Vec::with_capacity(inputs.len());
        let mut stamps = Vec::with_capacity(inputs.len());
        let mut errors = Vec::new();
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
        if !errors.is_empty() && (on_bad_file == OnBadFile::Fail || files.is_empty()) {
            return Err(errors.into_iter().collect());
        }
        let mut is_read = is_read.into_iter();
        inputs.retain(|_| is_read.next() == Some(true));
        let skipped = errors.iter().map(Problem::from).collect();
        Ok(Self { inputs, files, stamps, skipped, left_out: BTreeSet::new() })
    }

    /// Returns the facts in the footers, with each file's position as its number, without skipped
    /// files.
    pub fn summaries(&self) -> Vec<FileSummary> {
        let files = (0..).zip(&self.files).filter(|(number, _)| !self.left_out.contains(number));
        files.map(|(number, file)| file.summary(number)).collect()
    }

    /// Returns why files are skipped.
    pub fn skipped(&self) -> &[Problem] {
        &self.skipped
    }

    /// Skips the file that an error names from now on. Returns whether there is one.
    ///
    /// # Errors
    ///
    /// [`NoInput`](crate::ErrorCode::NoInput) if it was the last.
    pub(super) fn skip(&mut self, error: &Error) -> Result<bool> {
        let is_named = |input: &Input| Some(&input.shown) == error.location().file.as_ref();
        let found = (0..).zip(&self.inputs).find(|(_, input)| is_named(input));
        let Some((number, _)) = found.filter(|(number, _)| !self.left_out.contains(number)) else {
            return Ok(false);
        };
        self.left_out.insert(number);
        self.skipped.push(Problem::from(error));
        if self.left_out.len() < self.inputs.len() { Ok(true) } else { Err(none_left(&self.skipped)) }
    }

    /// Returns what a job that needs these roles would read.
    pub fn plan(&self, options: &ScanOptions, roles: Roles) -> Plan {
        Plan::new(&self.summaries(), options, roles)
    }

    /// Returns where the files are.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
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
        let (_, file) = self.file(number)?;
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
        Disk::open_same(input, self.stamps[number as usize])
    }

    pub(super) fn file(&self, number: u32) -> Result<(&Input, &File)> {
        let number = number as usize;
        self.inputs
            .get(number)
            .zip(self.files.get(number))
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
            return Ok((decoder.finish()?, disk.stamp()));
        }
        for range in needs {
            decoder.push(range.start, disk.read(&range)?)?;
        }
    }
}
