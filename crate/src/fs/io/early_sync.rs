//! Syncs a file to disk while it is still written.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::error::{Error, ErrorCode, Result};
use crate::fs::threads::no_thread;

/// A thread that syncs a file to disk on request.
#[derive(Debug)]
pub(in crate::fs) struct EarlySync {
    requested: Option<SyncSender<()>>,
    thread: Option<JoinHandle<Result<()>>>,
}

impl EarlySync {
    /// Starts a thread that calls `sync` on request.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the system starts no further thread.
    pub(in crate::fs) fn new(sync: impl Fn() -> Result<()> + Send + 'static) -> Result<Self> {
        let (requested, requests): (_, Receiver<()>) = sync_channel(1);
        let work = move || requests.iter().try_for_each(|()| sync());
        let thread = thread::Builder::new().spawn(work).map_err(no_thread)?;
        Ok(Self { requested: Some(requested), thread: Some(thread) })
    }

    /// Requests a sync of what is written so far, without waiting.
    pub(in crate::fs) fn request(&self) {
        // A waiting request covers this one too. A thread that has ended reports why in `wait`.
        let _ = self.requested.as_ref().map(|requested| requested.try_send(()));
    }

    /// Waits for the requested syncs.
    ///
    /// # Errors
    ///
    /// The first error of `sync`.
    pub(in crate::fs) fn wait(mut self) -> Result<()> {
        self.join()
    }

    fn join(&mut self) -> Result<()> {
        drop(self.requested.take());
        let Some(thread) = self.thread.take() else { return Ok(()) };
        thread.join().unwrap_or_else(|_| Err(Error::new(ErrorCode::Internal, "a thread panicked")))
    }
}

impl Drop for EarlySync {
    fn drop(&mut self) {
        // The caller that drops it has another error to report.
        let _ = self.join();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn what_was_asked_is_done_before_the_wait_ends() {
        let done = Arc::new(AtomicUsize::new(0));
        let count = done.clone();
        let early = EarlySync::new(move || {
            count.fetch_add(1, Ordering::Relaxed);
            Ok(())
        })
        .unwrap();
        (0..100).for_each(|_| early.request());
        early.wait().unwrap();
        assert!((1..=100).contains(&done.load(Ordering::Relaxed)));
    }

    #[test]
    fn a_failure_is_reported_however_often_it_is_asked() {
        let early = EarlySync::new(|| Err(Error::new(ErrorCode::Io, "the disk is full"))).unwrap();
        (0..100).for_each(|_| early.request());
        assert_eq!(early.wait().unwrap_err().code(), ErrorCode::Io);
    }
}
