//! The options that several commands share.

mod columns;
mod header;
pub(super) mod input_paths;
pub(super) mod messages;
pub(super) mod out_file;
pub(super) mod provider;
mod size;
mod store;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;

use daytally::calendar::Day;
use daytally::error::{Error, ErrorCode};
use daytally::fs::{Limits, Links, OnBadFile};
use daytally::scan::{DateFormats, NamedColumns, ScanOptions};
use daytally::source::table::TableRule;

use crate::options::columns::{ColumnNames, RoleFormat};
use crate::options::input_paths::InputPaths;
use crate::options::messages::Messages;
use crate::options::size::Size;
use crate::options::store::StoreOptions;
use crate::store::Stores;

#[derive(Debug, clap::Args)]
pub(crate) struct Common {
    #[command(flatten)]
    pub(crate) inputs: InputPaths,
    #[command(flatten)]
    pub(crate) options: Options,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Follow symbolic links in folders
    ///
    /// Without it they are skipped and reported. A link given by name is always followed.
    #[arg(long, help_heading = "Input")]
    follow_links: bool,
    /// Read every Parquet file in a folder, whatever a table's log lists
    #[arg(long, help_heading = "Input")]
    as_files: bool,
    /// Version of a table to read [default: the newest]
    ///
    /// For a Delta table its number, for an Iceberg table the id of a snapshot. There must be exactly one
    /// table among the inputs.
    #[arg(long, value_name = "N", help_heading = "Input", conflicts_with = "as_files")]
    table_version: Option<u64>,
    /// What to do about a file that cannot be read or lacks a column [default: fail]
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        help_heading = "Input",
        env = "DAYTALLY_ON_BAD_FILE",
        hide_env_values = true
    )]
    on_bad_file: Option<OnBadFileName>,
    /// Columns by role: channel_id, video_id, created_date, date, viewCount
    ///
    /// A leaf of a struct has a dotted name, as in video_id=snippet.videoId. Can be repeated.
    #[arg(long, value_name = "role=name,...", help_heading = "Input")]
    columns: Vec<ColumnNames>,
    /// Format of a role's dates, such as date=%d/%m/%Y
    ///
    /// Directives: %Y %y %m %d %H %M %S %f %b %B %z. For whole numbers: yyyymmdd, epoch_days, epoch_s,
    /// epoch_ms, epoch_us. Can be repeated.
    #[arg(long, value_name = "role=FORMAT", help_heading = "Input")]
    date_format: Vec<RoleFormat>,
    /// Number of threads [default: one for each processor]
    #[arg(
        long,
        value_name = "N",
        value_parser = threads,
        help_heading = "Work",
        env = "DAYTALLY_THREADS",
        hide_env_values = true
    )]
    threads: Option<NonZeroUsize>,
    /// Maximum memory of the state, such as 2G; the rest is spilled to disk [default: no limit]
    ///
    /// Units: kB or k, MB or M, GB or G for powers of 1000; KiB, MiB, GiB for powers of 1024.
    #[arg(long, value_name = "SIZE", help_heading = "Work", env = "DAYTALLY_MEMORY", hide_env_values = true)]
    pub(crate) memory: Option<Size>,
    /// Folder of spill files [default: the system's folder for temporary files]
    #[arg(
        long,
        value_name = "FOLDER",
        help_heading = "Work",
        env = "DAYTALLY_SPILL_FOLDER",
        hide_env_values = true
    )]
    pub(crate) spill_folder: Option<PathBuf>,
    /// Maximum size of a page, decompressed [default: 256MiB]
    #[arg(long, value_name = "SIZE", help_heading = "Input")]
    max_page: Option<Size>,
    /// Time zone in which a timestamp becomes a day, such as Asia/Kolkata [default: UTC]
    #[arg(
        long,
        value_name = "ZONE",
        help_heading = "Input",
        env = "DAYTALLY_TIMEZONE",
        hide_env_values = true
    )]
    timezone: Option<String>,
    #[command(flatten)]
    store: StoreOptions,
    /// Print diagnostics and figures as one JSON object
    ///
    /// It is on standard output, or on standard error if the result is on standard output. A failure
    /// is an object with the field error.
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) messages: Messages,
}

#[derive(Debug, clap::Args)]
pub(crate) struct EndDate {
    /// Day up to which data should be complete, inclusive [default: the newest date in the data]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) end_date: Option<Day>,
    /// Count the days of outages as days with data
    ///
    /// On these days far more videos lack data than on the days around them.
    #[arg(long)]
    pub(crate) exclude_outages: bool,
    /// Share of active videos without data above which a day is an outage, such as 0.5
    ///
    /// Without it, a day is compared with the days around it.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(crate) outage_share: Option<f64>,
    /// Maximum number of missing days, of all videos together, written as lists or rows
    #[arg(long, value_name = "N", default_value_t = Limits::default().gap_days)]
    pub(crate) max_gap_days: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OnBadFileName {
    /// End with status 1
    Fail,
    /// Leave it out of every result, and report it
    Skip,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| "expected a number above 0 and up to 1, such as 0.5".into())
}

/// More than any machine has: a mistyped number must not start them.
const MAX_THREADS: usize = 1024;

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    let threads = text.parse().ok().filter(|threads: &NonZeroUsize| threads.get() <= MAX_THREADS);
    threads.ok_or_else(|| format!("expected a number from 1 to {MAX_THREADS}"))
}

pub(crate) fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "expected a day as YYYY-MM-DD".to_owned())
}

impl Options {
    /// Returns these options for the library.
    pub(crate) fn reading(&self) -> Result<daytally::Options, Error> {
        let mut reading = daytally::Options::new();
        reading.links = if self.follow_links { Links::Follow } else { Links::Skip };
        reading.tables = if self.as_files { TableRule::AsFiles } else { TableRule::ByLog };
        reading.table_version = self.table_version;
        reading.remote = Some(Arc::new(Stores::new(self.store.choice())));
        reading.on_bad_file = match self.on_bad_file {
            Some(OnBadFileName::Skip) => OnBadFile::Skip,
            Some(OnBadFileName::Fail) | None => OnBadFile::Fail,
        };
        reading.scan = self.scan()?;
        reading.threads = self.threads.unwrap_or(reading.threads);
        reading.memory = self.memory.map(|size| size.0);
        reading.spill_folder.clone_from(&self.spill_folder);
        reading.limits.page_bytes = self.max_page.map_or(reading.limits.page_bytes, |size| size.0);
        Ok(reading)
    }

    pub(crate) fn scan(&self) -> Result<ScanOptions, Error> {
        let mut columns = NamedColumns::new();
        for ColumnNames(named) in &self.columns {
            for (role, name) in named {
                if columns.insert(*role, name.clone()).is_some() {
                    return Err(Error::new(
                        ErrorCode::InvalidOption,
                        format!("the column for {role} is named twice"),
                    ));
                }
            }
        }
        let mut date_formats = DateFormats::new();
        for RoleFormat(role, format) in &self.date_format {
            if date_formats.insert(*role, format.to_string()).is_some() {
                return Err(Error::new(
                    ErrorCode::InvalidOption,
                    format!("the date format of {role} is given twice"),
                ));
            }
        }
        let timezone = self.timezone.clone();
        let mut scan = ScanOptions::default();
        (scan.columns, scan.date_formats, scan.timezone) = (columns, date_formats, timezone);
        Ok(scan)
    }
}
