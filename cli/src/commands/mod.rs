//! Executes a command.

mod between;
mod generate;
mod inspect;
mod spark;

use std::sync::Arc;

use daytally::error::{Error, ErrorCode};
use daytally::fs::{Failures, FetchCost, Outputs, Run, Watch};

use crate::args::{Args, Command, Job};
use crate::commands::between::between;
use crate::commands::generate::generate;
use crate::commands::inspect::inspect;
use crate::commands::spark::spark;
use crate::options::provider::ProviderOptions;
use crate::print::plain::plain;
use crate::print::progress::{cancel_on_interrupt, with_progress};
use crate::print::summary::summary;
use crate::print::{finish, json, print, report, report_input, report_note, report_skipped};
use crate::text;

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
            let outputs = request.outputs.clone();
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
                return print(&cost_words(cost, command.common().options.json)?);
            }
            let outcome = with_progress(&watch, || run.execute(&watch))?;
            let as_json = command.common().options.json;
            let text = if as_json { json(&outcome)? } else { plain(&summary(&outcome)) };
            let rows = outcome.outputs.iter().map(|written| written.rows).sum();
            match &outputs {
                Outputs::One { target, .. } => finish(target, &text, as_json, &outcome.first_rows, rows),
                Outputs::Folder { .. } if as_json => print(&text),
                Outputs::Folder { .. } => {
                    report(&text);
                    Ok(())
                }
            }
        }
    }
}

fn cost_words(cost: Option<FetchCost>, as_json: bool) -> Result<String, Error> {
    match cost {
        Some(cost) if as_json => json(&cost),
        Some(cost) => Ok(text::cost_text(&cost)),
        None => Err(Error::new(ErrorCode::Internal, "no provider would be asked")),
    }
}
