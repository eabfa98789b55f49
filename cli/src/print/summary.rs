//! The summary of a finished run.

use std::fmt::Write;

use daytally::calendar::Day;
use daytally::fs::{Outcome, Written};
use daytally::report::{Coverage, Diagnostics, Outage};
use daytally::scan::{Role, quoted_example};
use daytally::snapshot::CountSource;
use daytally::warning::Warning;

use crate::print::plain::plain_line;
use crate::text::counted;

/// How many outages are listed; `--json` has all of them.
const LISTED_OUTAGES: usize = 20;

pub(crate) fn summary(outcome: &Outcome) -> String {
    let figures = &outcome.figures;
    let mut text = warnings(outcome);
    if !text.is_empty() {
        text.push('\n');
    }
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "Read {} and {} in {:.1} s.",
        counted(figures.files as u64, "file"),
        counted(figures.rows, "row"),
        figures.seconds
    );
    let written = outcome.outputs.iter().filter(|_| outcome.first_rows.is_empty());
    for Written { path, rows, bytes, .. } in written {
        line(&mut text, &wrote(path, *rows, *bytes));
    }
    if let Some(run_date) = &figures.run_date {
        line(
            &mut text,
            &format!(
                "Requested {} in {} as of {run_date}; {} unanswered.",
                counted(figures.requested, "video"),
                counted(figures.calls, "call"),
                figures.unanswered
            ),
        );
    }
    if let Some(source) = &outcome.source {
        line(&mut text, &source_line(source, figures.answered));
    }
    if let [first, rest @ ..] = outcome.not_fetched.as_slice() {
        let names = rest
            .iter()
            .fold(first.file_stem().to_owned(), |names, kind| format!("{names}, {}", kind.file_stem()));
        line(
            &mut text,
            &format!("Not written: {names}. They need counts: choose --provider simulator, youtube or http."),
        );
    }
    if figures.failures > 0 {
        line(&mut text, &format!("{} answered.", was_not(figures.failures)));
    }
    if let Some(ledger) = &outcome.ledger {
        line(&mut text, &format!("Run the same command to fetch the rest; {ledger} keeps the answers."));
    }
    if figures.spilled_bytes > 0 {
        let spilled = counted(figures.spilled_bytes, "byte");
        line(&mut text, &format!("Spilled {spilled} to disk (memory limit reached)."));
    }
    for note in notes(&outcome.diagnostics) {
        line(&mut text, &note);
    }
    text
}

/// States what was written, and where.
pub(crate) fn wrote(path: &str, rows: u64, bytes: u64) -> String {
    let (rows, bytes) = (counted(rows, "row"), counted(bytes, "byte"));
    match path {
        "-" => format!("Wrote {rows}, {bytes}, to standard output."),
        path => format!("Wrote {path}: {rows}, {bytes}."),
    }
}

/// Returns the warnings of a run, one line each.
pub(crate) fn warnings(outcome: &Outcome) -> String {
    let figures = &outcome.figures;
    let mut text = warning_lines(&outcome.diagnostics.warnings);
    if figures.run_date.is_some() && figures.requested > 0 && figures.answered == 0 {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str("Warning: the provider answered no video, so the snapshot has no rows.");
    }
    text
}

/// Returns warnings, one line each.
pub(crate) fn warning_lines(warnings: &[Warning]) -> String {
    warnings.iter().map(warning_text).collect::<Vec<_>>().join("\n")
}

/// How many files a warning names.
const FILES_NAMED: usize = 10;

/// Returns a warning as one line.
pub(crate) fn warning_text(warning: &Warning) -> String {
    let Warning { message, files, .. } = warning;
    let mut text = format!("Warning: {message}");
    if !files.is_empty() {
        let named = files.iter().take(FILES_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        // Writing to a string cannot fail.
        let _ = write!(text, " ({named}");
        if files.len() > FILES_NAMED {
            let _ = write!(text, " and {} more", files.len() - FILES_NAMED);
        }
        text.push(')');
    }
    text
}

/// States where the counts of a snapshot come from.
fn source_line(source: &CountSource, counts: u64) -> String {
    let counts = counted(counts, "count");
    let CountSource { provider, url } = source;
    match url {
        _ if source.is_simulated() => format!("SIMULATED: {counts} made up from the ids, not real views."),
        Some(url) => format!("Source: {counts} from {provider} at {url}."),
        None => format!("Source: {counts} from {provider}."),
    }
}

fn was_not(calls: u64) -> String {
    format!("{} {} not", counted(calls, "call"), if calls == 1 { "was" } else { "were" })
}

pub(crate) fn line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\n{}", plain_line(line));
}

