//! What the footers of a dataset tell.

use std::fmt::Write;

use serde::Serialize;

use crate::native::cli::args::Common;
use crate::native::cli::command::{json, print};
use crate::native::{Dataset, Failures, Input};
use crate::scan::{Plan, Roles};
use crate::source::FileSummary;

#[derive(Serialize)]
struct Inspection {
    plan: Plan,
    files: Vec<FileSummary>,
}

/// Shows what all jobs together would read; what keeps one from running is shown, not an error.
pub(super) fn inspect(common: &Common) -> Result<(), Failures> {
    let options = common.options.scan()?;
    let dataset = Dataset::open(Input::find(&common.inputs)?, common.options.threads())?;
    let inspection = Inspection { plan: dataset.plan(&options, Roles::ALL), files: dataset.summaries() };
    print(&if common.options.json { json(&inspection)? } else { words(&inspection) })
}

fn words(inspection: &Inspection) -> String {
    let Inspection { plan, files } = inspection;
    let mut text = String::new();
    // Writing to a string cannot fail.
    let mut line = |line: String| _ = writeln!(text, "{line}");
    let row_groups: usize = files.iter().map(|file| file.row_groups.len()).sum();
    let rows: u64 = files.iter().map(|file| file.rows).sum();
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    line(format!("files         {} of {bytes} bytes, with {row_groups} row groups", files.len()));
    line(format!("rows          {rows}"));
    line(match (&plan.first_day, &plan.last_day) {
        (Some(first), Some(last)) => format!("days          {first} to {last}"),
        _ => "days          not told by the footers".to_owned(),
    });
    line(format!("columns       {}", plan.columns.join(", ")));
    for choice in &plan.roles {
        line(format!("{:<14}{:?}, {}", choice.role.name(), choice.column, choice.reason));
    }
    line(format!("to read       {} bytes, for all results", plan.bytes));
    line(format!("memory        about {} MiB", plan.memory_estimate_bytes.div_ceil(1 << 20)));
    for question in &plan.questions {
        line(format!("question      {}", question.message));
    }
    for problem in &plan.problems {
        line(format!("problem       {}", problem.message));
    }
    text.truncate(text.trim_end().len());
    text
}
