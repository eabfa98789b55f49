//! The threads of a scan, and the state of each.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Location, Result};
use crate::fs::io::merged::merged;
use crate::fs::io::parts::Parts;
use crate::fs::io::prefetch::Prefetch;
use crate::fs::run::scan::pieces::{Part, PartFindings, Piece};
use crate::fs::run::scan::spec::{Scan, Tap};
use crate::fs::run::spilling::Folding;
use crate::fs::threads::{Queue, on_each};
use crate::fs::{Input, Place};
use crate::scan::{Findings, Mapping, Role, Roles, RowGroupTask, Task};

impl<'a> Scan<'a> {
    /// Returns the state of each thread after all rows are read.
    pub(in crate::fs) fn fold(&self, tap: &dyn Tap) -> Result<Vec<Folding<'a>>> {
        self.watch.plan(self.plan.rows);
        let mapping = self.plan.mapping()?;
        let pieces = Piece::all(self, &mapping)?;
        let queue = Queue::new(pieces.len());
        let fetched = Prefetch::new();
        let work = Work {
            scan: self,
            mapping: &mapping,
            pieces: &pieces,
            fetched: &fetched,
            findings: PartFindings::default(),
            tap,
        };
        let folded = fetched.while_fetching(
            Input::requests(self.dataset.inputs()).map_or(0, NonZeroUsize::get),
            &|number| work.ranges(number),
            &|number, range| work.fetch(number, range),
            || {
                on_each(self.threads, || {
                    let folded = work.fold_some(&queue);
                    if folded.is_err() {
                        queue.stop();
                        fetched.stop();
                        tap.fail();
                    }
                    folded
                })
            },
        )??;
        let mut folded = first_error(folded)?;
        if let Some(folding) = folded.first_mut() {
            work.findings.add_to(&mut folding.fold)?;
        }
        Ok(folded)
    }
}

/// The work of all threads.
struct Work<'s, 'a> {
    scan: &'s Scan<'a>,
    mapping: &'s Mapping,
    pieces: &'s [Piece],
    fetched: &'s Prefetch,
    findings: PartFindings,
    tap: &'s dyn Tap,
}

