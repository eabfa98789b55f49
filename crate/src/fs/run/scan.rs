//! Reads every row group of a plan once, on several threads.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Location, Result};
use crate::fs::io::disk::Disk;
use crate::fs::io::merged::merged;
use crate::fs::io::parts::Parts;
use crate::fs::io::prefetch::Prefetch;
use crate::fs::run::copying::{Copying, ReadyRowGroup};
use crate::fs::run::spilling::{Folding, Spilling};
use crate::fs::threads::{Queue, on_each};
use crate::fs::{Dataset, Input, Place, Watch};
use crate::scan::{Columns, Mapping, Plan, Role, Roles, RowGroupTask, Step, Task};

/// What a scan reads, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) plan: &'a Plan,
    pub(super) roles: Roles,
    pub(super) copying: &'a Copying,
    pub(super) timezone: Option<&'a str>,
    pub(super) page_bytes: u64,
    pub(super) threads: NonZeroUsize,
    pub(super) spilling: Option<&'a Spilling>,
    pub(super) watch: &'a Watch,
}

/// An observer of the scanned rows.
pub(super) trait Tap: Sync {
    /// Takes some rows of a task, numbered by the plan; a task's rows come in order, from one
    /// thread.
    fn rows(&self, task: usize, columns: &Columns) -> Result<()>;
    /// Takes the end of a task.
    fn end(&self, task: usize) -> Result<()>;
    /// Takes all rows of a task at once, as the chunks of a file.
    fn copy(&self, task: usize, row_group: ReadyRowGroup, parts: &Parts<'_>) -> Result<()>;
    /// Takes the failure of the scan; waiting threads must be released.
    fn fail(&self);
}

/// An observer that does nothing.
pub(super) struct NoTap;

impl Tap for NoTap {
    fn rows(&self, _: usize, _: &Columns) -> Result<()> {
        Ok(())
    }
    fn end(&self, _: usize) -> Result<()> {
        Ok(())
    }
    fn copy(&self, _: usize, _: ReadyRowGroup, _: &Parts<'_>) -> Result<()> {
        Ok(())
    }
    fn fail(&self) {}
}

impl<'a> Scan<'a> {
    /// Returns the state of each thread after all rows are read.
    pub(super) fn fold(&self, tap: &dyn Tap) -> Result<Vec<Folding<'a>>> {
        self.watch.plan(self.plan.rows);
        let mapping = self.plan.mapping()?;
        let queue = Queue::new(self.plan.tasks.len());
        let fetched = Prefetch::new();
        let folded = fetched.while_fetching(
            Input::requests(self.dataset.inputs()).map_or(0, NonZeroUsize::get),
            &|number| self.ranges(number, &mapping),
            &|number, range| self.fetch(number, range),
            || {
                on_each(self.threads, || {
                    let folded = self.fold_some(&queue, &mapping, &fetched, tap);
                    if folded.is_err() {
                        queue.stop();
                        fetched.stop();
                        tap.fail();
                    }
                    folded
                })
            },
        )??;
        first_error(folded)
    }

    /// Returns the ranges that a later task reads of a remote file, merged; `None` after the last task.
    fn ranges(&self, number: usize, mapping: &Mapping) -> Option<Vec<Range<u64>>> {
        let &RowGroupTask { file, row_group, .. } = self.plan.tasks.get(number)?;
        // The task itself will report errors.
        let Ok((input, file)) = self.dataset.file(file) else { return Some(Vec::new()) };
        if matches!(input.place, Place::Disk(_)) {
            return Some(Vec::new());
        }
        let chunks: Vec<Range<u64>> = match self.copying.of(number) {
            Some(_) => file.columns().iter().filter_map(|it| file.chunk(row_group as usize, it)).collect(),
            None => {
                let columns = self.roles.iter().filter_map(|role| mapping.column_of(file, role));
                columns.filter_map(|column| file.chunk(row_group as usize, column)).collect()
            }
        };
        Some(merged(chunks))
    }

    /// Reads a range that a task needs.
    fn fetch(&self, number: usize, range: &Range<u64>) -> Result<Bytes> {
        self.watch.check()?;
        self.dataset.open_disk(self.plan.tasks[number].file)?.read(range)
    }

