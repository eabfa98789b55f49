//! Reads the ranges of later tasks over a network, while earlier ones are decoded.

use std::collections::HashMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::threads::no_thread;

/// The maximum number of bytes that are read ahead, besides the ranges of one task.
const MAX_AHEAD: u64 = 256 * 1024 * 1024;

/// Returns the ranges of a task, none for a file on a disk; `None` after the last task.
type Ranges<'a> = dyn Fn(usize) -> Option<Vec<Range<u64>>> + Sync + 'a;
/// Reads a range of a task.
type Fetch<'a> = dyn Fn(usize, &Range<u64>) -> Result<Bytes> + Sync + 'a;

/// The ranges of tasks that are being read or will be read.
///
/// Threads read ranges in the order of the tasks, which is also the order in which tasks take them. So
/// the bytes ahead belong to tasks that are taken before those that wait.
#[derive(Debug, Default)]
pub(in crate::fs) struct Prefetch {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Whether threads read; otherwise tasks read for themselves.
    is_running: bool,
    is_stopped: bool,
    /// The next task whose ranges are not known yet.
    next: usize,
    /// Ranges of the task before `next` that no thread reads yet.
    queue: Vec<(usize, Range<u64>)>,
    tasks: HashMap<usize, Fetched>,
    /// The bytes of ranges that are read or being read, and not taken.
    ahead: u64,
}

#[derive(Debug)]
struct Fetched {
    left: usize,
    bytes: u64,
    read: Vec<(u64, Bytes)>,
    failed: Option<Error>,
}

impl Prefetch {
    pub(in crate::fs) fn new() -> Self {
        Self::default()
    }

    /// Runs `work` while `threads` threads read.
    pub(in crate::fs) fn while_fetching<R>(
        &self,
        threads: usize,
        ranges: &Ranges<'_>,
        fetch: &Fetch<'_>,
        work: impl FnOnce() -> R,
    ) -> Result<R> {
        if threads == 0 {
            return Ok(work());
        }
        lock(&self.state)?.is_running = true;
        thread::scope(|scope| {
            for started in 0..threads {
                let spawned = thread::Builder::new().spawn_scoped(scope, || self.fetch_some(ranges, fetch));
                match spawned {
                    Err(error) if started == 0 => {
                        self.stop();
                        return Err(no_thread(error));
                    }
                    // The threads that were started read all ranges.
                    Err(_) => break,
                    Ok(_) => {}
                }
            }
            let worked = work();
            self.stop();
            Ok(worked)
        })
    }

    /// Ends reading, and wakes the tasks that wait.
    pub(in crate::fs) fn stop(&self) {
        if let Ok(mut state) = lock(&self.state) {
            state.is_stopped = true;
        }
        self.changed.notify_all();
    }

    /// Waits for the ranges of a task, which no other takes. Returns them with their positions.
    pub(in crate::fs) fn take(&self, task: usize) -> Result<Vec<(u64, Bytes)>> {
        let mut state = lock(&self.state)?;
        if !state.is_running {
            return Ok(Vec::new());
        }
        loop {
            if state.is_stopped {
                return Err(Error::new(ErrorCode::Cancelled, "another part of the run failed"));
            }
            if state.tasks.get(&task).is_some_and(|fetched| fetched.left == 0)
                && let Some(fetched) = state.tasks.remove(&task)
            {
                state.ahead = state.ahead.saturating_sub(fetched.bytes);
                self.changed.notify_all();
                return fetched.failed.map_or(Ok(fetched.read), Err);
            }
            state = self.changed.wait(state).map_err(|_| poisoned())?;
        }
    }

