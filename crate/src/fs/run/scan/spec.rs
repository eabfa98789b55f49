//! What a scan reads, how, and what observes it.

use std::num::NonZeroUsize;
use std::ops::Range;

use bytes::Bytes;

use crate::error::Result;
use crate::fs::io::disk::Disk;
use crate::fs::io::parts::Parts;
use crate::fs::run::copying::{Copying, ReadyRowGroup};
use crate::fs::run::spilling::Spilling;
use crate::fs::{Dataset, Place, Watch};
use crate::scan::{Columns, Mapping, Plan, Roles, RowGroupTask, Step, Task};

/// What a scan reads, and how.
#[derive(Clone, Copy, Debug)]
pub(in crate::fs) struct Scan<'a> {
    pub(in crate::fs) dataset: &'a Dataset,
    pub(in crate::fs) plan: &'a Plan,
    pub(in crate::fs) roles: Roles,
    pub(in crate::fs) copying: &'a Copying,
    pub(in crate::fs) timezone: Option<&'a str>,
    pub(in crate::fs) page_bytes: u64,
    pub(in crate::fs) part_rows: u64,
    pub(in crate::fs) threads: NonZeroUsize,
    pub(in crate::fs) spilling: Option<&'a Spilling>,
    pub(in crate::fs) watch: &'a Watch,
}

/// An observer of the scanned rows.
pub(in crate::fs) trait Tap: Sync {
    /// Takes some rows of a piece, numbered in the order of the files; a piece's rows come in
    /// order, from one thread.
    fn rows(&self, piece: usize, columns: &Columns) -> Result<()>;
    /// Takes the end of a piece.
    fn end(&self, piece: usize) -> Result<()>;
    /// Takes all rows of a piece at once, as the chunks of a file.
    fn copy(&self, piece: usize, row_group: ReadyRowGroup, parts: &Parts<'_>) -> Result<()>;
    /// Takes the failure of the scan; waiting threads must be released.
    fn fail(&self);
}

/// An observer that does nothing.
pub(in crate::fs) struct NoTap;

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

impl Scan<'_> {
    /// Announces to the system what a later task reads, while this one is decoded. That task will
    /// report errors.
    pub(super) fn read_ahead(&self, task: usize, mapping: &Mapping) {
        let Some(&RowGroupTask { file, row_group, .. }) = self.plan.tasks.get(task) else { return };
        let Ok((input, file)) = self.dataset.file(file) else { return };
        if matches!(input.place, Place::Remote { .. }) {
            return;
        }
        let Ok(disk) = Disk::open(input) else { return };
        let roles = if self.copying.of(task).is_some() { Roles::ALL } else { self.roles };
        let columns = roles.iter().filter_map(|role| mapping.column_of(file, role));
        for range in columns.filter_map(|column| file.chunk(row_group as usize, column)) {
            disk.read_ahead(&range);
        }
    }

    /// Reads all rows of a task.
    pub(super) fn each_batch(
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
