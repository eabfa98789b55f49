//! The command line.

mod args;
mod ask;
mod asking;
mod between;
mod cluster;
mod columns;
mod command;
mod date_format;
mod generate;
mod header;
mod inspect;
mod key;
mod plain;
mod progress;
mod size;
mod summary;

use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;

use clap::Parser;

use crate::error::ErrorCode;
use crate::native::Failures;
use crate::scan::is_decoding;

use args::Args;
use plain::{end, plain_line};

/// Does what the arguments of this process say, and says how it went.
///
/// The status is 0 when it is done, 1 when the data or the provider failed, and 2 when the command
/// was wrong. What failed goes to standard error, a sentence for each.
pub fn main() -> ExitCode {
    tell_no_decoder_panics();
    // Clap itself ends the process: with 2 for a wrong command, with 0 for help.
    let args = Args::try_parse().unwrap_or_else(|error| end(&error));
    match command::run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failures) => {
            tell(&failures);
            ExitCode::from(if failures.has(ErrorCode::InvalidOption) { 2 } else { 1 })
        }
    }
}

/// A panic of a decoder is told as an error of its file; of any other the usual is told.
fn tell_no_decoder_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |told| {
        if !is_decoding() {
            usual(told);
        }
    }));
}

fn tell(failures: &Failures) {
    let mut stderr = io::stderr().lock();
    for problem in failures.problems() {
        // Nobody is left to hear that nobody listens.
        let _ = writeln!(stderr, "error: {}", plain_line(&problem.message));
    }
}
