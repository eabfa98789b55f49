//! The command `between`.

use std::sync::Arc;

use daytally::fs::{Between, BetweenOutcome, DayRead, DaySources, Failures, Target, Watch};

use crate::args::between::BetweenArgs;
use crate::options::input_paths::refuse_url;
use crate::print::plain::plain;
use crate::print::progress::with_progress;
use crate::print::summary::{line, notes, warning_lines, warning_text, wrote};
use crate::print::{finish, json};
use crate::signals::cancel_on_signal;
use crate::text::counted;

pub(super) fn between(args: &BetweenArgs) -> Result<(), Failures> {
    let options = &args.options;
    refuse_url(&args.earlier)?;
    refuse_url(&args.later)?;
    let mut between = Between::new(args.earlier.clone(), args.later.clone(), args.out.target()?);
    between.options = options.reading()?;
    let watch = Arc::new(Watch::default());
    cancel_on_signal(Arc::clone(&watch))?;
    let voice = options.messages.voice(matches!(between.target, Target::Stdout(_)));
    let outcome = with_progress(&watch, voice, None, || between.execute(&watch))?;
    let text = match (options.json, voice.quiet) {
        (true, _) => json(&outcome)?,
        (false, true) => plain(&warning_lines(&outcome.warnings)),
        (false, false) => plain(&words(&outcome)),
    };
    finish(&between.target, &text, options.json, &outcome.first_rows, outcome.rows)
}

fn words(outcome: &BetweenOutcome) -> String {
    let BetweenOutcome { earlier, later, left_out, path, rows, bytes, spilled_bytes, warnings, .. } = outcome;
    let (files, read) = (earlier.files + later.files, earlier.rows + later.rows);
    let (files, read) = (counted(files as u64, "file"), counted(read, "row"));
    let mut text = warning_lines(warnings);
    if !text.is_empty() {
        text.push('\n');
    }
    text += &format!("Read {files} and {read} in {:.1} s.", outcome.seconds);
    if outcome.first_rows.is_empty() {
        line(&mut text, &wrote(path, *rows, *bytes));
    }
    line(&mut text, &format!("The views are those from {} to {}.", earlier.day, later.day));
    line(&mut text, &source_line(&earlier.sources, &later.sources));
    line(
        &mut text,
        &format!(
            "Left out: {} only in the earlier, {} only in the later, {} without a count.",
            counted(left_out.only_earlier, "video"),
            left_out.only_later,
            left_out.without_count
        ),
    );
    if *spilled_bytes > 0 {
        let spilled = counted(*spilled_bytes, "byte");
        line(&mut text, &format!("Spilled {spilled} to disk (memory limit reached)."));
    }
    for DayRead { path, diagnostics, .. } in [earlier, later] {
        for warning in &diagnostics.warnings {
            line(&mut text, &format!("{path}: {}", warning_text(warning)));
        }
        for note in notes(diagnostics) {
            line(&mut text, &format!("{path}: {note}"));
        }
    }
    text
}

/// States where the counts of both days come from.
fn source_line(earlier: &DaySources, later: &DaySources) -> String {
    match (earlier.only(), later.only()) {
        (Some(earlier), Some(later)) if earlier.is_simulated() && later.is_simulated() => {
            "SIMULATED: the counts of both days are made up from the ids, not real views.".to_owned()
        }
        _ if earlier == later => format!("Source: the counts of both days are from {}.", earlier.names()),
        _ => format!("Source: earlier counts from {}; later counts from {}.", earlier.names(), later.names()),
    }
}
