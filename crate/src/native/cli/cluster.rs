//! The command `cluster`: another command, for a cluster.

use std::path::{Path, PathBuf};

use clap::Parser;

use crate::cluster::{notebook, submit_line};
use crate::error::{Error, ErrorCode, Result};
use crate::native::cli::args::{Args, Job};
use crate::native::cli::ask::Ask;
use crate::native::cli::command::print;
use crate::native::clock::zone;
use crate::native::output::{OutputFile, write_text};
use crate::native::{Failures, Outputs};

/// What a cluster has no use for, or does not know.
const NOT_THERE: &[&str] = &[
    "--follow-links",
    "--threads",
    "--memory",
    "--spill-folder",
    "--max-page",
    "--format",
    "--youtube-method",
    "--daily-units",
    "--on-quota",
    "--ledger",
    "--from-ledger",
];

#[derive(Debug, clap::Args)]
pub(super) struct ClusterArgs {
    /// Write a Jupyter notebook that runs the job, besides printing the line
    #[arg(long, value_name = "FILE")]
    notebook: Option<PathBuf>,
    /// A command as it would be run here, such as: gaps views --end-date 2023-04-18 -o out
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true, value_name = "COMMAND")]
    words: Vec<String>,
}

pub(super) fn cluster(args: &ClusterArgs) -> std::result::Result<(), Failures> {
    let words = &args.words;
    let parsed = Args::try_parse_from(["daytally".to_owned()].iter().chain(words));
    check(parsed.unwrap_or_else(|error| error.exit()), words)?;
    if let Some(path) = &args.notebook {
        let file = OutputFile::create(path)?;
        write_text(&file, &notebook(words))?;
        file.replace()?;
    }
    print(&submit_line(words))
}

/// Refuses what `daytally-spark` would refuse, before a cluster is started for it.
fn check(args: Args, words: &[String]) -> Result<()> {
    let none =
        || refused("this command is not for a cluster", "monthly, gaps, snapshot, combined and all are.");
    let Job::Analyse(command) = args.job else { return Err(none()) };
    let outputs = command.outputs().ok_or_else(none)?;
    let given = |name: &str| {
        let named =
            |word: &String| word == name || word.strip_prefix(name).is_some_and(|rest| rest.starts_with('='));
        words.iter().any(named)
    };
    if let Some(name) = NOT_THERE.iter().find(|name| given(name)) {
        return Err(refused(&format!("a cluster has no use for {name}"), "Leave it out."));
    }
    if let Outputs::File { path, .. } = &outputs
        && ["csv", "arrow", "arrows"].iter().any(|ending| has_ending(path, ending))
    {
        let remedy = "Name a folder, without the ending of another format.";
        return Err(refused("a cluster writes a folder of Parquet files", remedy));
    }
    let scan = command.common().options.scan()?;
    scan.timezone.as_deref().map(zone).transpose()?;
    command.ask().map_or(Ok(()), Ask::check_for_cluster)
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

fn refused(what: &str, remedy: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, what).remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(line: &str) -> Result<()> {
        let words: Vec<String> = line.split(' ').map(String::from).collect();
        let args = Args::try_parse_from(["daytally".to_owned()].iter().chain(&words)).unwrap();
        check(args, &words)
    }

    #[test]
    fn takes_what_spark_answers() {
        for line in [
            "monthly a --timezone UTC -o out",
            "gaps a b --form ranges --end-date 2023-04-18 --without-outages 0.5 -o out",
            "all a --combined --run-date 2023-04-19 --provider http --provider-url http://h/ -o out",
            "snapshot a -o out.parquet --provider http --provider-url http://h/ --header X:env:NOT_SET_HERE",
        ] {
            checked(line).unwrap();
        }
    }

    #[test]
    fn refuses_what_it_does_not() {
        for (line, named) in [
            ("inspect a", "not for a cluster"),
            ("monthly a -o out --threads=2", "--threads"),
            ("snapshot a -o out --ledger l", "--ledger"),
            ("snapshot a -o out --provider youtube", "youtube"),
            ("monthly a -o out.CSV", "Parquet"),
            ("monthly a -o out --timezone Nowhere/Land", "no such time zone"),
            ("monthly a -o out --columns date=a --columns date=b", "named twice"),
            ("snapshot a -o out --rate 5", "--rate"),
            ("all a -o out --provider http --provider-url http://h/?key=k", "secret"),
            ("all a -o out --provider http --provider-url http://u:p@h/", "secret"),
            ("all a -o out --provider http --provider-url http://h/ --header X:y", "secret"),
        ] {
            let error = checked(line).unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidOption);
            assert!(error.to_string().contains(named), "{error}");
        }
    }
}
