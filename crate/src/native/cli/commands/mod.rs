//! Executes a command.

pub(super) mod between;
pub(super) mod generate;
mod inspect;
mod spark;

use std::sync::Arc;

use crate::error::{Error, ErrorCode};
use crate::native::cli::args::{Args, Command, Job};
use crate::native::cli::commands::between::between;
use crate::native::cli::commands::generate::generate;
use crate::native::cli::commands::inspect::inspect;
use crate::native::cli::commands::spark::spark;
use crate::native::cli::options::provider::ProviderOptions;
use crate::native::cli::plain::plain;
use crate::native::cli::print::{json, print, report_input, report_note, report_skipped};
use crate::native::cli::progress::{cancel_on_interrupt, with_progress};
use crate::native::cli::summary::summary;
use crate::native::{AskCost, Failures, Run, Watch};

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
            for note in command.provider().map(ProviderOptions::notes).unwrap_or_default() {
                report_note(&note);
            }
            report_skipped(&run.skipped());
            let watch = Arc::new(Watch::default());
            cancel_on_interrupt(Arc::clone(&watch))?;
            if command.wants_cost() {
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

fn cost_text(cost: Option<AskCost>, as_json: bool) -> Result<String, Error> {
    match cost {
        Some(cost) if as_json => json(&cost),
        Some(cost) => Ok(cost.to_string()),
        None => Err(Error::new(ErrorCode::Internal, "no provider would be asked")),
    }
}
