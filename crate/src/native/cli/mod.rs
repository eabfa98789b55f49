//! The command line.

mod args;
mod ask;
mod asking;
mod between;
mod columns;
mod command;
mod generate;
mod header;
mod inspect;
mod key;
mod progress;
mod size;
mod summary;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::error::ErrorCode;
use crate::native::Failures;

use args::Args;

/// Does what the arguments of this process say, and says how it went.
///
/// The status is 0 when it is done, 1 when the data or the provider failed, and 2 when the command
/// was wrong. What failed goes to standard error, a sentence for each.
pub fn main() -> ExitCode {
    // Clap itself ends the process: with 2 for a wrong command, with 0 for help.
    let args = Args::parse();
    match command::run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failures) => {
            tell(&failures);
            ExitCode::from(if failures.has(ErrorCode::InvalidOption) { 2 } else { 1 })
        }
    }
}

fn tell(failures: &Failures) {
    let mut stderr = io::stderr().lock();
    for problem in failures.problems() {
        // Nobody is left to hear that nobody listens.
        let _ = writeln!(stderr, "error: {}", problem.message);
    }
}
