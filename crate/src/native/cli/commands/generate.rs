//! The command `generate`.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::ValueEnum;

use crate::native::cli::plain::plain_line;
use crate::native::cli::print::print;
use crate::native::cli::progress::{cancel_on_interrupt, with_progress};
use crate::native::{Failures, Generate, Watch, available_threads};
use crate::sample::{Layout, Shape};

#[derive(Debug, clap::Args)]
pub(in crate::native::cli) struct GenerateArgs {
    /// Number of rows, in all files together
    #[arg(long, value_name = "N", default_value_t = 10_000_000)]
    rows: u64,
    /// Order of the rows
    #[arg(long, value_enum, default_value_t = LayoutName::Clustered)]
    layout: LayoutName,
    /// Average lifetime of a video in days; the number of videos follows from the number of rows
    #[arg(long, value_name = "N", default_value = "400")]
    avg_days: NonZeroU32,
    /// Seed of the random numbers; another one gives other data
    #[arg(long, value_name = "N", default_value_t = 7)]
    seed: u64,
    /// Number of files that share the rows; with more than one, the output is a new folder
    #[arg(long, value_name = "N", default_value = "1")]
    files: NonZeroUsize,
    /// Number of rows in a row group
    #[arg(long, value_name = "N", default_value = "1048576")]
    row_group: NonZeroUsize,
    /// Number of encoding threads, which does not change the data [default: one for each processor]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// File or folder to write
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LayoutName {
    /// By channel, video and date, like a compacted table
    Clustered,
    /// By date, the videos of a date shuffled, as a daily pull appends them
    Daily,
}

pub(super) fn generate(args: &GenerateArgs) -> Result<(), Failures> {
    let begun = Instant::now();
    let layout = match args.layout {
        LayoutName::Clustered => Layout::Clustered,
        LayoutName::Daily => Layout::Daily,
    };
    let (rows, seed) = (args.rows, args.seed);
    let shape = Shape { rows, layout, avg_days: args.avg_days.get(), seed, row_group: args.row_group.get() };
    let threads = args.threads.unwrap_or_else(available_threads);
    let order = Generate { shape, files: args.files, path: args.output.clone(), threads };
    let watch = Arc::new(Watch::default());
    cancel_on_interrupt(Arc::clone(&watch))?;
    let bytes = with_progress(&watch, || order.execute(&watch))?;
    let (path, seconds) = (args.output.display(), begun.elapsed().as_secs_f64());
    print(&plain_line(&format!("Wrote {path}: {rows} rows, {bytes} bytes, in {seconds:.1} s.")))
}
