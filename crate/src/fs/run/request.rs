//! A request for a run.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use crate::calendar::Day;
use crate::fs::{Fetcher, Links, OnBadFile, Outputs, available_threads};
use crate::report::ResultKind;
use crate::scan::{PAGE_BYTES, ScanOptions};
use crate::snapshot::CountSource;
use crate::source::table::TableRule;

/// Limits that keep a faulty file from filling memory or the disk; each can be raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The maximum size of a page, decompressed.
    pub page_bytes: u64,
    /// The maximum number of missing days, of all videos together, written as lists or rows.
    pub gap_days: u64,
}

/// A day takes four bytes in a list, and a row of its own in the other form.
const GAP_DAYS: u64 = 1_000_000_000;

impl Default for Limits {
    fn default() -> Self {
        Self { page_bytes: PAGE_BYTES, gap_days: GAP_DAYS }
    }
}

/// The rule of outages, and whether they are gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outages {
    /// The share of active videos without data, above 0 and up to 1, above which a day is an
    /// outage. `None`: a day is one if its share is far above that of the days around it.
    pub share: Option<f64>,
    /// Whether outages are excluded from the gaps.
    pub excluded: bool,
}

/// The provider of a snapshot's counts.
#[derive(Clone, Debug)]
pub enum CountProvider {
    /// Counts that are made up from the ids.
    Simulator,
    /// Counts that the program fetches.
    Fetcher(Arc<dyn Fetcher>),
}

impl CountProvider {
    /// Returns the provider, as results state it.
    pub(in crate::fs) fn source(&self) -> CountSource {
        match self {
            Self::Simulator => CountSource::simulator(),
            Self::Fetcher(fetcher) => fetcher.source(),
        }
    }
}

/// A request for a run.
#[derive(Clone, Debug)]
pub struct Request {
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// What to do with symbolic links in folders.
    pub links: Links,
    /// Whether the logs of tables, sinks and commits decide which files count.
    pub tables: TableRule,
    /// What to do about files that cannot be read.
    pub on_bad_file: OnBadFile,
    /// Which columns to read, and how.
    pub scan: ScanOptions,
    /// What to write.
    pub outputs: Outputs,
    /// The day up to which data should be complete, inclusive; the newest in the data if `None`.
    pub end_date: Option<Day>,
    /// The rule of outages, and whether they are gaps.
    pub outages: Outages,
    /// The day of the snapshot's counts; today if `None`.
    pub run_date: Option<Day>,
    /// How many ids the simulator gets per call; its maximum if `None`.
    pub batch_size: Option<NonZeroUsize>,
    /// The provider of the snapshot's counts, without which there is no snapshot.
    pub provider: Option<CountProvider>,
    /// The number of threads.
    pub threads: NonZeroUsize,
    /// The maximum memory of the state of all threads, in bytes; the rest is spilled to disk.
    /// `None` means no limit.
    pub memory: Option<u64>,
    /// The folder of spill files; the system's folder for temporary files if `None`.
    pub spill_folder: Option<PathBuf>,
    /// The limits of pages and gaps.
    pub limits: Limits,
}

impl Request {
    /// Creates a request with default options.
    pub fn new(inputs: Vec<PathBuf>, outputs: Outputs) -> Self {
        Self {
            inputs,
            links: Links::default(),
            tables: TableRule::default(),
            on_bad_file: OnBadFile::default(),
            scan: ScanOptions::default(),
            outputs,
            end_date: None,
            outages: Outages::default(),
            run_date: None,
            batch_size: None,
            provider: None,
            threads: available_threads(),
            memory: None,
            spill_folder: None,
            limits: Limits::default(),
        }
    }

    /// Returns the provider of the snapshot's counts, if there is a snapshot.
    pub(super) fn source(&self) -> Option<CountSource> {
        self.provider.as_ref().filter(|_| self.outputs.needs_provider()).map(CountProvider::source)
    }

    /// Returns the results that are not written because no provider is chosen.
    pub(super) fn not_fetched(&self) -> Vec<ResultKind> {
        match (&self.outputs, &self.provider) {
            (Outputs::Folder { .. }, None) => {
                ResultKind::ALL.into_iter().filter(|kind| kind.needs_provider()).collect()
            }
            _ => Vec::new(),
        }
    }
}