/// Returns a sentence for the end date, and one for each count that is not zero.
pub(crate) fn notes(found: &Diagnostics) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(end) = &found.end_date {
        let origin = if found.end_date_given { "as given" } else { "the newest date in the data" };
        notes.push(format!("The end date is {end}, {origin}."));
    }
    if let Some(coverage) = &found.coverage {
        coverage_notes(&mut notes, coverage, found);
    }
    // A null that replaces an unreadable value is counted as unreadable.
    let nulls = |role: Role, rows: u64| {
        let bad = found.unreadable.iter().filter(|issue| issue.role == role);
        rows.saturating_sub(bad.map(|issue| issue.rows).sum())
    };
    for (count, noun, what) in [
        (found.rows_before_created, "row", "before the video's created date"),
        (found.rows_after_end, "row", "after the end date"),
        (found.repeated_rows, "row", "repeating a video's date"),
        (nulls(Role::VideoId, found.null_video_rows), "row", "without a video"),
        (nulls(Role::ChannelId, found.null_channel_rows), "row", "without a channel"),
        (nulls(Role::Date, found.null_date_rows), "row", "without a date"),
        (nulls(Role::ViewCount, found.null_count_rows), "row", "without a count"),
        (found.videos_created_null, "video listing", "without a created date"),
        (found.videos_created_after_end, "video listing", "created after the end date"),
        (found.videos_with_several_channels, "video", "in several channels"),
        (found.videos_with_several_created_dates, "video", "with several created dates"),
    ] {
        if count > 0 {
            notes.push(format!("Note: {} {what}.", counted(count, noun)));
        }
    }
    if let Some(rows) = found.rows_with_unread_dates {
        notes.push(format!(
            "Note: {} copied without a look at the dates; whether they repeat a date, or come before the \
             created date or after the end date, is not known.",
            counted(rows, "row")
        ));
    }
    for unreadable in &found.unreadable {
        notes.push(format!(
            "Note: {} of {}, row group {}, with an unreadable {}, such as {}, taken as null.",
            counted(unreadable.rows, "row"),
            unreadable.file,
            unreadable.row_group,
            unreadable.role,
            quoted_example(&unreadable.example)
        ));
    }
    notes
}

/// Adds sentences on outages, completeness and stopped videos.
fn coverage_notes(notes: &mut Vec<String>, coverage: &Coverage, found: &Diagnostics) {
    let excluded = if coverage.outages_excluded { "Excluded from the gaps: outage" } else { "Outage" };
    for Outage { day, missing, active, share } in coverage.outages.iter().take(LISTED_OUTAGES) {
        let day = Day::new(*day).map(|day| day.to_string()).unwrap_or_default();
        notes.push(format!(
            "{excluded} on {day}: {missing} of {active} active videos without data ({:.1} %).",
            share * 100.0
        ));
    }
    if let Some(more) = coverage.outages.len().checked_sub(LISTED_OUTAGES).filter(|more| *more > 0) {
        notes.push(format!("{} more; --json lists all of them.", counted(more as u64, "outage day")));
    }
    if let Some(completeness) = coverage.completeness {
        notes.push(format!(
            "Completeness: {} of {} expected have data ({}).",
            coverage.video_days_with_data,
            counted(coverage.video_days_expected, "video-day"),
            percent(completeness)
        ));
    }
    if coverage.video_days_before_first > 0 {
        let first = found.first_day.as_deref().unwrap_or_default();
        let days = counted(coverage.video_days_before_first, "video-day");
        notes.push(format!("Note: data begins {first}; {days} expected before that."));
    }
    if coverage.video_days_after_last > 0 {
        let last = found.last_day.as_deref().unwrap_or_default();
        let days = counted(coverage.video_days_after_last, "video-day");
        notes.push(format!("Note: data ends {last}; {days} expected after that."));
    }
    if coverage.stopped_videos > 0 {
        let videos = counted(coverage.stopped_videos, "video");
        notes.push(format!("Note: {videos} stopped, without data on the last three days or more."));
    }
}

/// Returns a share in percent, rounded so that only a complete one is 100 %.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let shown = if share < 1.0 { percent.min(99.9) } else { percent };
    format!("{shown:.1} %")
}
