//! How files are read and analysed.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::fs::clock::check_zone;
use crate::fs::{Failures, Inputs, Links, OnBadFile, Remote, available_threads};
use crate::report::ResultKind;
use crate::scan::{MAX_PAGE_BYTES, PART_ROWS, Role, Roles, ScanOptions};
use crate::source::table::TableRule;

/// Limits that keep a faulty file from filling memory or the disk; each can be raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
        Self { page_bytes: MAX_PAGE_BYTES, gap_days: GAP_DAYS }
    }
}

/// The rule of outages, and whether they are gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Outages {
    /// The share of active videos without data, above 0 and up to 1, above which a day is an
    /// outage. `None`: a day is one if its share is far above that of the days around it.
    pub share: Option<f64>,
    /// Whether outages are excluded from the gaps.
    pub excluded: bool,
}

/// How files are read and analysed. Each option has a default.
///
/// ```
/// use daytally::{Day, Options};
/// use daytally::scan::Role;
///
/// let options = Options::new()
///     .column(Role::VideoId, "clip")
///     .end_date("2023-04-18".parse()?)
///     .memory(2 << 30);
/// assert_eq!(options.end_date, Day::parse("2023-04-18"));
/// # Ok::<(), daytally::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// What to do with symbolic links in folders, when files are opened.
    pub links: Links,
    /// Whether the logs of tables, sinks and commits decide which files count, when they are opened.
    pub tables: TableRule,
    /// The version of the table that is read, if files are opened from one table; its newest if
    /// `None`.
    pub table_version: Option<u64>,
    /// What reads the URLs among the paths; without it, every path is on a disk.
    pub remote: Option<Arc<dyn Remote>>,
    /// What to do about files that cannot be read.
    pub on_bad_file: OnBadFile,
    /// Which columns to read, and how.
    pub scan: ScanOptions,
    /// The day up to which data should be complete, inclusive; the newest in the data if `None`.
    pub end_date: Option<Day>,
    /// The rule of outages, and whether they are gaps.
    pub outages: Outages,
    /// The number of threads.
    pub threads: NonZeroUsize,
    /// The maximum memory of the state of all threads, in bytes; the rest is spilled to disk.
    /// `None` means no limit.
    pub memory: Option<u64>,
    /// The folder of spill files; the system's folder for temporary files if `None`.
    pub spill_folder: Option<PathBuf>,
    /// The limits of pages and gaps.
    pub limits: Limits,
    /// A row group of at least twice this many rows is read in parts of about this many, by all
    /// threads, if its pages are small and it is on a disk. Results do not depend on it.
    pub part_rows: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            links: Links::default(),
            tables: TableRule::default(),
            table_version: None,
            remote: None,
            on_bad_file: OnBadFile::default(),
            scan: ScanOptions::default(),
            end_date: None,
            outages: Outages::default(),
            threads: available_threads(),
            memory: None,
            spill_folder: None,
            limits: Limits::default(),
            part_rows: PART_ROWS,
        }
    }
}

impl Options {
    /// Creates the default options: a thread for each processor, and no limit of memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// Finds the files of the given paths by these options, sorted by path in byte order.
    ///
    /// # Errors
    ///
    /// As [`Inputs::find`].
    pub fn inputs(&self, given: &[PathBuf]) -> Result<Inputs, Failures> {
        Inputs::find(given, self.links, self.tables, self.table_version, self.remote.as_ref())
    }

    /// Names the column of a role; otherwise it is found by its name.
    #[must_use]
    pub fn column(mut self, role: Role, name: impl Into<String>) -> Self {
        self.scan.columns.insert(role, name.into());
        self
    }

    /// Sets the format of a role's dates, such as `%d/%m/%Y` or `epoch_ms`.
    #[must_use]
    pub fn date_format(mut self, role: Role, format: impl Into<String>) -> Self {
        self.scan.date_formats.insert(role, format.into());
        self
    }

    /// Sets the zone in which a timestamp becomes a day, such as `Asia/Kolkata`; UTC otherwise.
    #[must_use]
    pub fn timezone(mut self, zone: impl Into<String>) -> Self {
        self.scan.timezone = Some(zone.into());
        self
    }

    /// Reads only the columns that these results need; otherwise all five.
    #[must_use]
    pub fn results(mut self, kinds: impl IntoIterator<Item = ResultKind>) -> Self {
        let kinds: Vec<ResultKind> = kinds.into_iter().collect();
        let is_needed = |role: &Role| kinds.iter().any(|kind| kind.roles().contains(*role));
        self.scan.omit_roles = Role::ALL.into_iter().filter(|role| !is_needed(role)).collect();
        self
    }

    /// Sets the day up to which data should be complete, inclusive.
    #[must_use]
    pub fn end_date(mut self, day: Day) -> Self {
        self.end_date = Some(day);
        self
    }

    /// Excludes the days of outages from the gaps.
    #[must_use]
    pub fn exclude_outages(mut self) -> Self {
        self.outages.excluded = true;
        self
    }

    /// Treats a day as an outage if more than this share of the active videos, such as 0.5, lacks
    /// data.
    #[must_use]
    pub fn outage_share(mut self, share: f64) -> Self {
        self.outages.share = Some(share);
        self
    }

    /// Follows symbolic links in folders; otherwise they are skipped.
    #[must_use]
    pub fn follow_links(mut self) -> Self {
        self.links = Links::Follow;
        self
    }

    /// Reads every Parquet file in a folder, whatever the log of a table or sink lists.
    #[must_use]
    pub fn as_files(mut self) -> Self {
        self.tables = TableRule::AsFiles;
        self
    }

    /// Reads an older version of a table; there must be exactly one among the paths.
    #[must_use]
    pub fn table_version(mut self, version: u64) -> Self {
        self.table_version = Some(version);
        self
    }

    /// Skips files that cannot be read; otherwise they are an error.
    #[must_use]
    pub fn skip_bad_files(mut self) -> Self {
        self.on_bad_file = OnBadFile::Skip;
        self
    }

    /// Sets the number of threads.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// Sets the maximum memory of the state, in bytes; the rest is spilled to disk.
    #[must_use]
    pub fn memory(mut self, bytes: u64) -> Self {
        self.memory = Some(bytes);
        self
    }

    /// Sets the folder of spill files.
    #[must_use]
    pub fn spill_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.spill_folder = Some(folder.into());
        self
    }

    /// Sets the maximum number of missing days, of all videos together, as lists or rows.
    #[must_use]
    pub fn max_gap_days(mut self, days: u64) -> Self {
        self.limits.gap_days = days;
        self
    }

    /// Checks the zone, the formats of dates and the share of outages.
    pub(in crate::fs) fn check(&self) -> Result<()> {
        if let Some(share) = self.outages.share.filter(|share| !(*share > 0.0 && *share <= 1.0)) {
            return Err(Error::new(ErrorCode::InvalidOption, "the share of outages is not valid")
                .expected("a number above 0 and up to 1")
                .found(share.to_string()));
        }
        self.scan.timezone.as_deref().map(check_zone).transpose()?;
        self.scan.check()
    }

    /// Returns the roles of the columns to read.
    pub(in crate::fs) fn roles(&self) -> Roles {
        self.scan.roles()
    }
}
