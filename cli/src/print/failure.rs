//! Failures, as lines and as JSON.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};

use clap::builder::Styles;
use serde::Serialize;

use daytally::error::{ErrorCode, Location};
use daytally::fs::Failures;
use daytally::scan::Problem;

use crate::print::plain::{plain, plain_line};
use crate::print::voice::report;

/// Where the object of a failure goes, which is where that of a success would go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonTo {
    Stdout,
    /// The standard output is for the result.
    Stderr,
}

impl JsonTo {
    /// Finds it in the words of a command, which may be wrong; `None` without `--json`.
    pub(crate) fn of(words: &[OsString]) -> Option<Self> {
        let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).skip(1).collect();
        let has = |name: &str| words.contains(&name);
        let command = *words.first()?;
        if command == "spark" || !has("--json") {
            return None;
        }
        let after = |index: usize| words.get(index + 1).copied();
        let out = words.iter().enumerate().find_map(|(index, word)| match *word {
            "-o" | "--output" => after(index),
            word => word.strip_prefix("--output=").or_else(|| word.strip_prefix("-o")),
        });
        let is_file = out.is_some_and(|out| out != "-");
        let has_rows = ["monthly", "gaps", "snapshot", "combined", "between"].contains(&command);
        Some(if is_file || !has_rows || has("--estimate") { Self::Stdout } else { Self::Stderr })
    }
}

/// Reports failures on standard error, one line each, and as one object if JSON is wanted.
pub(crate) fn report_failures(failures: &Failures, json: Option<JsonTo>) {
    if json != Some(JsonTo::Stderr) {
        let error = label();
        for problem in failures.problems() {
            report(&format!("{error} {}", plain_line(&problem.message)));
        }
    }
    report_json(failures.problems(), json);
}

/// Reports a command that clap refused, as JSON. Returns whether that is all to be reported.
pub(crate) fn report_refusal(error: &clap::Error, json: Option<JsonTo>) -> bool {
    if !error.use_stderr() {
        return false;
    }
    let text = plain(&error.render().to_string());
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let message = text.split("\n\n").next().unwrap_or(text).replace('\n', " ");
    let code = ErrorCode::InvalidOption.as_str().to_owned();
    report_json(&[Problem { code, message, location: Location::default() }], json);
    json == Some(JsonTo::Stderr)
}

fn report_json(problems: &[Problem], to: Option<JsonTo>) {
    #[derive(Serialize)]
    struct Failed<'a> {
        error: &'a Problem,
        /// All of them, if there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        errors: Option<&'a [Problem]>,
    }
    let (Some(to), Some(error)) = (to, problems.first()) else { return };
    let failed = Failed { error, errors: Some(problems).filter(|all| all.len() > 1) };
    let Ok(text) = crate::print::json(&failed) else { return };
    match to {
        JsonTo::Stderr => report(&text),
        // The failure itself is what the exit status shows.
        JsonTo::Stdout => _ = crate::print::print(&text),
    }
}

/// Returns the label of an error, coloured as clap's is.
fn label() -> String {
    let unset = |name: &str| env::var_os(name).is_none_or(|value| value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    if !io::stderr().is_terminal() || !unset("NO_COLOR") || dumb {
        return "error:".to_owned();
    }
    let styles = Styles::styled();
    let style = styles.get_error();
    format!("{style}error:{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_where_no_result_goes() {
        for (line, to) in [
            ("daytally monthly a -o out.csv", None),
            ("daytally monthly a -o out.csv --json", Some(JsonTo::Stdout)),
            ("daytally monthly a --output=out.csv --json", Some(JsonTo::Stdout)),
            ("daytally monthly a -oout.csv --json", Some(JsonTo::Stdout)),
            ("daytally monthly a --json", Some(JsonTo::Stderr)),
            ("daytally between a b -o - --json", Some(JsonTo::Stderr)),
            ("daytally snapshot a --json --estimate", Some(JsonTo::Stdout)),
            ("daytally inspect a --json", Some(JsonTo::Stdout)),
            ("daytally spark monthly a --json -o out", None),
        ] {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(JsonTo::of(&words), to, "{line}");
        }
    }
}
