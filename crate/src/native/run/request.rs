//! A request for a run.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::calendar::Day;
use crate::error::{Error, ErrorCode};
use crate::export::Format;
use crate::native::{Links, OnBadFile, ServiceRequest, available_threads};
use crate::report::ResultKind;
use crate::scan::{PAGE_BYTES, Roles, ScanOptions};
use crate::snapshot::CountSource;
use crate::source::table::TableRule;

/// Where the results are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outputs {
    /// One result in a file, in the format of its extension.
    File {
        /// The result.
        result: ResultKind,
        /// The file, new or to be replaced.
        path: PathBuf,
    },
    /// Several results and `diagnostics.json` into a folder.
    Folder {
        /// The results.
        results: Vec<ResultKind>,
        /// The folder, new or not.
        path: PathBuf,
        /// The format of each.
        format: Format,
    },
}

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
    /// A provider that is called over HTTP.
    Service(ServiceRequest),
}

impl CountProvider {
    /// Returns the provider, as results state it.
    pub(in crate::native) fn source(&self) -> CountSource {
        match self {
            Self::Simulator => CountSource::simulator(),
            Self::Service(request) => request.options.source(),
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
}

impl Outputs {
    /// Returns the path of the file or folder.
    pub fn path(&self) -> &Path {
        let (Self::File { path, .. } | Self::Folder { path, .. }) = self;
        path
    }

    /// Returns the results that are written.
    pub fn results(&self) -> &[ResultKind] {
        match self {
            Self::File { result, .. } => std::slice::from_ref(result),
            Self::Folder { results, .. } => results,
        }
    }

    /// Returns the columns that they need.
    pub fn roles(&self) -> Roles {
        match self {
            Self::Folder { .. } => Roles::ALL,
            Self::File { result, .. } => match result {
                ResultKind::Monthly => Roles::MONTHLY,
                ResultKind::GapsList | ResultKind::GapsDates | ResultKind::GapsRanges => Roles::GAPS,
                ResultKind::Snapshot | ResultKind::Unanswered => Roles::SNAPSHOT,
                ResultKind::Combined => Roles::ALL,
            },
        }
    }

    /// Returns the error of results that need a provider if none is chosen.
    pub(in crate::native) fn no_provider() -> Error {
        Error::new(ErrorCode::InvalidOption, "no provider is chosen for the snapshot's counts")
            .expected("--provider simulator, youtube or http")
            .remedy("The simulator makes up counts from the ids; youtube and http return real ones.")
    }

    /// Returns whether a provider must be called.
    pub(in crate::native) fn ask_provider(&self) -> bool {
        self.results().iter().any(|kind| kind.needs_provider())
    }
}