    fn fold_some(
        &self,
        queue: &Queue,
        mapping: &Mapping,
        fetched: &Prefetch,
        tap: &dyn Tap,
    ) -> Result<Folding<'a>> {
        let mut folding = Folding::new(self.spilling);
        while let Some(number) = queue.take() {
            self.read_ahead(number + self.threads.get(), mapping);
            // A decoder's panic is already an error. A panic of our own is an error too, because
            // threads may be waiting for this task's turn.
            let folded = catch_unwind(AssertUnwindSafe(|| {
                self.fold_task(number, mapping, fetched, &mut folding, tap)
            }));
            folded.unwrap_or_else(|_| Err(self.panicked(number)))?;
        }
        Ok(folding)
    }

    /// Announces to the system what a later task reads, while this one is decoded. That task will
    /// report errors.
    fn read_ahead(&self, number: usize, mapping: &Mapping) {
        let Some(&RowGroupTask { file, row_group, .. }) = self.plan.tasks.get(number) else { return };
        let Ok((input, file)) = self.dataset.file(file) else { return };
        if matches!(input.place, Place::Remote { .. }) {
            return;
        }
        let Ok(disk) = Disk::open(input) else { return };
        let roles = if self.copying.of(number).is_some() { Roles::ALL } else { self.roles };
        let columns = roles.iter().filter_map(|role| mapping.column_of(file, role));
        for range in columns.filter_map(|column| file.chunk(row_group as usize, column)) {
            disk.read_ahead(&range);
        }
    }

    fn panicked(&self, number: usize) -> Error {
        let RowGroupTask { file, row_group, .. } = self.plan.tasks[number];
        let error = Error::new(ErrorCode::Internal, "reading panicked")
            .in_row_group(row_group as usize)
            .remedy("Leave the file out, and please report it.");
        match self.dataset.file(file) {
            Ok((input, _)) => error.in_file(input.shown.as_str()),
            Err(_) => error,
        }
    }

    fn fold_task(
        &self,
        number: usize,
        mapping: &Mapping,
        fetched: &Prefetch,
        folding: &mut Folding<'_>,
        tap: &dyn Tap,
    ) -> Result<()> {
        let RowGroupTask { file, .. } = self.plan.tasks[number];
        let mut parts = Parts::new(self.dataset.open_disk(file)?);
        parts.keep_all(fetched.take(number)?);
        let folded = self.fold_parts(number, mapping, folding, tap, &mut parts);
        let folded = folded.map_err(|error| self.in_column(error, number, mapping, &parts));
        // If the file was changed meanwhile, that is the error.
        parts.check().and(folded)
    }

    fn fold_parts(
        &self,
        number: usize,
        mapping: &Mapping,
        folding: &mut Folding<'_>,
        tap: &dyn Tap,
        parts: &mut Parts<'_>,
    ) -> Result<()> {
        let RowGroupTask { file, row_group, .. } = self.plan.tasks[number];
        let file = self.dataset.file_to_read(file)?;
        let copied = self.copying.of(number);
        let roles = copied.map_or(self.roles, |copied| copied.roles);
        let open = |roles| {
            let task = Task::open(file, row_group as usize, mapping, roles, self.timezone, None)?;
            Ok::<_, Error>(task.with_page_bytes(self.page_bytes))
        };
        let mut task = open(roles)?;
        // Ranges that are copied afterwards are read once.
        let read = |range: &Range<u64>| if copied.is_some() { parts.keep(range) } else { parts.read(range) };
        self.each_batch(&mut task, read, |task, columns| {
            self.watch.add_rows(columns.rows as u64);
            if copied.is_none() {
                tap.rows(number, &columns)?;
            }
            task.count_odd(folding.update(&columns)?);
            Ok(())
        })?;
        folding.fold.end(&task);
        let Some(copied) = copied else { return tap.end(number) };
        folding.fold.add_footer_stats(&copied.footer);
        if task.unreadable().is_empty()
            && let Some(row_group) = self.copying.open(number, self.dataset, self.plan, parts)?
        {
            return tap.copy(number, row_group, parts);
        }
        // An unreadable value is a null in the result, but not in the file.
        let mut task = open(Roles::ALL)?;
        self.each_batch(&mut task, |range| parts.read(range), |_, columns| tap.rows(number, &columns))?;
        tap.end(number)
    }

    /// Names the column of a page that cannot be read, which the decoder of several columns does not
    /// state: each is read by itself.
    fn in_column(&self, error: Error, number: usize, mapping: &Mapping, parts: &Parts<'_>) -> Error {
        let Location { row_group, column, .. } = error.location();
        let is_of_page = matches!(
            error.code(),
            ErrorCode::Corrupt | ErrorCode::Unsupported | ErrorCode::Encrypted | ErrorCode::OverLimit
        );
        if !is_of_page || row_group.is_none() || column.is_some() {
            return error;
        }
        let RowGroupTask { file, row_group, .. } = self.plan.tasks[number];
        let Ok(file) = self.dataset.file_to_read(file) else { return error };
        let read = |role| {
            let roles = Roles::only(role);
            let task = Task::open(file, row_group as usize, mapping, roles, self.timezone, None)?;
            let mut task = task.with_page_bytes(self.page_bytes);
            self.each_batch(&mut task, |range| parts.read(range), |_, _| Ok(()))
        };
        let fails_alike = |role: &Role| read(*role).is_err_and(|alone: Error| alone.code() == error.code());
        match self.roles.iter().find(fails_alike).and_then(|role| mapping.column_of(file, role)) {
            Some(column) => error.in_column(column.name.as_str()),
            None => error,
        }
    }

    fn each_batch(
        &self,
        task: &mut Task,
        mut read: impl FnMut(&Range<u64>) -> Result<Bytes>,
        mut take: impl FnMut(&mut Task, Columns) -> Result<()>,
    ) -> Result<()> {
        loop {
            self.watch.check()?;
            match task.step()? {
                Step::Needs(ranges) => {
                    for range in ranges {
                        task.push(range.start, read(&range)?)?;
                    }
                }
                Step::Rows(columns) => take(task, columns)?,
                Step::Finished => return Ok(()),
            }
        }
    }
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