    fn fetch_some(&self, ranges: &Ranges<'_>, fetch: &Fetch<'_>) {
        while let Some((task, range)) = self.next(ranges) {
            let read = catch_unwind(AssertUnwindSafe(|| fetch(task, &range)));
            let read = read.unwrap_or_else(|_| Err(poisoned()));
            let Ok(mut state) = lock(&self.state) else { return };
            if let Some(fetched) = state.tasks.get_mut(&task) {
                fetched.left -= 1;
                match read {
                    Ok(bytes) => fetched.read.push((range.start, bytes)),
                    Err(error) => _ = fetched.failed.get_or_insert(error),
                }
            }
            drop(state);
            self.changed.notify_all();
        }
    }

    /// Returns a range to be read, once that may begin.
    fn next(&self, ranges: &Ranges<'_>) -> Option<(usize, Range<u64>)> {
        let mut state = lock(&self.state).ok()?;
        loop {
            if state.is_stopped {
                return None;
            }
            if let Some(next) = state.queue.pop() {
                return Some(next);
            }
            if state.ahead < MAX_AHEAD {
                let task = state.next;
                let found = ranges(task)?;
                state.next += 1;
                let bytes = found.iter().map(|range| range.end - range.start).sum();
                state.ahead += bytes;
                let fetched = Fetched { left: found.len(), bytes, read: Vec::new(), failed: None };
                state.tasks.insert(task, fetched);
                state.queue.extend(found.into_iter().rev().map(|range| (task, range)));
                self.changed.notify_all();
            } else {
                state = self.changed.wait(state).ok()?;
            }
        }
    }
}

fn lock(state: &Mutex<State>) -> Result<MutexGuard<'_, State>> {
    state.lock().map_err(|_| poisoned())
}

fn poisoned() -> Error {
    Error::new(ErrorCode::Internal, "a thread that reads ahead panicked")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn ranges(task: usize) -> Option<Vec<Range<u64>>> {
        (task < 50).then(|| (0..task as u64 % 3).map(|at| at * 10..at * 10 + 5).collect())
    }

    #[test]
    fn every_range_is_read_once_for_its_task() {
        let reads = AtomicUsize::new(0);
        let fetch = |task: usize, range: &Range<u64>| {
            reads.fetch_add(1, Ordering::Relaxed);
            Ok(Bytes::from(format!("{task} {}", range.start)))
        };
        let prefetch = Prefetch::new();
        let work = || (0..50).map(|task| prefetch.take(task).unwrap()).collect::<Vec<_>>();
        let taken = prefetch.while_fetching(4, &ranges, &fetch, work).unwrap();
        for (task, mut read) in taken.into_iter().enumerate() {
            read.sort_by_key(|(start, _)| *start);
            let expected = ranges(task)
                .unwrap()
                .into_iter()
                .map(|range| (range.start, Bytes::from(format!("{task} {}", range.start))));
            assert_eq!(read, expected.collect::<Vec<_>>());
        }
        assert_eq!(reads.into_inner(), 49);
    }

    #[test]
    fn a_failure_is_that_of_its_task() {
        let fetch = |task: usize, _: &Range<u64>| match task {
            2 => Err(Error::new(ErrorCode::Io, "no")),
            _ => Ok(Bytes::new()),
        };
        let prefetch = Prefetch::new();
        let work = || (0..4).map(|task| prefetch.take(task).is_ok()).collect::<Vec<_>>();
        assert_eq!(prefetch.while_fetching(2, &ranges, &fetch, work).unwrap(), [true, true, false, true]);
        let other = Prefetch::new();
        // There is no last task; what is ahead of the first ends the reading.
        let endless = |_| Some(std::iter::once(0..MAX_AHEAD).collect());
        let stopped = other.while_fetching(2, &endless, &fetch, || {
            other.stop();
            other.take(7).unwrap_err().code()
        });
        assert_eq!(stopped.unwrap(), ErrorCode::Cancelled);
    }

    #[test]
    fn nothing_is_awaited_of_files_on_a_disk() {
        let prefetch = Prefetch::new();
        let taken = prefetch.while_fetching(0, &ranges, &|_, _| Ok(Bytes::new()), || prefetch.take(3));
        assert_eq!(taken.unwrap().unwrap(), []);
    }
}