impl<'a> Work<'_, 'a> {
    fn task(&self, number: usize) -> RowGroupTask {
        self.scan.plan.tasks[self.pieces[number].task]
    }

    /// Returns the ranges that a later piece reads of a remote file, merged; `None` after the last
    /// piece.
    fn ranges(&self, number: usize) -> Option<Vec<Range<u64>>> {
        let Scan { dataset, plan, roles, copying, .. } = self.scan;
        let task = self.pieces.get(number)?.task;
        let RowGroupTask { file, row_group, .. } = plan.tasks[task];
        // The piece itself will report errors.
        let Ok((input, file)) = dataset.file(file) else { return Some(Vec::new()) };
        if matches!(input.place, Place::Disk(_)) {
            return Some(Vec::new());
        }
        let chunks: Vec<Range<u64>> = match copying.of(task) {
            Some(_) => file.columns().iter().filter_map(|it| file.chunk(row_group as usize, it)).collect(),
            None => {
                let columns = roles.iter().filter_map(|role| self.mapping.column_of(file, role));
                columns.filter_map(|column| file.chunk(row_group as usize, column)).collect()
            }
        };
        Some(merged(chunks))
    }

    /// Reads a range that a piece needs.
    fn fetch(&self, number: usize, range: &Range<u64>) -> Result<Bytes> {
        self.scan.watch.check()?;
        self.scan.dataset.open_disk(self.task(number).file)?.read(range)
    }

    fn fold_some(&self, queue: &Queue) -> Result<Folding<'a>> {
        let mut folding = Folding::new(self.scan.spilling);
        while let Some(number) = queue.take() {
            // What is read in parts was announced when its pages were found.
            if let Some(Piece { task, part: None }) = self.pieces.get(number + self.scan.threads.get()) {
                self.scan.read_ahead(*task, self.mapping);
            }
            // A decoder's panic is already an error. A panic of our own is an error too, because
            // threads may be waiting for this piece's turn.
            let folded = catch_unwind(AssertUnwindSafe(|| self.fold_piece(number, &mut folding)));
            folded.unwrap_or_else(|_| Err(self.panicked(number)))?;
        }
        Ok(folding)
    }

    fn panicked(&self, number: usize) -> Error {
        let RowGroupTask { file, row_group, .. } = self.task(number);
        let error = Error::new(ErrorCode::Internal, "reading panicked")
            .in_row_group(row_group as usize)
            .remedy("Leave the file out, and please report it.");
        match self.scan.dataset.file(file) {
            Ok((input, _)) => error.in_file(input.shown.as_str()),
            Err(_) => error,
        }
    }

    fn fold_piece(&self, number: usize, folding: &mut Folding<'_>) -> Result<()> {
        let mut parts = Parts::new(self.scan.dataset.open_disk(self.task(number).file)?);
        parts.keep_all(self.fetched.take(number)?);
        let folded = match &self.pieces[number].part {
            None => self.fold_row_group(number, folding, &mut parts),
            Some(part) => {
                let folded = self.fold_part(number, part, folding, &parts);
                folded.map_err(|error| self.in_whole(error, number, &parts))
            }
        };
        let folded = folded.map_err(|error| self.in_column(error, number, &parts));
        // If the file was changed meanwhile, that is the error.
        parts.check().and(folded)
    }

    fn fold_row_group(&self, number: usize, folding: &mut Folding<'_>, parts: &mut Parts<'_>) -> Result<()> {
        let Scan { dataset, plan, copying, watch, .. } = self.scan;
        let copied = copying.of(self.pieces[number].task);
        let mut task = self.open(number, copied.map_or(self.scan.roles, |copied| copied.roles))?;
        // Ranges that are copied afterwards are read once.
        let read = |range: &Range<u64>| if copied.is_some() { parts.keep(range) } else { parts.read(range) };
        self.scan.each_batch(&mut task, read, |task, columns| {
            watch.add_rows(columns.rows as u64);
            if copied.is_none() {
                self.tap.rows(number, &columns)?;
            }
            task.count_issues(folding.update(&columns)?);
            Ok(())
        })?;
        folding.fold.end(&task);
        let Some(copied) = copied else { return self.tap.end(number) };
        folding.fold.add_footer_stats(&copied.footer);
        if task.unreadable().is_empty()
            && let Some(row_group) = copying.open(self.pieces[number].task, dataset, plan, parts)?
        {
            return self.tap.copy(number, row_group, parts);
        }
        // An unreadable value is a null in the result, but not in the file.
        let mut task = self.open(number, Roles::ALL)?;
        self.scan.each_batch(
            &mut task,
            |range| parts.read(range),
            |_, columns| self.tap.rows(number, &columns),
        )?;
        self.tap.end(number)
    }

    fn fold_part(
        &self,
        number: usize,
        part: &Part,
        folding: &mut Folding<'_>,
        parts: &Parts<'_>,
    ) -> Result<()> {
        let Scan { dataset, roles, timezone, page_bytes, watch, .. } = *self.scan;
        let Part { pages, rows } = part;
        let file = dataset.file_to_read(self.task(number).file)?;
        let task = Task::part(file, pages, self.mapping, roles, timezone, rows.clone())?;
        let mut task = task.with_page_bytes(page_bytes);
        self.scan.each_batch(
            &mut task,
            |range| parts.read(range),
            |task, columns| {
                watch.add_rows(columns.rows as u64);
                self.tap.rows(number, &columns)?;
                task.count_issues(folding.update(&columns)?);
                Ok(())
            },
        )?;
        self.findings.add(self.pieces[number].task, rows, Findings::of(&task))?;
        self.tap.end(number)
    }

    /// Opens all rows of a row group.
    fn open(&self, number: usize, roles: Roles) -> Result<Task> {
        let Scan { dataset, timezone, page_bytes, .. } = *self.scan;
        let RowGroupTask { file, row_group, .. } = self.task(number);
        let file = dataset.file_to_read(file)?;
        let task = Task::open(file, row_group as usize, self.mapping, roles, timezone, None)?;
        Ok(task.with_page_bytes(page_bytes))
    }

    /// Returns the first error of a row group, whichever of its parts cannot be read.
    fn in_whole(&self, error: Error, number: usize, parts: &Parts<'_>) -> Error {
        if !is_of_page(&error) {
            return error;
        }
        let read = |mut task| self.scan.each_batch(&mut task, |range| parts.read(range), |_, _| Ok(()));
        self.open(number, self.scan.roles).and_then(read).err().unwrap_or(error)
    }

    /// Names the column of a page that cannot be read, which the decoder of several columns does not
    /// state: each is read by itself.
    fn in_column(&self, error: Error, number: usize, parts: &Parts<'_>) -> Error {
        let Location { row_group, column, .. } = error.location();
        if !is_of_page(&error) || row_group.is_none() || column.is_some() {
            return error;
        }
        let Ok(file) = self.scan.dataset.file_to_read(self.task(number).file) else { return error };
        let read = |role| {
            let mut task = self.open(number, Roles::only(role))?;
            self.scan.each_batch(&mut task, |range| parts.read(range), |_, _| Ok(()))
        };
        let fails_alike = |role: &Role| read(*role).is_err_and(|alone: Error| alone.code() == error.code());
        match self.scan.roles.iter().find(fails_alike).and_then(|role| self.mapping.column_of(file, role)) {
            Some(column) => error.in_column(column.name.as_str()),
            None => error,
        }
    }
}

/// Returns whether an error may be that of a page.
fn is_of_page(error: &Error) -> bool {
    matches!(
        error.code(),
        ErrorCode::Corrupt | ErrorCode::Unsupported | ErrorCode::Encrypted | ErrorCode::OverLimit
    )
}

/// Returns the first error in the order of the files, so that it does not depend on threads.
fn first_error<T>(results: Vec<Result<T>>) -> Result<Vec<T>> {
    let mut made = Vec::with_capacity(results.len());
    let mut errors = Vec::new();
    for result in results {
        match result {
            Ok(value) => made.push(value),
            Err(error) => errors.push(error),
        }
    }
    let place = |error: &Error| {
        let location = error.location();
        let follows_from_another = error.code() == ErrorCode::Cancelled;
        (follows_from_another, location.file.clone(), location.row_group)
    };
    errors.sort_by_cached_key(place);
    match errors.into_iter().next() {
        Some(error) => Err(error),
        None => Ok(made),
    }
}
