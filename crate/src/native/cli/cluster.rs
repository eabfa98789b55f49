//! The command `cluster`: prints another command for Spark.

use std::path::{Path, PathBuf};

use clap::Parser;

use crate::cluster::{notebook, submit_line};
use crate::error::{Error, ErrorCode, Result};
use crate::native::cli::args::{Args, Job};
use crate::native::cli::command::print;
use crate::native::cli::plain::end;
use crate::native::clock::zone;
use crate::native::output::{OutputFile, write_text};
use crate::native::{Failures, Outputs};

/// Options that the Spark package does not accept.
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
    /// A command as it would be run on this machine, such as: gaps views --end-date 2023-04-18 -o
    /// out
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true, value_name = "COMMAND")]
    words: Vec<String>,
}

pub(super) fn cluster(args: &ClusterArgs) -> std::result::Result<(), Failures> {
    let words = &args.words;
    if let Some(word) = words.iter().find(|word| word.contains(char::is_control)) {
        let error = refused("a line of a shell has no place for a control character", "Leave it out.");
        return Err(error.found(format!("{word:?}")).into());
    }
    let parsed = Args::try_parse_from(["daytally".to_owned()].iter().chain(words));
    let parsed = parsed.unwrap_or_else(|error| end(&error));
    if let Some(path) = &args.notebook {
        refuse_notebook(path, &parsed)?;
    }
    check(parsed, words)?;
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
    let Some(ask) = command.ask() else { return Ok(()) };
    if outputs.ask_provider() && !ask.has_provider() {
        return Err(Outputs::no_provider());
    }
    ask.check_for_cluster()
}

/// Refuses to overwrite a file that is not a notebook.
fn refuse_notebook(path: &Path, args: &Args) -> Result<()> {
    if !has_ending(path, "ipynb") {
        let error = refused("the notebook is not called as one", "Name a file that ends in .ipynb.");
        return Err(error.in_file(path.display().to_string()));
    }
    let Job::Analyse(command) = &args.job else { return Ok(()) };
    let inputs = command.common().inputs.iter();
    if inputs
        .filter_map(|input| input.canonicalize().ok())
        .any(|input| path.canonicalize().is_ok_and(|it| it == input))
    {
        let error = refused("the notebook is an input", "Name another file.");
        return Err(error.in_file(path.display().to_string()));
    }
    Ok(())
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
    fn no_notebook_is_written_over_anything_else() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.ipynb");
        std::fs::write(&input, "rows").unwrap();
        let args = |line: String| Args::try_parse_from(line.split(' ')).unwrap();
        let parsed = args(format!("daytally monthly {} -o out", input.display()));
        assert!(refuse_notebook(&input, &parsed).unwrap_err().to_string().contains("an input"));
        assert!(refuse_notebook(Path::new("views.parquet"), &parsed).is_err());
        refuse_notebook(&folder.path().join("job.ipynb"), &parsed).unwrap();
    }

    #[test]
    fn takes_what_spark_answers() {
        for line in [
            "monthly a --timezone UTC -o out",
            "gaps a b --form ranges --end-date 2023-04-18 --exclude-outages --outage-share 0.5 -o out",
            "all a -o out",
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
            ("snapshot a -o out", "--provider simulator"),
            ("snapshot a -o out --provider simulator --rate 5", "--rate"),
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
