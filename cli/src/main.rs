//! The command line.

mod args;
mod commands;
mod options;
mod print;
mod provider;
mod text;

use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;

use clap::Parser;

use daytally::error::ErrorCode;
use daytally::fs::Failures;
use daytally::scan::is_decoding;

use args::Args;
use print::plain::{end, plain_line};

/// Executes the arguments of this process. Returns the exit code.
///
/// It is 0 on success, 1 if the data or the provider failed, and 2 if the command was wrong. Errors
/// go to standard error, one sentence each.
fn main() -> ExitCode {
    silence_decoder_panics();
    // Clap itself ends the process: with 2 for a wrong command, with 0 for help.
    let args = Args::try_parse().unwrap_or_else(|error| end(&error));
    match commands::run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failures) => {
            report(&failures);
            ExitCode::from(if failures.has(ErrorCode::InvalidOption) { 2 } else { 1 })
        }
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

fn report(failures: &Failures) {
    let mut stderr = io::stderr().lock();
    for problem in failures.problems() {
        // Standard error is closed; there is no other place to report that.
        let _ = writeln!(stderr, "error: {}", plain_line(&problem.message));
    }
}
