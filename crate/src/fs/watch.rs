//! Progress and cancellation of a run, from another thread.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::error::{Error, ErrorCode, Result};
use crate::snapshot::Millis;

/// The progress of fetching from a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetchProgress {
    /// Distinct videos that are answered or known to be unanswered.
    pub settled: u64,
    /// Distinct videos.
    pub all: u64,
    /// Calls of this run.
    pub calls: u64,
    /// Calls of this run without an answer.
    pub failures: u64,
    /// When there is quota again, if no call is made before.
    pub quota_until: Option<Millis>,
}

/// The progress of a run, and the way to stop it.
#[derive(Debug, Default)]
pub struct Watch {
    rows: AtomicU64,
    planned: AtomicU64,
    cancelled: AtomicBool,
    fetch: Mutex<Option<FetchProgress>>,
    notes: Mutex<Vec<String>>,
}

impl Watch {
    /// Returns the rows read so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Returns the rows that will be read, 0 until that is known.
    pub fn planned(&self) -> u64 {
        self.planned.load(Ordering::Relaxed)
    }

    /// Cancels the run, which ends soon with the error `cancelled`.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Returns whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Returns the progress of fetching, from the first call on.
    pub fn fetch_progress(&self) -> Option<FetchProgress> {
        self.fetch.lock().ok().and_then(|progress| *progress)
    }

    /// Takes the notes that a user should read before the run has ended.
    pub fn take_notes(&self) -> Vec<String> {
        self.notes.lock().map(|mut notes| std::mem::take(&mut *notes)).unwrap_or_default()
    }

    /// Stores the progress of fetching.
    pub fn set_fetch_progress(&self, progress: FetchProgress) {
        if let Ok(mut fetch) = self.fetch.lock() {
            *fetch = Some(progress);
        }
    }

    /// Adds a note that a user should read before the run has ended.
    pub fn note(&self, sentence: String) {
        if let Ok(mut notes) = self.notes.lock() {
            notes.push(sentence);
        }
    }

    /// Adds rows that will be read.
    pub(super) fn plan(&self, rows: u64) {
        self.planned.fetch_add(rows, Ordering::Relaxed);
    }

    /// Resets the rows, because reading starts again.
    pub(super) fn restart(&self) {
        self.rows.store(0, Ordering::Relaxed);
        self.planned.store(0, Ordering::Relaxed);
    }

    pub(super) fn add_rows(&self, rows: u64) {
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }

    /// Checks that the run should continue.
    ///
    /// # Errors
    ///
    /// [`Cancelled`](crate::ErrorCode::Cancelled) if it was cancelled.
    pub fn check(&self) -> Result<()> {
        if self.is_cancelled() {
            return Err(Error::new(ErrorCode::Cancelled, "the run was cancelled"));
        }
        Ok(())
    }
}
