//! The command line's arguments.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::calendar::Day;
use crate::export::Format;
use crate::native::cli::ask::Ask;
use crate::native::cli::between::BetweenArgs;
use crate::native::cli::columns::ColumnNames;
use crate::native::cli::date_format::RoleFormat;
use crate::native::cli::generate::GenerateArgs;
use crate::native::cli::size::Size;
use crate::native::cli::spark::SparkArgs;
use crate::native::{Limits, Links, OnBadFile, Outages, Outputs, Request, available_threads};
use crate::report::ResultKind;
use crate::scan::{DateFormats, NamedColumns, ScanOptions};
use crate::source::table::TableRule;

/// Monthly views, gaps and snapshots of daily video counts in Parquet.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) job: Job,
}

#[derive(Debug, Subcommand)]
pub(super) enum Job {
    #[command(flatten)]
    Analyse(Box<Command>),
    /// Subtract an earlier day's counts from a later day's, for the views between
    Between(Box<BetweenArgs>),
    /// Make Parquet files of made-up views, of any size, to measure with
    Generate(GenerateArgs),
    /// Print the spark-submit line that runs a command on Spark
    Spark(SparkArgs),
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show rows, days and the columns found, from the footers alone
    Inspect {
        #[command(flatten)]
        common: Common,
        /// Show the first N rows of each file too, with all columns, each row as JSON
        #[arg(long, value_name = "N")]
        rows: Option<u64>,
    },
    /// Sum the views of each channel, video and month
    Monthly {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        out: OutFile,
    },
    /// Find the days on which a video has no data
    Gaps {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        end: EndDate,
        /// A list of days for each video, a row for each day, or a row for each run of days
        #[arg(long, value_enum, default_value_t = Form::List)]
        form: Form,
        #[command(flatten)]
        out: OutFile,
    },
    /// Ask a provider for the count of every video
    Snapshot {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        ask: Ask,
        #[command(flatten)]
        out: OutFile,
    },
    /// Write every input row as it is, then the snapshot
    Combined {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        ask: Ask,
        #[command(flatten)]
        out: OutFile,
    },
    /// Write every result into a folder, from one scan
    All {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        end: EndDate,
        #[command(flatten)]
        ask: Ask,
        /// Folder for the results and diagnostics.json; files of the same names are replaced
        #[arg(short, long, value_name = "FOLDER")]
        output: PathBuf,
        /// Write the combined result too
        #[arg(long)]
        combined: bool,
        /// Format of the results: parquet, csv, spreadsheet.csv (with an apostrophe before what would
        /// be a formula), arrow (IPC file) or arrows (IPC stream)
        #[arg(long, default_value_t = Format::Parquet)]
        format: Format,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Common {
    /// Parquet files, and folders of them
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) options: Options,
}

#[derive(Debug, clap::Args)]
pub(super) struct Options {
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
    pub(super) memory: Option<Size>,
    /// Folder of spill files [default: the system's folder for temporary files]
    #[arg(long, value_name = "FOLDER")]
    pub(super) spill_folder: Option<PathBuf>,
    /// Maximum size of a page, decompressed [default: 256MiB]
    #[arg(long, value_name = "SIZE")]
    max_page: Option<Size>,
    /// Time zone in which a timestamp becomes a day, such as Asia/Kolkata [default: UTC]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// Print diagnostics and figures as one JSON object
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct OutFile {
    /// File to write; its extension selects the format: .parquet, .csv, .arrow (IPC file) or
    /// .arrows (IPC stream)
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct EndDate {
    /// Day up to which data should be complete, inclusive [default: the newest date in the data]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    end_date: Option<Day>,
    /// Count the days of outages as days with data. On these days far more videos lack data than on
    /// the days around them
    #[arg(long)]
    exclude_outages: bool,
    /// List as outages all days on which more than this share of the active videos lacks data, such
    /// as 0.5
    #[arg(long, value_name = "SHARE", value_parser = share)]
    outage_share: Option<f64>,
    /// Maximum number of missing days, of all videos together, written as lists or rows
    #[arg(long, value_name = "N", default_value_t = Limits::default().gap_days)]
    max_gap_days: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OnBadFileName {
    /// End with status 1
    Fail,
    /// Leave it out of every result, and report it
    Skip,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Form {
    List,
    Dates,
    Ranges,
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

pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "expected a day as YYYY-MM-DD".to_owned())
}

impl Options {
    pub(super) fn threads(&self) -> NonZeroUsize {
        self.threads.unwrap_or_else(available_threads)
    }

    pub(super) fn links(&self) -> Links {
        if self.follow_links { Links::Follow } else { Links::Skip }
    }

    pub(super) fn tables(&self) -> TableRule {
        if self.as_files { TableRule::AsFiles } else { TableRule::ByLog }
    }

    pub(super) fn on_bad_file(&self) -> OnBadFile {
        match self.on_bad_file {
            Some(OnBadFileName::Skip) => OnBadFile::Skip,
            Some(OnBadFileName::Fail) | None => OnBadFile::Fail,
        }
    }

    pub(super) fn page_bytes(&self) -> u64 {
        self.max_page.map_or(Limits::default().page_bytes, |size| size.0)
    }

    pub(super) fn scan(&self) -> Result<ScanOptions, crate::Error> {
        let mut columns = NamedColumns::new();
        for ColumnNames(named) in &self.columns {
            for (role, name) in named {
                if columns.insert(*role, name.clone()).is_some() {
                    return Err(crate::Error::new(
                        crate::ErrorCode::InvalidOption,
                        format!("the column for {role} is named twice"),
                    ));
                }
            }
        }
        let mut date_formats = DateFormats::new();
        for RoleFormat(role, format) in &self.date_format {
            if date_formats.insert(*role, format.to_string()).is_some() {
                return Err(crate::Error::new(
                    crate::ErrorCode::InvalidOption,
                    format!("the date format of {role} is given twice"),
                ));
            }
        }
        let timezone = self.timezone.clone();
        Ok(ScanOptions { columns, date_formats, timezone, ..ScanOptions::default() })
    }
}

impl Command {
    pub(super) fn common(&self) -> &Common {
        match self {
            Self::Inspect { common, .. }
            | Self::Monthly { common, .. }
            | Self::Gaps { common, .. }
            | Self::Snapshot { common, .. }
            | Self::Combined { common, .. }
            | Self::All { common, .. } => common,
        }
    }

    /// Returns whether only the cost is wanted.
    pub(super) fn tells_cost(&self) -> bool {
        self.ask().is_some_and(Ask::cost)
    }

    /// Returns the options of the provider, if the command has any.
    pub(super) fn ask(&self) -> Option<&Ask> {
        match self {
            Self::Snapshot { ask, .. } | Self::Combined { ask, .. } | Self::All { ask, .. } => Some(ask),
            _ => None,
        }
    }

    /// Returns the run to execute, or `None` if nothing is written.
    pub(super) fn request(&self) -> Result<Option<Request>, crate::Error> {
        let Some(outputs) = self.outputs() else { return Ok(None) };
        let Common { inputs, options } = self.common();
        let mut request = Request::new(inputs.clone(), outputs);
        request.links = options.links();
        request.tables = options.tables();
        request.on_bad_file = options.on_bad_file();
        request.scan = options.scan()?;
        request.threads = options.threads();
        request.memory = options.memory.map(|size| size.0);
        request.spill_folder.clone_from(&options.spill_folder);
        request.limits.page_bytes = options.page_bytes();
        if let Self::Gaps { end, .. } | Self::All { end, .. } = self {
            request.end_date = end.end_date;
            request.outages = Outages { share: end.outage_share, excluded: end.exclude_outages };
            request.limits.gap_days = end.max_gap_days;
        }
        if let Some(ask) = self.ask() {
            ask.apply(&mut request)?;
        }
        Ok(Some(request))
    }

    pub(super) fn outputs(&self) -> Option<Outputs> {
        let file = |result, out: &OutFile| Some(Outputs::File { result, path: out.output.clone() });
        match self {
            Self::Inspect { .. } => None,
            Self::Monthly { out, .. } => file(ResultKind::Monthly, out),
            Self::Gaps { out, form: Form::List, .. } => file(ResultKind::GapsList, out),
            Self::Gaps { out, form: Form::Dates, .. } => file(ResultKind::GapsDates, out),
            Self::Gaps { out, form: Form::Ranges, .. } => file(ResultKind::GapsRanges, out),
            Self::Snapshot { out, .. } => file(ResultKind::Snapshot, out),
            Self::Combined { out, .. } => file(ResultKind::Combined, out),
            Self::All { output, combined, format, ask, .. } => {
                // `--combined` without a provider is refused when the run is prepared.
                let wanted = |kind: &ResultKind| match kind {
                    ResultKind::Combined => *combined,
                    kind => ask.has_provider() || !kind.needs_provider(),
                };
                let results = ResultKind::ALL.into_iter().filter(wanted).collect();
                Some(Outputs::Folder { results, path: output.clone(), format: *format })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_command_of_the_contract_is_read() {
        for line in [
            "inspect a b --rows 5 --on-bad-file skip",
            "monthly a -o out.csv",
            "gaps a --end-date 2023-04-18 --form ranges --max-gap-days 5 --max-page 1GiB -o out.parquet",
            "snapshot a --run-date 2023-04-19 --provider simulator --batch-size 5 -o out.arrow",
            "combined a --run-date 2023-04-19 --provider simulator -o out.arrows",
            "snapshot a -o out.csv --provider youtube --youtube-method batch-get-stats --daily-units 5 --cost",
            "all a -o out --provider http --provider-url http://localhost/ --header X:y --concurrency 2 --rate 0.5 --ledger l --on-quota stop",
            "spark gaps a --end-date 2023-04-18 -o out",
            "between a b -o out.csv --columns viewCount=views --threads 2 --timezone UTC --json",
            "all a -o out --combined --provider simulator --format csv --end-date 2023-04-18",
            "gaps a -o out.csv --date-format date=%d/%m/%Y --date-format created_date=epoch_ms",
            "monthly a -o out.csv --columns video_id=clip --threads 2 --memory 2GB --spill-folder /tmp --timezone UTC --json",
        ] {
            let args = Args::try_parse_from(["daytally"].into_iter().chain(line.split(' ')));
            args.unwrap_or_else(|error| panic!("{line}: {error}"));
        }
    }

    #[test]
    fn what_a_provider_has_no_use_for_is_refused() {
        for (line, named) in [
            ("snapshot a -o out.csv --cost", "--cost needs a provider"),
            ("all a -o out --rate 5", "--rate needs a provider"),
            ("snapshot a -o out.csv --provider simulator --rate 5", "--rate"),
            ("snapshot a -o out.csv --provider youtube --header X:y --cost", "--header"),
            (
                "snapshot a -o out.csv --provider http --provider-url x --youtube-method list",
                "--youtube-method",
            ),
        ] {
            let args = Args::try_parse_from(["daytally"].into_iter().chain(line.split(' '))).unwrap();
            let Job::Analyse(command) = args.job else { panic!("{line}") };
            let refused = command.request().unwrap_err();
            assert_eq!(refused.code(), crate::ErrorCode::InvalidOption);
            assert!(refused.to_string().contains(named), "{refused}");
        }
    }

    #[test]
    fn wrong_commands_are_refused() {
        for line in [
            "monthly a",
            "monthly -o out.csv",
            "gaps a -o out.csv --end-date 2023-02-30",
            "gaps a -o out.csv --form lists",
            "gaps a -o out.csv --date-format %d/%m/%Y",
            "gaps a -o out.csv --date-format date=%d/%m",
            "gaps a -o out.csv --date-format video_id=%Y-%m-%d",
            "snapshot a -o out.csv --batch-size 0",
            "snapshot a -o out.csv --provider vimeo",
            "snapshot a -o out.csv --provider http",
            "snapshot a -o out.csv --provider youtube --cost --from-ledger",
            "snapshot a -o out.csv --provider http --provider-url x --header nothing",
            "snapshot a -o out.csv --provider youtube --key secret",
            "all a -o out --format json",
            "all a -o out --threads 0",
            "all a -o out --threads 1025",
            "snapshot a -o out.csv --provider http --provider-url http://a\u{a0}b/",
            "snapshot a -o out.csv --provider http --provider-url http://a/ --header Content-Length:5",
            "monthly a -o out.csv --end-date 2023-04-18",
            "inspect a -o out.csv",
            "between a -o out.csv",
            "between a b c -o out.csv",
            "between a b",
        ] {
            let args = Args::try_parse_from(["daytally"].into_iter().chain(line.split(' ')));
            assert_eq!(args.map(|_| ()).map_err(|error| error.exit_code()), Err(2), "{line}");
        }
    }
}
