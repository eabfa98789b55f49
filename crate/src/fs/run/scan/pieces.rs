//! What each thread takes: row groups, and parts of large ones.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use crate::error::{Error, ErrorCode, Result};
use crate::fold::Fold;
use crate::fs::Place;
use crate::fs::run::scan::spec::Scan;
use crate::fs::threads::for_each;
use crate::scan::{Findings, Mapping, RowGroupPages, RowGroupTask, Task};

/// The maximum number of row groups per thread that are read in parts. With more, threads are busy
/// anyway, and pages need not be found first.
const SHARED_PER_THREAD: usize = 8;

/// A row group, or a part of it.
#[derive(Debug)]
pub(super) struct Piece {
    /// The number of its task in the plan.
    pub(super) task: usize,
    pub(super) part: Option<Part>,
}

/// A half-open range of a row group's rows, and where its pages are.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) pages: Arc<RowGroupPages>,
    pub(super) rows: Range<u64>,
}

impl Piece {
    /// Returns the pieces of a scan, in the order of its tasks and their rows.
    pub(super) fn all(scan: &Scan<'_>, mapping: &Mapping) -> Result<Vec<Self>> {
        let tasks = scan.plan.tasks.len();
        let are_few = tasks <= SHARED_PER_THREAD.saturating_mul(scan.threads.get());
        let pages = for_each(scan.threads, (0..tasks).collect(), |task| {
            scan.watch.check().map(|()| if are_few { pages(scan, task, mapping) } else { None })
        })?;
        let mut pieces = Vec::new();
        for (task, pages) in pages.into_iter().enumerate() {
            let Some(pages) = pages?.map(Arc::new) else {
                pieces.push(Self { task, part: None });
                continue;
            };
            let part = |rows: &Range<u64>| Some(Part { pages: pages.clone(), rows: rows.clone() });
            pieces.extend(pages.parts().iter().map(|rows| Self { task, part: part(rows) }));
        }
        Ok(pieces)
    }
}

/// Finds the pages of a row group that is read in parts. Its file must be on a disk, where reading
/// the headers takes little time.
fn pages(scan: &Scan<'_>, task: usize, mapping: &Mapping) -> Option<RowGroupPages> {
    let RowGroupTask { file: number, row_group, rows, .. } = scan.plan.tasks[task];
    if rows < scan.part_rows.saturating_mul(2) || scan.copying.of(task).is_some() {
        return None;
    }
    let (input, _) = scan.dataset.file(number).ok()?;
    if !matches!(input.place, Place::Disk(_)) {
        return None;
    }
    let file = scan.dataset.file_to_read(number).ok()?;
    scan.read_ahead(task, mapping);
    let disk = scan.dataset.open_disk(number).ok()?;
    Task::pages(file, row_group as usize, mapping, scan.roles, scan.part_rows, &|range| disk.read(&range))
}

/// The findings of the parts of row groups, until all parts are read.
#[derive(Debug, Default)]
pub(super) struct PartFindings(Mutex<BTreeMap<(usize, u64), Findings>>);

impl PartFindings {
    /// Takes the findings of a part.
    pub(super) fn add(&self, task: usize, rows: &Range<u64>, findings: Findings) -> Result<()> {
        self.0.lock().map_err(|_| poisoned())?.insert((task, rows.start), findings);
        Ok(())
    }

    /// Adds the findings of all row groups, each as if it had been read as a whole.
    pub(super) fn add_to(self, fold: &mut Fold) -> Result<()> {
        let parts = self.0.into_inner().map_err(|_| poisoned())?;
        let mut whole: Option<(usize, Findings)> = None;
        for ((task, _), findings) in parts {
            match &mut whole {
                Some((known, whole)) if *known == task => whole.append(findings),
                _ => {
                    if let Some((_, whole)) = whole.replace((task, findings)) {
                        fold.add_findings(whole);
                    }
                }
            }
        }
        if let Some((_, whole)) = whole {
            fold.add_findings(whole);
        }
        Ok(())
    }
}

fn poisoned() -> Error {
    Error::new(ErrorCode::Internal, "a thread panicked while it read")
}
