//! The command line.

mod args;
mod commands;
mod http;
mod options;
mod print;
mod provider;
mod signals;
mod store;
mod text;

use std::env;
use std::ffi::OsString;
use std::panic;
use std::process::ExitCode;

use clap::Parser;

use daytally::error::ErrorCode;
use daytally::scan::is_decoding;

use args::Args;
use print::failure::{JsonTo, report_failures, report_refusal};
use print::plain::end;

/// Executes the arguments of this process. Returns the exit code.
///
/// It is 0 on success, 1 if the data or the provider failed, 2 if the command was wrong, and 128
/// more than the number of the signal that ended the run. Errors go to standard error, one line
/// each.
fn main() -> ExitCode {
    silence_decoder_panics();
    let words: Vec<OsString> = env::args_os().collect();
    let json = JsonTo::of(&words);
    let args = Args::try_parse_from(words).unwrap_or_else(|error| {
        if report_refusal(&error, json) {
            std::process::exit(error.exit_code());
        }
        // Clap itself ends the process: with 2 for a wrong command, with 0 for help.
        end(&error)
    });
    let Err(failures) = commands::run(args) else { return ExitCode::SUCCESS };
    if failures.has(ErrorCode::Cancelled) && signals::status().is_none() {
        // The reader of the result has closed the pipe, as head does.
        return ExitCode::SUCCESS;
    }
    report_failures(&failures, json);
    match signals::status() {
        Some(status) if failures.has(ErrorCode::Cancelled) => ExitCode::from(status),
        _ if failures.has(ErrorCode::InvalidOption) => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    }
}

/// Silences panics of decoders, which are reported as errors of their files. Other panics are shown
/// as usual.
fn silence_decoder_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !is_decoding() {
            usual(info);
        }
    }));
}
