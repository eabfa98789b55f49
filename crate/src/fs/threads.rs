//! Work on several threads.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::error::{Error, ErrorCode, Result};

/// Returns the default number of threads: one for each processor.
pub fn available_threads() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Returns the error if the system starts no further thread.
pub(super) fn no_thread(error: std::io::Error) -> Error {
    Error::new(ErrorCode::Io, format!("no further thread can be started ({error})"))
        .remedy("Give a lower --threads, or raise the limit of processes.")
}

/// Numbers from 0, each taken by one thread, in ascending order.
pub(super) struct Queue {
    next: AtomicUsize,
    length: usize,
}

impl Queue {
    pub(super) fn new(length: usize) -> Self {
        Self { next: AtomicUsize::new(0), length }
    }

    pub(super) fn take(&self) -> Option<usize> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number < self.length).then_some(number)
    }

    /// Ends the numbers.
    pub(super) fn stop(&self) {
        self.next.store(self.length, Ordering::Relaxed);
    }
}

/// Runs `work` once on each of `threads` threads. Returns their results.
pub(super) fn on_each<R: Send>(threads: NonZeroUsize, work: impl Fn() -> R + Sync) -> Result<Vec<R>> {
    thread::scope(|scope| {
        let mut running = Vec::new();
        let mut refused = None;
        while running.len() < threads.get() && refused.is_none() {
            match thread::Builder::new().spawn_scoped(scope, &work) {
                Ok(thread) => running.push(thread),
                Err(error) => refused = Some(error),
            }
        }
        // Every thread is joined before the first failure is returned; an unjoined panic would
        // propagate.
        let joined: Vec<_> = running.into_iter().map(thread::ScopedJoinHandle::join).collect();
        if let Some(error) = refused {
            let what = format!("no thread beyond {} can be started ({error})", joined.len());
            return Err(Error::new(ErrorCode::Io, what).remedy("Give a lower --threads."));
        }
        joined
            .into_iter()
            .map(|made| made.map_err(|_| Error::new(ErrorCode::Internal, "a thread panicked")))
            .collect()
    })
}

/// Maps the items on `threads` threads; results keep the items' order.
pub(super) fn for_each<T: Send, R: Send>(
    threads: NonZeroUsize,
    items: Vec<T>,
    make: impl Fn(T) -> R + Sync,
) -> Result<Vec<R>> {
    let threads = threads.min(NonZeroUsize::new(items.len()).unwrap_or(NonZeroUsize::MIN));
    let queue = Queue::new(items.len());
    let slots: Vec<_> = items.into_iter().map(|item| std::sync::Mutex::new(Some(item))).collect();
    let made = on_each(threads, || {
        let mut made = Vec::new();
        while let Some(number) = queue.take() {
            let item = slots[number].lock().ok().and_then(|mut slot| slot.take());
            made.extend(item.map(|item| (number, make(item))));
        }
        made
    })?;
    let mut made: Vec<_> = made.into_iter().flatten().collect();
    made.sort_unstable_by_key(|(number, _)| *number);
    Ok(made.into_iter().map(|(_, made)| made).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads(threads: usize) -> NonZeroUsize {
        NonZeroUsize::new(threads).unwrap()
    }

    #[test]
    fn order_is_kept() {
        for count in 1..5 {
            let doubled = for_each(threads(count), (0..100).collect(), |number| number * 2).unwrap();
            assert_eq!(doubled, (0..200).step_by(2).collect::<Vec<_>>());
            assert!(for_each(threads(count), Vec::<i32>::new(), |number| number).unwrap().is_empty());
        }
    }

    #[test]
    fn a_panic_is_an_error() {
        let made = for_each(threads(2), vec![1, 2, 3], |number| assert_ne!(number, 2));
        assert_eq!(made.unwrap_err().code(), ErrorCode::Internal);
    }
}
