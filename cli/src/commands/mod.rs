//! Executes a command.

mod between;
mod generate;
mod inspect;
mod manual;
mod spark;

use std::sync::Arc;

use daytally::error::{Error, ErrorCode};
use daytally::fs::{Failures, FetchCost, Outputs, Run, Target, Watch};

use crate::args::{Args, Command, Job};
use crate::commands::between::between;
use crate::commands::generate::generate;
use crate::commands::inspect::inspect;
use crate::commands::manual::{completions, man};
use crate::commands::spark::spark;
use crate::options::provider::ProviderOptions;
use crate::print::plain::plain;
use crate::print::progress::with_progress;
use crate::print::summary::{summary, warnings};
use crate::print::voice::report;
use crate::print::{finish, json, print};
use crate::signals::cancel_on_signal;
use crate::text;

pub(super) fn run(args: Args) -> Result<(), Failures> {
    let command = match args.job {
        Job::Analyse(command) => command,
        Job::Between(args) => return between(&args),
        Job::Spark(args) => return spark(&args),
        Job::Generate(args) => return generate(&args),
        Job::Completions { shell } => return completions(shell),
        Job::Man { command } => return man(command.as_deref()),
    };
    match command.request()? {
        None => {
            let Command::Inspect { rows, row_groups, .. } = *command else { return Ok(()) };
            inspect(command.common(), rows, row_groups)
        }
        Some(request) => {
            let outputs = request.outputs.clone();
            let sends_rows = matches!(&outputs, Outputs::One { target: Target::Stdout(_), .. });
            let voice = command.common().options.messages.voice(sends_rows);
            let remote = request.options.remote.clone();
            let prepared = Run::prepare(request);
            voice.remote(remote.as_deref());
            let run = prepared?;
            voice.input(run.input());
            for note in command.provider().map(ProviderOptions::notes).unwrap_or_default() {
                voice.note(&note);
            }
            voice.skipped(&run.skipped());
            let watch = Arc::new(Watch::default());
            cancel_on_signal(Arc::clone(&watch))?;
            if command.is_estimate() {
                let cost = with_progress(&watch, voice, remote.as_deref(), || run.cost(&watch))?;
                return print(&cost_words(cost, command.common().options.json)?);
            }
            let outcome = with_progress(&watch, voice, remote.as_deref(), || run.execute(&watch))?;
            let as_json = command.common().options.json;
            let text = match (as_json, voice.quiet) {
                (true, _) => json(&outcome)?,
                (false, true) => plain(&warnings(&outcome)),
                (false, false) => plain(&summary(&outcome)),
            };
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
        None => Err(Error::new(ErrorCode::Internal, "no provider was chosen")),
    }
}
