//! The command `inspect`: the facts in the footers of a dataset.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write as _};

use serde::Serialize;
use serde_json::Value;

use daytally::error::{Error, ErrorCode, Result};
use daytally::fs::{Dataset, Failures, InputRecord};
use daytally::scan::{Plan, Problem};
use daytally::source::FileSummary;

use crate::options::Common;
use crate::print::json_row::JsonRow;
use crate::print::plain::{plain, plain_json};
use crate::print::{json, print, unprinted, unwritten};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Inspection {
    plan: Plan,
    files: Vec<FileSummary>,
    input: InputRecord,
    /// The files that were skipped, and why.
    skipped: Vec<Problem>,
}

/// Shows what all jobs together would read. Problems that prevent a run are shown, and are not
/// errors.
pub(super) fn inspect(common: &Common, rows: Option<u64>, row_groups: bool) -> Result<(), Failures> {
    let options = &common.options;
    let reading = options.reading()?;
    let found = reading.inputs(&common.inputs.paths()?);
    let voice = options.messages.voice(true);
    voice.remote(reading.remote.as_deref());
    let inputs = found?;
    voice.input(&inputs.record);
    let dataset = Dataset::read(inputs, &reading)?;
    voice.skipped(dataset.skipped());
    let inspection = Inspection {
        plan: dataset.plan().clone(),
        files: dataset.summaries(),
        input: dataset.input().clone(),
        skipped: dataset.skipped().to_vec(),
    };
    if !options.json {
        print(&plain(&words(&inspection)))?;
        return rows.map_or(Ok(()), |max| {
            of_each(&dataset, |file| print_rows(&dataset, file, max, reading.limits.page_bytes))
        });
    }
    let mut found = serde_json::to_value(&inspection).map_err(unwritten)?;
    if !row_groups {
        remove_row_groups(&mut found);
    }
    if let Some(max) = rows {
        let mut all: Vec<Vec<Value>> = Vec::new();
        of_each(&dataset, |file| {
            all.push(values(&dataset, file, max, reading.limits.page_bytes)?);
            Ok(())
        })?;
        // Moved, because the rows of a file may be large.
        if let Some(found) = found.as_object_mut() {
            found.insert("rows".to_owned(), all.into());
        }
    }
    print(&json(&found)?)
}

/// Replaces the lists with an entry for each row group by their lengths.
fn remove_row_groups(found: &mut Value) {
    let files = found.get_mut("files").and_then(Value::as_array_mut).into_iter().flatten();
    for object in files.filter_map(Value::as_object_mut) {
        let row_groups = object.remove("rowGroups");
        let count = row_groups.as_ref().and_then(Value::as_array).map_or(0, Vec::len);
        object.insert("rowGroupCount".to_owned(), count.into());
    }
    if let Some(plan) = found.get_mut("plan").and_then(Value::as_object_mut) {
        plan.remove("tasks");
    }
}

/// Visits the files. Returns the problems of each of them.
fn of_each(dataset: &Dataset, mut look: impl FnMut(u32) -> Result<()>) -> Result<(), Failures> {
    let mut errors = Vec::new();
    for (number, input) in (0..).zip(dataset.inputs()) {
        match look(number) {
            Err(error) if error.code() == ErrorCode::Cancelled => break,
            looked => errors.extend(looked.err().map(|error| error.in_file(input.shown.as_str()))),
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into_iter().collect()) }
}

fn print_rows(dataset: &Dataset, file: u32, max: u64, page_bytes: u64) -> Result<()> {
    let mut stdout = BufWriter::new(io::stdout().lock());
    map_broken_pipe(writeln!(stdout, "\nfirst rows of {}", plain(&dataset.inputs()[file as usize].shown)))?;
    dataset.rows(file, max, page_bytes, |batch| {
        for row in 0..batch.num_rows() {
            let text = serde_json::to_string(&JsonRow { batch, row }).map_err(unwritten)?;
            map_broken_pipe(writeln!(stdout, "{}", plain_json(&text)))?;
        }
        Ok(())
    })?;
    map_broken_pipe(stdout.flush())
}

/// Maps a closed pipe to `Cancelled`, which is not a failure.
fn map_broken_pipe(written: io::Result<()>) -> Result<()> {
    written.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Error::new(ErrorCode::Cancelled, "the pipe is closed"),
        _ => unprinted(&error),
    })
}

fn values(dataset: &Dataset, file: u32, max: u64, page_bytes: u64) -> Result<Vec<Value>> {
    let mut values = Vec::new();
    dataset.rows(file, max, page_bytes, |batch| {
        for row in 0..batch.num_rows() {
            values.push(serde_json::to_value(JsonRow { batch, row }).map_err(unwritten)?);
        }
        Ok(())
    })?;
    Ok(values)
}

fn words(inspection: &Inspection) -> String {
    let Inspection { plan, files, .. } = inspection;
    let mut text = String::new();
    // Writing to a string cannot fail.
    let mut line = |line: String| _ = writeln!(text, "{line}");
    let row_groups: usize = files.iter().map(|file| file.row_groups.len()).sum();
    let rows = files.iter().map(|file| file.rows).fold(0, u64::saturating_add);
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    line(format!("files         {} of {bytes} bytes, with {row_groups} row groups", files.len()));
    line(match files.iter().map(|file| file.deleted_rows).fold(0, u64::saturating_add) {
        0 => format!("rows          {rows}"),
        deleted => format!("rows          {rows}, without {deleted} deleted ones"),
    });
    line(match (&plan.first_day, &plan.last_day) {
        (Some(first), Some(last)) => format!("days          {first} to {last}"),
        _ => "days          not in the footers".to_owned(),
    });
    line(format!("columns       {}", plan.columns.join(", ")));
    for choice in &plan.roles {
        line(format!("{:<14}{:?}, {}", choice.role.name(), choice.column, choice.reason));
    }
    line(format!("to read       {} bytes, for all results", plan.bytes));
    for warning in &plan.warnings {
        line(format!("warning       {}", warning.message));
    }
    for question in &plan.questions {
        line(format!("question      {}", question.message));
    }
    for problem in &plan.problems {
        line(format!("problem       {}", problem.message));
    }
    text.truncate(text.trim_end().len());
    text
}
