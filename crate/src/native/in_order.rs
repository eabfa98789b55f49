//! Input rows written in the order of the files, while threads read them in any.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard};

use arrow::array::RecordBatch;

use crate::error::{Error, ErrorCode, Result};
use crate::native::result_file::ResultFile;
use crate::native::scan::Tap;
use crate::report::combined;
use crate::scan::Columns;

/// How many batches of a task wait for its turn before its thread does.
const MOST_WAITING: usize = 16;

/// Writes the rows of each task when all earlier tasks are written.
///
/// Tasks are begun in their order, so that the one whose turn it is always has a thread, and the
/// others wait with a bounded number of rows.
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

    /// The file, with the rows of every task that has ended.
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
            waiting.len() >= MOST_WAITING
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
        *lock(&self.turn)? = Turn::Of(task + 1);
        self.turned.notify_all();
        Ok(())
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
