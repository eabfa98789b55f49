//! Executes a command.

use std::io::{self, Write};
use std::sync::Arc;

use crate::error::{Error, ErrorCode};
use crate::native::cli::args::{Args, Command, Job};
use crate::native::cli::ask::Ask;
use crate::native::cli::between::between;
use crate::native::cli::generate::generate;
use crate::native::cli::inspect::inspect;
use crate::native::cli::plain::{plain, plain_json, plain_line};
use crate::native::cli::progress::with_progress;
use crate::native::cli::spark::spark;
use crate::native::cli::summary::summary;
use crate::native::{AskCost, Failures, InputRecord, Run, Watch};
use crate::scan::Problem;

pub(super) fn run(args: Args) -> Result<(), Failures> {
    let command = match args.job {
        Job::Analyse(command) => command,
        Job::Between(args) => return between(&args),
        Job::Spark(args) => return spark(&args),
        Job::Generate(args) => return generate(&args),
    };
    match command.request()? {
        None => {
            let rows = if let Command::Inspect { rows, .. } = *command { rows } else { None };
            inspect(command.common(), rows)
        }
        Some(request) => {
            let run = Run::prepare(request)?;
            report_input(run.input());
            command.ask().map(Ask::notes).unwrap_or_default().iter().for_each(|note| report_note(note));
            report_skipped(&run.skipped());
            let watch = Arc::new(Watch::default());
            cancel_on_interrupt(Arc::clone(&watch))?;
            if command.tells_cost() {
                let cost = with_progress(&watch, || run.cost(&watch))?;
                return print(&cost_text(cost, command.common().options.json)?);
            }
            let outcome = with_progress(&watch, || run.execute(&watch))?;
            let text =
                if command.common().options.json { json(&outcome)? } else { plain(&summary(&outcome)) };
            print(&text)
        }
    }
}

/// Reports on standard error what is skipped of the input.
pub(super) fn report_input(input: &InputRecord) {
    input.notes().iter().for_each(|note| report_note(note));
}

fn report_note(note: &str) {
    // There is no other place to report that standard error is closed.
    let _ = writeln!(io::stderr().lock(), "note: {}", plain_line(note));
}

/// Reports skipped files on standard error.
pub(super) fn report_skipped(skipped: &[Problem]) {
    let mut stderr = io::stderr().lock();
    for problem in skipped {
        // Standard error may be closed.
        let _ = writeln!(stderr, "note: skipped: {}", plain_line(&problem.message));
    }
}

fn cost_text(cost: Option<AskCost>, as_json: bool) -> Result<String, Error> {
    match cost {
        Some(cost) if as_json => json(&cost),
        Some(cost) => Ok(cost.to_string()),
        None => Err(Error::new(ErrorCode::Internal, "no provider would be asked")),
    }
}

/// Writes to standard output. A closed pipe is not a failure.
pub(super) fn print(text: &str) -> Result<(), Failures> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unprinted(&error).into()),
        _ => Ok(()),
    }
}

pub(super) fn unprinted(error: &io::Error) -> Error {
    Error::new(ErrorCode::Io, format!("the standard output cannot be written ({error})"))
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| plain_json(&text)).map_err(unwritten)
}

/// Returns the error of a value that JSON cannot hold.
pub(super) fn unwritten(error: serde_json::Error) -> Error {
    Error::new(ErrorCode::Internal, error.to_string())
}

/// Lets the first interrupt end the run in order, so that nothing incomplete is left, and the
/// second end the process.
pub(super) fn cancel_on_interrupt(watch: Arc<Watch>) -> Result<(), Error> {
    let handler = move || {
        if watch.is_cancelled() {
            std::process::exit(1);
        }
        watch.cancel();
    };
    ctrlc::set_handler(handler)
        .map_err(|error| Error::new(ErrorCode::Internal, format!("interrupts cannot be handled ({error})")))
}
