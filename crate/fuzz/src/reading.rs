//! Passes a file in memory to all code that reads files.

use std::ops::Range;

use bytes::Bytes;
use daytally::export::parquet_schema;
use daytally::fold::Fold;
use daytally::merge::Partial;
use daytally::report::ResultKind;
use daytally::scan::{
    CopiedRowGroup, Mapping, NamedColumns, PageCheck, Plan, Role, Roles, ScanOptions, Step, Task,
    first_values, values_at,
};
use daytally::source::{File, FooterDecoder};
use daytally::{Error, ErrorCode, Result};

use crate::expected;
use crate::rows::results_of;

/// Max row groups per file and max batches per row group; a footer may claim any number.
const ROW_GROUPS: usize = 4;
const BATCHES: usize = 16;
/// Max columns whose first values are sampled.
const COLUMNS: usize = 8;

/// A file of which only the last bytes are in memory; the others are zeros.
#[derive(Clone, Debug)]
pub struct InMemory {
    /// The size of the file.
    pub size: u64,
    /// The last bytes of the file.
    pub end: Bytes,
}

impl InMemory {
    /// Creates a file whose bytes are all in memory.
    pub fn whole(bytes: Bytes) -> Self {
        Self { size: bytes.len() as u64, end: bytes }
    }

    /// Returns the bytes of a half-open range.
    ///
    /// # Panics
    /// Panics if the range is not in the file.
    fn read(&self, range: &Range<u64>) -> Bytes {
        assert!(range.start <= range.end && range.end <= self.size, "{range:?} of {}", self.size);
        let start = self.size - self.end.len() as u64;
        if range.start >= start {
            return self.end.slice((range.start - start) as usize..(range.end - start) as usize);
        }
        let mut bytes = vec![0; (range.end - range.start) as usize];
        if range.end > start {
            let there = &self.end[..(range.end - start) as usize];
            let from = bytes.len() - there.len();
            bytes[from..].copy_from_slice(there);
        }
        bytes.into()
    }
}

/// Reads a footer and returns the file and its plan.
///
/// # Errors
/// Returns an error if the footer is not valid.
pub fn read_footer(path: &str, bytes: &InMemory) -> Result<(File, Plan)> {
    let mut footer = FooterDecoder::new(path, bytes.size);
    while let Some(range) = footer.needs().first().cloned() {
        footer.push(range.start, bytes.read(&range))?;
    }
    let file = footer.finish()?;
    let summary = file.summary(0);
    let mut plan = Plan::new(std::slice::from_ref(&summary), &ScanOptions::default(), Roles::ALL);
    if !plan.questions.is_empty() || !plan.problems.is_empty() {
        let columns = named(&file);
        let mut options = ScanOptions::default();
        options.columns = columns;
        plan = Plan::new(&[summary], &options, Roles::ALL);
    }
    let groups = file.metadata().num_row_groups();
    for group in 0..groups.min(ROW_GROUPS) {
        for column in file.columns() {
            if let Some(range) = file.chunk(group, column) {
                assert!(range.start <= range.end && range.end <= bytes.size, "{range:?}");
            }
        }
    }
    Ok((file, plan))
}

/// Picks a column for each role in files whose columns have other names.
fn named(file: &File) -> NamedColumns {
    let column = |role: Role| file.columns().iter().find(|column| role.accepts(column.kind(), false));
    Role::ALL.into_iter().filter_map(|role| Some((role, column(role)?.name.clone()))).collect()
}

/// Reads a file and derives all results; returns the number of rows. The state must be the same by
/// Parquet's decoder alone.
///
/// # Errors
/// Returns the first error of the file.
pub fn read_file(path: &str, bytes: &InMemory, zone: Option<&str>) -> Result<u64> {
    let (file, plan) = read_footer(path, bytes)?;
    sample(&file, bytes);
    if let Some(problem) = plan.problems.first() {
        assert_ne!(problem.code, "internal", "{}", problem.message);
    }
    let mapping = plan.mapping()?;
    let (mut fold, mut by_parquet) = (Fold::new(), Fold::new());
    let mut rows = 0;
    let mut failed = None;
    let mut are_whole = true;
    for task in plan.tasks.iter().take(ROW_GROUPS) {
        let group = task.row_group as usize;
        let open = || Task::open(&file, group, &mapping, Roles::ALL, zone, None);
        let read = open().and_then(|task| read_row_group(task, &file, group, bytes, &mut fold));
        let other = open().and_then(|mut task| {
            task.leave_direct()?;
            read_row_group(task, &file, group, bytes, &mut by_parquet)
        });
        match (read, other) {
            (Ok(read), Ok(other)) => {
                // Batches may differ, and so may their rows before the limit.
                are_whole &= read.is_whole && other.is_whole;
                rows += read.rows;
            }
            (Err(error), Err(other)) => {
                assert_eq!(error.code(), other.code(), "{error}; {other}");
                failed = failed.or(Some(error));
            }
            (Err(error), Ok(other)) if other.is_whole => panic!("only the direct decoder fails: {error}"),
            (Ok(read), Err(error)) if read.is_whole => panic!("only Parquet's decoder fails: {error}"),
            (Err(error), _) | (_, Err(error)) => failed = failed.or(Some(error)),
        }
        copy(&file, group, &mapping, bytes);
        examples(&file, group, &mapping, bytes);
    }
    let partial = Partial::from_fold(fold)?;
    if are_whole && failed.is_none() {
        assert!(partial == Partial::from_fold(by_parquet)?, "the decoders differ");
    }
    results_of(vec![partial])?;
    failed.map_or(Ok(rows), Err)
}

