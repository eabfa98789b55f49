//! The command `spark`: prints another command for Spark.

use std::path::Path;

use clap::Parser;

use daytally::error::{Error, ErrorCode, Result};
use daytally::export::Format;
use daytally::fs::{Failures, Outputs, Target, check_zone};
use daytally::spark::submit_line;

use crate::args::{Args, Job, SparkArgs};
use crate::print::plain::end;
use crate::print::print;

/// Options that the Spark package does not accept.
const NOT_THERE: &[&str] = &[
    "--files-from",
    "--files0-from",
    "--follow-links",
    "--table-version",
    "--profile",
    "--region",
    "--endpoint-url",
    "--no-sign-request",
    "--request-payer",
    "--threads",
    "--memory",
    "--spill-folder",
    "--max-page",
    "--format",
    "--progress",
    "--quiet",
    "-q",
    "-f",
    "--youtube-method",
    "--daily-quota",
    "--on-quota",
    "--ledger",
    "--offline",
];

/// The option that only the Spark package has; its value is the name of a format.
const INPUT_FORMAT: &str = "--input-format";

pub(super) fn spark(args: &SparkArgs) -> std::result::Result<(), Failures> {
    let words = &args.words;
    if let Some(word) = words.iter().find(|word| word.contains(char::is_control)) {
        let error = refused("a shell line cannot contain a control character", "Leave it out.");
        return Err(error.found(format!("{word:?}")).into());
    }
    let known = without_format(words)?;
    let parsed = Args::try_parse_from(["daytally".to_owned()].iter().chain(&known));
    let parsed = parsed.unwrap_or_else(|error| end(&error));
    check(parsed, words)?;
    print(&submit_line(words))
}

/// Returns the words without `--input-format` and its value.
fn without_format(words: &[String]) -> Result<Vec<String>> {
    let options = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let (options, inputs) = words.split_at(options);
    let mut kept = Vec::new();
    let mut options = options.iter();
    while let Some(word) = options.next() {
        let value = match word.strip_prefix(INPUT_FORMAT) {
            Some("") => options.next().map_or("", String::as_str),
            Some(rest) if rest.starts_with('=') => &rest[1..],
            _ => {
                kept.push(word.clone());
                continue;
            }
        };
        if value.is_empty() || value.starts_with('-') {
            let error = refused("--input-format has no value", "Name a format that Spark reads.");
            return Err(error.expected("a format such as delta").found(format!("{value:?}")));
        }
    }
    kept.extend_from_slice(inputs);
    Ok(kept)
}

/// Refuses what `daytally-spark` would refuse, before it is submitted.
fn check(args: Args, words: &[String]) -> Result<()> {
    let none =
        || refused("this command does not run on Spark", "Use monthly, gaps, snapshot, combined or all.");
    let Job::Analyse(command) = args.job else { return Err(none()) };
    let outputs = command.outputs()?.ok_or_else(none)?;
    let given = |name: &str| {
        let named =
            |word: &String| word == name || word.strip_prefix(name).is_some_and(|rest| rest.starts_with('='));
        words.iter().any(named)
    };
    if let Some(name) = NOT_THERE.iter().find(|name| given(name)) {
        return Err(refused(&format!("daytally-spark does not accept {name}"), "Leave it out."));
    }
    if let Outputs::One { target, .. } = &outputs {
        let Target::Path { path, .. } = target else {
            return Err(refused("daytally-spark writes a folder of Parquet files", "Name it with -o."));
        };
        let is_other = |format: Format| format != Format::Parquet && has_extension(path, format.extension());
        if Format::ALL.into_iter().any(is_other) {
            let remedy = "Name a folder, without the extension of another format.";
            return Err(refused("daytally-spark writes a folder of Parquet files", remedy));
        }
    }
    let scan = command.common().options.scan()?;
    scan.timezone.as_deref().map(check_zone).transpose()?;
    let Some(provider) = command.provider() else { return Ok(()) };
    if outputs.needs_provider() && !provider.has_provider() {
        return Err(Outputs::no_provider());
    }
    provider.check_for_spark()
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

fn refused(what: &str, remedy: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, what).remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(line: &str) -> Result<()> {
        let words: Vec<String> = line.split(' ').map(String::from).collect();
        let known = without_format(&words)?;
        let args = Args::try_parse_from(["daytally".to_owned()].iter().chain(&known)).unwrap();
        check(args, &words)
    }

    #[test]
    fn takes_what_spark_answers() {
        for line in [
            "monthly a --timezone UTC -o out",
            "gaps a b --form ranges --end-date 2023-04-18 --exclude-outages --outage-share 0.5 -o out",
            "all a -o out",
            "gaps main.yt.views --input-format delta -o out",
            "monthly --input-format=orc a -o out",
            "all a --combined --run-date 2023-04-19 --provider http --provider-url http://h/ -o out",
            "snapshot a -o out.parquet --provider http --provider-url http://h/ --header X:env:NOT_SET_HERE",
        ] {
            checked(line).unwrap();
        }
    }

    #[test]
    fn refuses_what_it_does_not() {
        for (line, named) in [
            ("inspect a", "does not run on Spark"),
            ("monthly a -o out --threads=2", "--threads"),
            ("monthly a -o out --input-format", "such as delta"),
            ("monthly a --input-format -o out", "such as delta"),
            ("snapshot a -o out --ledger l", "--ledger"),
            ("snapshot a -o out --provider youtube", "youtube"),
            ("monthly a -o out.CSV", "Parquet"),
            ("monthly a -o -", "-o"),
            ("monthly a -o out -f csv", "-f"),
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
