//! Writes input rows in the order of the files, while threads read them in any order.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard};

use arrow::array::RecordBatch;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::io::parts::Parts;
use crate::fs::run::copying::ReadyRowGroup;
use crate::fs::run::result_file::ResultFile;
use crate::fs::run::scan::Tap;
use crate::report::combined;
use crate::scan::Columns;

/// How many batches of a task wait before its thread does.
const MAX_WAITING: usize = 16;

/// Writes the rows of each task after those of all earlier tasks.
///
/// Tasks start in order, so the next one to write always has a thread, and the others wait with a
/// bounded number of rows.
#[derive(Debug)]
pub(super) struct InOrder {
    turn: Mutex<Turn>,
    turned: Condvar,
    waiting: Mutex<HashMap<usize, Vec<RecordBatch>>>,
    file: Mutex<ResultFile>,
}

#[derive(Clone, Copy, Debug)]
enum Turn {
    Of(usize),
    Failed,
}

impl InOrder {
    pub(super) fn new(file: ResultFile) -> Self {
        Self {
            turn: Mutex::new(Turn::Of(0)),
            turned: Condvar::new(),
            waiting: Mutex::default(),
            file: Mutex::new(file),
        }
    }

    /// Returns the file, with the rows of every finished task.
    pub(super) fn into_file(self) -> Result<ResultFile> {
        self.file.into_inner().map_err(|_| poisoned())
    }

    fn is_turn_of(&self, task: usize) -> Result<bool> {
        match *lock(&self.turn)? {
            Turn::Of(turn) => Ok(turn == task),
            Turn::Failed => Err(failed()),
        }
    }

    fn wait_for_turn(&self, task: usize) -> Result<()> {
        let mut turn = lock(&self.turn)?;
        loop {
            match *turn {
                Turn::Of(number) if number == task => return Ok(()),
                Turn::Of(_) => turn = self.turned.wait(turn).map_err(|_| poisoned())?,
                Turn::Failed => return Err(failed()),
            }
        }
    }

    fn turn_to(&self, task: usize) -> Result<()> {
        *lock(&self.turn)? = Turn::Of(task);
        self.turned.notify_all();
        Ok(())
    }

    fn write_waiting(&self, task: usize) -> Result<()> {
        let waiting = lock(&self.waiting)?.remove(&task).unwrap_or_default();
        let mut file = lock(&self.file)?;
        waiting.iter().try_for_each(|batch| file.write(batch))
    }
}

impl Tap for InOrder {
    fn rows(&self, task: usize, columns: &Columns) -> Result<()> {
        let batch = combined(columns)?;
        let full = {
            let mut waiting = lock(&self.waiting)?;
            let waiting = waiting.entry(task).or_default();
            waiting.push(batch);
            waiting.len() >= MAX_WAITING
        };
        if full {
            self.wait_for_turn(task)?;
        }
        if full || self.is_turn_of(task)? {
            self.write_waiting(task)?;
        }
        Ok(())
    }

    fn end(&self, task: usize) -> Result<()> {
        self.wait_for_turn(task)?;
        self.write_waiting(task)?;
        self.turn_to(task + 1)
    }

    fn copy(&self, task: usize, row_group: ReadyRowGroup, parts: &Parts<'_>) -> Result<()> {
        self.wait_for_turn(task)?;
        lock(&self.file)?.append(row_group, parts)?;
        self.turn_to(task + 1)
    }

    fn fail(&self) {
        if let Ok(mut turn) = self.turn.lock() {
            *turn = Turn::Failed;
        }
        self.turned.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> Result<MutexGuard<'_, T>> {
    mutex.lock().map_err(|_| poisoned())
}

fn poisoned() -> Error {
    Error::new(ErrorCode::Internal, "a thread panicked while it wrote")
}

fn failed() -> Error {
    Error::new(ErrorCode::Cancelled, "another part of the run failed")
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::sync::Arc;

    use arrow::array::{BinaryViewArray, Int64Array};
    use arrow::datatypes::Int64Type;

    use super::*;
    use crate::export::Format;
    use crate::fs::io::output::OutputFile;
    use crate::fs::threads::{Queue, on_each};
    use crate::report::ResultKind;
    use crate::scan::Ids;

    fn rows(count: i64) -> Columns {
        let ids = BinaryViewArray::from_iter_values([count.to_string()]);
        Columns {
            rows: 1,
            channel_id: None,
            video_id: Some(Ids::Plain(ids)),
            created_date: None,
            date: None,
            view_count: Some(Int64Array::from(vec![count])),
        }
    }

    /// More batches per task than may wait, on more threads than there are processors.
    fn run(folder: &std::path::Path, broken: Option<usize>) -> Result<Vec<i64>> {
        const TASKS: usize = 40;
        const BATCHES: usize = 3 * MAX_WAITING;
        let file = OutputFile::create(&folder.join("out.arrow"))?;
        let in_order = InOrder::new(ResultFile::new(ResultKind::Combined, file, Format::ArrowFile, None)?);
        let queue = Queue::new(TASKS);
        let work = || -> Result<()> {
            while let Some(task) = queue.take() {
                if broken == Some(task) {
                    return Err(Error::new(ErrorCode::Corrupt, "broken"));
                }
                for batch in 0..BATCHES {
                    in_order.rows(task, &rows(i64::try_from(task * BATCHES + batch).unwrap()))?;
                }
                in_order.end(task)?;
            }
            Ok(())
        };
        let done = on_each(NonZeroUsize::new(7).unwrap(), || work().inspect_err(|_| in_order.fail()))?;
        done.into_iter().collect::<Result<Vec<()>>>()?;
        in_order.into_file()?.finish()?.replace()?;
        let file = std::fs::File::open(folder.join("out.arrow"))?;
        let mut counts = Vec::new();
        for batch in arrow::ipc::reader::FileReader::try_new(file, None)? {
            let views = Arc::clone(batch?.column(4));
            counts.extend(arrow::array::AsArray::as_primitive::<Int64Type>(&views).values());
        }
        assert_eq!(counts.len(), TASKS * BATCHES);
        Ok(counts)
    }

    #[test]
    fn rows_come_in_the_order_of_the_tasks() {
        let folder = tempfile::tempdir().unwrap();
        assert!(run(folder.path(), None).unwrap().is_sorted());
    }

    #[test]
    fn a_failure_lets_every_thread_go() {
        for broken in [0, 3, 39] {
            assert!(run(tempfile::tempdir().unwrap().path(), Some(broken)).is_err());
        }
    }
}