/// What was read of a row group.
struct Read {
    rows: u64,
    /// Whether no rows are left.
    is_whole: bool,
}

fn read_row_group(
    mut task: Task,
    file: &File,
    group: usize,
    bytes: &InMemory,
    fold: &mut Fold,
) -> Result<Read> {
    let mut read = Read { rows: 0, is_whole: false };
    for _ in 0..BATCHES {
        match feed(&mut task, bytes)? {
            Step::Rows(columns) => {
                read.rows += columns.rows as u64;
                let issues = fold.update(&columns);
                task.count_issues(issues);
            }
            Step::Needs(ranges) => panic!("{ranges:?} are requested again"),
            Step::Finished => {
                read.is_whole = true;
                break;
            }
        }
    }
    let claimed = file.metadata().row_group(group).num_rows().cast_unsigned();
    assert!(read.rows <= claimed, "{} rows of {claimed}", read.rows);
    assert!(task.unreadable().iter().all(|issue| issue.rows <= read.rows));
    assert!(task.row_issues().iter().all(|issue| issue.rows <= read.rows));
    fold.end(&task);
    Ok(read)
}

/// Supplies all needed bytes and returns the next other step.
fn feed(task: &mut Task, bytes: &InMemory) -> Result<Step> {
    for _ in 0..3 {
        match task.step()? {
            Step::Needs(ranges) => {
                for range in ranges {
                    task.push(range.start, bytes.read(&range))?;
                }
            }
            step => return Ok(step),
        }
    }
    task.step()
}

/// Samples the first values of columns, like the page.
fn sample(file: &File, bytes: &InMemory) {
    for column in file.columns().iter().take(COLUMNS) {
        if file.metadata().num_row_groups() == 0 {
            return;
        }
        let values = values_at(file, 0, &column.name).and_then(|range| {
            let bytes = range.map(|range| bytes.read(&(range.start..range.end.min(range.start + 65_536))));
            first_values(file, 0, &column.name, bytes.unwrap_or_default())
        });
        match values {
            Ok(values) => assert!(values.len() <= 5),
            Err(error) => expected(&error),
        }
    }
}

/// Checks the chunks of the row group as if it were copied to another file.
fn copy(file: &File, group: usize, mapping: &Mapping, bytes: &InMemory) {
    let columns = parquet_schema(&ResultKind::Combined.schema()).expect("the result has a schema");
    let Some(found) = CopiedRowGroup::find(file, group, mapping, &columns) else { return };
    let found = found.decoding(file, Roles::SNAPSHOT);
    let copied = found.chunks(file, &columns, &|range| Ok(bytes.read(&range))).and_then(|chunks| {
        chunks.into_iter().try_for_each(|chunk| {
            let mut check = PageCheck::new(chunk.checksums);
            check.take(chunk.range.start, &bytes.read(&chunk.range))
        })
    });
    if let Err(error) = copied {
        expected(&error);
    }
}

/// Reads example rows of all issues, like the page.
fn examples(file: &File, group: usize, mapping: &Mapping, bytes: &InMemory) {
    for role in Role::ALL {
        let found = (|| -> Result<usize> {
            let mut task = Task::open(file, group, mapping, Roles::ALL, None, Some(0..1_000))?;
            for range in task.needs()? {
                task.push(range.start, bytes.read(&range))?;
            }
            Ok(task.examples(role, role != Role::ChannelId)?.len())
        })();
        match found {
            Ok(found) => assert!(found <= 3),
            Err(error) => unless_unfed(&error),
        }
    }
}

/// Allows errors of tasks without their bytes, because pages may need more ranges than the first ones.
fn unless_unfed(error: &Error) {
    if error.code() == ErrorCode::Internal {
        let text = error.to_string();
        assert!(text.contains("rows are there already") || text.contains("all bytes"), "{text}");
    }
}
