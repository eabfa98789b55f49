//! The files of a run, of which everything but the data is known.

use std::num::NonZeroUsize;

use crate::error::{Error, ErrorCode, Result};
use crate::native::disk::Disk;
use crate::native::threads::for_each;
use crate::native::{Failures, Input};
use crate::scan::{Plan, Roles, ScanOptions};
use crate::source::{File, FileSummary, FooterDecoder};

/// Files with their footers.
#[derive(Debug)]
pub struct Dataset {
    inputs: Vec<Input>,
    files: Vec<File>,
}

impl Dataset {
    /// Reads the footer of every file.
    ///
    /// # Errors
    ///
    /// `no_input` for no files; for every file that cannot be read, why.
    pub fn open(inputs: Vec<Input>, threads: NonZeroUsize) -> Result<Self, Failures> {
        if inputs.is_empty() {
            return Err(Error::new(ErrorCode::NoInput, "there is no file to read").into());
        }
        let mut files = Vec::with_capacity(inputs.len());
        let mut errors = Vec::new();
        for read in for_each(threads, inputs.iter().collect(), footer)? {
            match read {
                Ok(file) => files.push(file),
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors.into_iter().collect());
        }
        Ok(Self { inputs, files })
    }

    /// What the footers tell, with each file's place as its number.
    pub fn summaries(&self) -> Vec<FileSummary> {
        (0..).zip(&self.files).map(|(number, file)| file.summary(number)).collect()
    }

    /// What a job that needs these roles would read.
    pub fn plan(&self, options: &ScanOptions, roles: Roles) -> Plan {
        Plan::new(&self.summaries(), options, roles)
    }

    /// Where the files are.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    pub(super) fn file(&self, number: u32) -> Result<(&Input, &File)> {
        let number = number as usize;
        self.inputs
            .get(number)
            .zip(self.files.get(number))
            .ok_or_else(|| Error::new(ErrorCode::Internal, format!("there is no file {number}")))
    }
}

fn footer(input: &Input) -> Result<File> {
    let disk = Disk::open(input)?;
    let mut decoder = FooterDecoder::new(input.shown.as_str(), disk.bytes());
    loop {
        let needs = decoder.needs();
        if needs.is_empty() {
            return decoder.finish();
        }
        for range in needs {
            decoder.push(range.start, disk.read(&range)?)?;
        }
    }
}
