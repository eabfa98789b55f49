//! A finished run in words.

use std::fmt::Write;

use crate::calendar::Day;
use crate::native::cli::plain::plain_line;
use crate::native::{Outcome, Written};
use crate::report::{CountPairs, Coverage, Diagnostics, LifetimeCounts, Outage};

/// How many outages are listed; `--json` has all of them.
const LISTED_OUTAGES: usize = 20;

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
    let _ = write!(text, "\n{}", plain_line(line));
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
    if let Some(coverage) = &found.coverage {
        coverage_notes(&mut notes, coverage, found);
    }
    notes.extend(lifetime_note(found));
    for (count, noun, what) in [
        (found.rows_before_created, "row", "before the video's created date"),
        (found.rows_after_end, "row", "after the end date"),
        (found.repeated_rows, "row", "repeating a video's date"),
        (found.null_video_rows, "row", "without a video"),
        (found.null_channel_rows, "row", "without a channel"),
        (found.null_date_rows, "row", "without a date"),
        (found.null_count_rows, "row", "without a count"),
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

/// Warns of lifetime counts.
fn lifetime_note(found: &Diagnostics) -> Option<String> {
    let CountPairs { differing, rising, videos } = found.count_pairs;
    let verb = match found.lifetime_counts {
        LifetimeCounts::No => return None,
        LifetimeCounts::Possible => "may be",
        LifetimeCounts::Yes => "are",
    };
    Some(format!(
        "Warning: the counts {verb} lifetime counts, and not views of a day: from one day to the next of a \
         video they rise in {rising} of {differing} pairs that differ, from {videos} videos. Sums of lifetime \
         counts mean nothing. `daytally between` gives the views between two days."
    ))
}

/// Sentences on the end date, outages, completeness and stopped videos.
fn coverage_notes(notes: &mut Vec<String>, coverage: &Coverage, found: &Diagnostics) {
    if coverage.end_days_after_last > 0 {
        let days = counted(coverage.end_days_after_last.into(), "day");
        let last = found.last_day.as_deref().unwrap_or_default();
        notes.push(format!("Warning: the end date is {days} after the last date in the data, {last}."));
    }
    if let Some(end) = &found.end_date
        && coverage.first_expected.as_ref().is_none_or(|first| end < first)
    {
        let first = coverage.first_expected.as_ref().map_or_else(
            || "no video has a created date".into(),
            |first| format!("the earliest created date is {first}"),
        );
        notes.push(format!("Warning: no video is expected by {end}; {first}."));
    }
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

/// A share in percent, rounded so that only what is whole is 100 %.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let shown = if share < 1.0 { percent.min(99.9) } else { percent };
    format!("{shown:.1} %")
}
