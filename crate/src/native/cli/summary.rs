//! A finished run in words.

use std::fmt::Write;

use crate::calendar::Day;
use crate::native::{Outcome, Written};
use crate::report::{Diagnostics, Outage};

pub(super) fn summary(outcome: &Outcome) -> String {
    let figures = &outcome.figures;
    let mut text = format!(
        "Read {} and {} in {:.1} s.",
        counted(figures.files as u64, "file"),
        counted(figures.rows, "row"),
        figures.seconds
    );
    for Written { path, rows, bytes, .. } in &outcome.outputs {
        line(&mut text, &format!("Wrote {path}: {}, {}.", counted(*rows, "row"), counted(*bytes, "byte")));
    }
    if let Some(run_date) = &figures.run_date {
        line(
            &mut text,
            &format!(
                "Asked for {} in {} as of {run_date}; {} unanswered.",
                counted(figures.asked, "video"),
                counted(figures.calls, "call"),
                figures.unanswered
            ),
        );
    }
    if figures.failures > 0 {
        line(&mut text, &format!("{} answered.", was_not(figures.failures)));
    }
    if let Some(ledger) = &outcome.ledger {
        line(&mut text, &format!("The same command asks for the rest; {ledger} keeps the answers."));
    }
    if figures.spilled_bytes > 0 {
        let spilled = counted(figures.spilled_bytes, "byte");
        line(&mut text, &format!("Spilled {spilled} to disk, for the state outgrew its memory."));
    }
    for note in notes(&outcome.diagnostics) {
        line(&mut text, &note);
    }
    text
}

fn was_not(calls: u64) -> String {
    format!("{} {} not", counted(calls, "call"), if calls == 1 { "was" } else { "were" })
}

pub(super) fn line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\n{line}");
}

pub(super) fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A sentence for the end date, and one for each count that is not zero.
pub(super) fn notes(found: &Diagnostics) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(end) = &found.end_date {
        let origin = if found.end_date_given { "as given" } else { "the newest date in the data" };
        notes.push(format!("The end date is {end}, {origin}."));
    }
    for outage in &found.outages_left_out {
        let days = [outage.first, outage.last].map(|day| Day::new(day).map(|day| day.to_string()));
        let [Some(first), Some(last)] = days else { continue };
        let Outage { missing, alive, .. } = outage;
        notes.push(format!(
            "Left out of the gaps: {first} to {last}, with no data of {missing} of {alive} videos."
        ));
    }
    if found.looks_cumulative {
        notes.push(format!(
            "The counts look like lifetime counts: in {} of {} channels' videos they never fall from month to \
             month. Sums of them by month mean nothing; `daytally between` tells the views between two days.",
            found.never_falling_series, found.changing_series
        ));
    }
    for (count, noun, what) in [
        (found.rows_before_created, "row", "before the video's created date"),
        (found.rows_after_end, "row", "after the end date"),
        (found.repeated_rows, "row", "repeating a video's date"),
        (found.null_video_rows, "row", "without a video"),
        (found.null_channel_rows, "row", "without a channel"),
        (found.null_date_rows, "row", "without a date"),
        (found.null_count_rows, "row", "without a count"),
        (found.videos_created_null, "video", "without a created date"),
        (found.videos_created_after_end, "video", "created after the end date"),
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
            "Note: {} of {}, row group {}, with an unreadable {}, such as {:?}, taken as null.",
            counted(unreadable.rows, "row"),
            unreadable.file,
            unreadable.row_group,
            unreadable.role,
            unreadable.example
        ));
    }
    notes
}
