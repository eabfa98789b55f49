//! The options that several commands share.

mod columns;
mod header;
pub(super) mod out_file;
pub(super) mod provider;
mod size;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::ValueEnum;

use daytally::calendar::Day;
use daytally::error::{Error, ErrorCode};
use daytally::fs::{Limits, Links, OnBadFile, available_threads};
use daytally::scan::{DateFormats, NamedColumns, ScanOptions};
use daytally::source::table::TableRule;

use crate::options::columns::{ColumnNames, RoleFormat};
use crate::options::size::Size;

#[derive(Debug, clap::Args)]
pub(crate) struct Common {
    /// Parquet files, and folders of them
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) options: Options,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Follow symbolic links in folders [default: they are skipped and reported]
    #[arg(long)]
    follow_links: bool,
    /// Read every Parquet file in a folder, whatever the log of a table or streaming sink lists
    #[arg(long)]
    as_files: bool,
    /// What to do about a file that cannot be read, or lacks a column: fail, or skip and report it
    /// [default: fail]
    #[arg(long, value_enum, value_name = "WHAT")]
    on_bad_file: Option<OnBadFileName>,
    /// Columns by role: channel_id, video_id, created_date, date, viewCount
    #[arg(long, value_name = "role=name,...")]
    columns: Vec<ColumnNames>,
    /// Format of a role's dates, such as date=%d/%m/%Y or created_date=epoch_ms; can be repeated.
    /// Directives: %Y %y %m %d %H %M %S %f %b %B %z. For whole numbers: yyyymmdd, epoch_days, epoch_s,
    /// epoch_ms, epoch_us
    #[arg(long, value_name = "role=FORMAT")]
    date_format: Vec<RoleFormat>,
    /// Number of threads [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = threads)]
    threads: Option<NonZeroUsize>,
    /// Maximum memory of the state, such as 512MiB or 2GB; the rest is spilled to disk [default: no
    /// limit]
    #[arg(long, value_name = "SIZE")]
    pub(crate) memory: Option<Size>,
    /// Folder of spill files [default: the system's folder for temporary files]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) spill_folder: Option<PathBuf>,
    /// Maximum size of a page, decompressed [default: 256MiB]
    #[arg(long, value_name = "SIZE")]
    max_page: Option<Size>,
    /// Time zone in which a timestamp becomes a day, such as Asia/Kolkata [default: UTC]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// Print diagnostics and figures as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct EndDate {
    /// Day up to which data should be complete, inclusive [default: the newest date in the data]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) end_date: Option<Day>,
    /// Count the days of outages as days with data. On these days far more videos lack data than on
    /// the days around them
    #[arg(long)]
    pub(crate) exclude_outages: bool,
    /// List as outages all days on which more than this share of the active videos lacks data, such
    /// as 0.5
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
    pub(crate) fn threads(&self) -> NonZeroUsize {
        self.threads.unwrap_or_else(available_threads)
    }

    pub(crate) fn links(&self) -> Links {
        if self.follow_links { Links::Follow } else { Links::Skip }
    }

    pub(crate) fn tables(&self) -> TableRule {
        if self.as_files { TableRule::AsFiles } else { TableRule::ByLog }
    }

    pub(crate) fn on_bad_file(&self) -> OnBadFile {
        match self.on_bad_file {
            Some(OnBadFileName::Skip) => OnBadFile::Skip,
            Some(OnBadFileName::Fail) | None => OnBadFile::Fail,
        }
    }

    pub(crate) fn page_bytes(&self) -> u64 {
        self.max_page.map_or(Limits::default().page_bytes, |size| size.0)
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
        Ok(ScanOptions { columns, date_formats, timezone, ..ScanOptions::default() })
    }
}
