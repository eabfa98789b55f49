//! Messages on standard error.

use std::io::{self, Write};

use daytally::fs::{InputRecord, Remote};
use daytally::scan::Problem;

use crate::print::plain::plain_line;

/// How a run speaks on standard error.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice {
    /// How progress is shown.
    pub(crate) progress: Progress,
    /// Whether only warnings and errors are printed.
    pub(crate) quiet: bool,
}

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// A line that changes.
    Line,
    /// A line every few seconds.
    Plain,
    /// Not at all.
    None,
}

impl Voice {
    /// Reports what is skipped of the input.
    pub(crate) fn input(self, input: &InputRecord) {
        input.notes().iter().for_each(|note| self.note(note));
    }

    /// Reports what a user should know about the stores of the input.
    pub(crate) fn remote(self, remote: Option<&dyn Remote>) {
        remote.into_iter().flat_map(Remote::take_notes).for_each(|note| self.note(&note));
    }

    /// Reports skipped files.
    pub(crate) fn skipped(self, skipped: &[Problem]) {
        skipped.iter().for_each(|problem| self.note(&format!("skipped: {}", problem.message)));
    }

    /// Reports a fact.
    pub(crate) fn note(self, note: &str) {
        if !self.quiet {
            report(&format!("note: {}", plain_line(note)));
        }
    }
}

/// Prints text on standard error, unless it is empty.
pub(crate) fn report(text: &str) {
    if !text.is_empty() {
        // There is no other place to report that standard error is closed.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}
