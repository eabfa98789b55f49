//! The arguments of the command `generate`.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use clap::ValueEnum;

use crate::options::messages::Messages;

#[derive(Debug, clap::Args)]
pub(crate) struct GenerateArgs {
    /// Number of rows, in all files together
    #[arg(long, value_name = "N", default_value_t = 10_000_000)]
    pub(crate) rows: u64,
    /// Order of the rows
    #[arg(long, value_enum, default_value_t = LayoutName::Clustered)]
    pub(crate) layout: LayoutName,
    /// Average lifetime of a video in days; the number of videos follows from the number of rows
    #[arg(long, value_name = "N", default_value = "400")]
    pub(crate) avg_days: NonZeroU32,
    /// Seed of the random numbers; another one gives other data
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(crate) seed: u64,
    /// Number of files that share the rows; with more than one, the output is a new folder
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) files: NonZeroUsize,
    /// Number of rows in a row group
    #[arg(long, value_name = "N", default_value = "1048576")]
    pub(crate) row_group: NonZeroUsize,
    /// Number of encoding threads, which does not change the data [default: one for each processor]
    #[arg(long, value_name = "N", env = "DAYTALLY_THREADS", hide_env_values = true)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// File or folder to write
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) messages: Messages,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LayoutName {
    /// By channel, video and date, like a compacted table
    Clustered,
    /// By date, the videos of a date shuffled, as a daily pull appends them
    Daily,
}
