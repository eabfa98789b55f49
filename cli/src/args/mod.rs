//! The command line's arguments.

pub(crate) mod between;
pub(crate) mod generate;
mod help;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use daytally::export::Format;
use daytally::fs::{Outputs, Request};
use daytally::report::ResultKind;

use crate::args::between::BetweenArgs;
use crate::args::generate::GenerateArgs;
use crate::options::out_file::{OutFile, format, refuse_store};
use crate::options::provider::ProviderOptions;
use crate::options::{Common, EndDate};

/// Monthly views, gaps and snapshots of daily video counts in Parquet.
#[derive(Debug, Parser)]
#[command(
    name = "daytally",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_long_help = help::ALL
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) job: Job,
}

#[derive(Debug, Subcommand)]
pub(super) enum Job {
    #[command(flatten)]
    Analyse(Box<Command>),
    /// Subtract an earlier day's counts from a later day's, for the views between
    #[command(after_long_help = help::BETWEEN)]
    Between(Box<BetweenArgs>),
    /// Make Parquet files of made-up views, of any size, to measure with
    #[command(after_long_help = help::GENERATE)]
    Generate(GenerateArgs),
    /// Print the spark-submit line that runs a command on Spark
    #[command(after_long_help = help::SPARK)]
    Spark(SparkArgs),
    /// Print a script of completions for a shell
    #[command(after_long_help = help::COMPLETIONS)]
    Completions {
        /// Shell that reads it
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page, for man
    #[command(after_long_help = help::MAN)]
    Man {
        /// Command that the page describes [default: all of them]
        command: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show rows, days and the columns found, from the footers alone
    #[command(after_long_help = help::INSPECT)]
    Inspect {
        #[command(flatten)]
        common: Common,
        /// Show the first N rows of each file too, with all columns, each row as JSON
        #[arg(long, value_name = "N")]
        rows: Option<u64>,
        /// List the row groups of each file in --json
        #[arg(long)]
        row_groups: bool,
    },
    /// Sum the views of each channel, video and month
    #[command(after_long_help = help::MONTHLY)]
    Monthly {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        out: OutFile,
    },
    /// Find the days on which a video has no data
    #[command(after_long_help = help::GAPS)]
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
    #[command(after_long_help = help::SNAPSHOT)]
    Snapshot {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        provider: ProviderOptions,
        #[command(flatten)]
        out: OutFile,
    },
    /// Write every input row as it is, then the snapshot
    #[command(after_long_help = help::COMBINED)]
    Combined {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        provider: ProviderOptions,
        #[command(flatten)]
        out: OutFile,
    },
    /// Write every result into a folder, from one scan
    #[command(after_long_help = help::EVERY)]
    All {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        end: EndDate,
        #[command(flatten)]
        provider: ProviderOptions,
        /// Folder for the results and diagnostics.json; files of the same names are replaced
        #[arg(short, long, value_name = "FOLDER")]
        output: PathBuf,
        /// Write the combined result too
        #[arg(long)]
        combined: bool,
        /// Format of the results
        #[arg(short, long, default_value_t = Format::Parquet, value_parser = format())]
        format: Format,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct SparkArgs {
    /// A command as it would be run on this machine, such as: gaps views --end-date 2023-04-18 -o
    /// out
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true, value_name = "COMMAND")]
    pub(super) words: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Form {
    List,
    Dates,
    Ranges,
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

    /// Returns whether only an estimate is wanted.
    pub(super) fn is_estimate(&self) -> bool {
        self.provider().is_some_and(ProviderOptions::is_estimate)
    }

    /// Returns the options of the provider, if the command has any.
    pub(super) fn provider(&self) -> Option<&ProviderOptions> {
        match self {
            Self::Snapshot { provider, .. }
            | Self::Combined { provider, .. }
            | Self::All { provider, .. } => Some(provider),
            _ => None,
        }
    }

    /// Returns the run to execute, or `None` if nothing is written.
    pub(super) fn request(&self) -> Result<Option<Request>, daytally::Error> {
        let Some(outputs) = self.outputs()? else { return Ok(None) };
        let Common { inputs, options } = self.common();
        let mut request = Request::new(inputs.paths()?, outputs);
        request.options = options.reading()?;
        if let Self::Gaps { end, .. } | Self::All { end, .. } = self {
            request.options.end_date = end.end_date;
            request.options.outages.share = end.outage_share;
            request.options.outages.excluded = end.exclude_outages;
            request.options.limits.gap_days = end.max_gap_days;
        }
        if let Some(provider) = self.provider() {
            provider.apply(&mut request)?;
        }
        Ok(Some(request))
    }

    /// Returns what is written, or `None` if nothing is.
    pub(super) fn outputs(&self) -> Result<Option<Outputs>, daytally::Error> {
        let (result, out) = match self {
            Self::Inspect { .. } => return Ok(None),
            Self::Monthly { out, .. } => (ResultKind::Monthly, out),
            Self::Gaps { out, form: Form::List, .. } => (ResultKind::GapsList, out),
            Self::Gaps { out, form: Form::Dates, .. } => (ResultKind::GapsDates, out),
            Self::Gaps { out, form: Form::Ranges, .. } => (ResultKind::GapsRanges, out),
            Self::Snapshot { out, .. } => (ResultKind::Snapshot, out),
            Self::Combined { out, .. } => (ResultKind::Combined, out),
            Self::All { output, combined, format, provider, .. } => {
                // `--combined` without a provider is refused when the run is prepared.
                let wanted = |kind: &ResultKind| match kind {
                    ResultKind::Combined => *combined,
                    kind => provider.has_provider() || !kind.needs_provider(),
                };
                refuse_store(output)?;
                let results = ResultKind::ALL.into_iter().filter(wanted).collect();
                return Ok(Some(Outputs::Folder { results, path: output.clone(), format: *format }));
            }
        };
        Ok(Some(Outputs::One { result, target: out.target()? }))
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
            "monthly a",
            "monthly a -o - --format jsonl",
            "monthly --files-from list.txt",
            "inspect a --files0-from -",
            "gaps a -f csv.zst",
            "between a b",
            "completions zsh",
            "man gaps",
            "gaps a --end-date 2023-04-18 --form ranges --max-gap-days 5 --max-page 1GiB -o out.parquet",
            "snapshot a --run-date 2023-04-19 --provider simulator --batch-size 5 -o out.arrow",
            "combined a --run-date 2023-04-19 --provider simulator -o out.arrows",
            "snapshot a -o out.csv --provider youtube --youtube-method batch-get-stats --daily-quota 5 --estimate",
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
    fn options_of_other_providers_are_refused() {
        for (line, named) in [
            ("snapshot a --estimate", "--estimate needs a provider"),
            ("all a -o out --rate 5", "--rate needs a provider"),
            ("snapshot a -o out.csv --provider simulator --rate 5", "--rate"),
            ("snapshot a -o out.csv --provider youtube --header X:y --estimate", "--header"),
            (
                "snapshot a -o out.csv --provider http --provider-url x --youtube-method list",
                "--youtube-method",
            ),
        ] {
            let args = Args::try_parse_from(["daytally"].into_iter().chain(line.split(' '))).unwrap();
            let Job::Analyse(command) = args.job else { panic!("{line}") };
            let refused = command.request().unwrap_err();
            assert_eq!(refused.code(), daytally::ErrorCode::InvalidOption);
            assert!(refused.to_string().contains(named), "{refused}");
        }
    }

    #[test]
    fn wrong_commands_are_refused() {
        for line in [
            "monthly -o out.csv",
            "monthly a -o - --format xml",
            "monthly --files-from a --files0-from b",
            "gaps a -o out.csv --end-date 2023-02-30",
            "gaps a -o out.csv --form lists",
            "gaps a -o out.csv --date-format %d/%m/%Y",
            "gaps a -o out.csv --date-format date=%d/%m",
            "gaps a -o out.csv --date-format video_id=%Y-%m-%d",
            "snapshot a -o out.csv --batch-size 0",
            "snapshot a -o out.csv --provider vimeo",
            "snapshot a -o out.csv --provider http",
            "snapshot a -o out.csv --provider youtube --estimate --offline",
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
        ] {
            let args = Args::try_parse_from(["daytally"].into_iter().chain(line.split(' ')));
            assert_eq!(args.map(|_| ()).map_err(|error| error.exit_code()), Err(2), "{line}");
        }
    }
}
