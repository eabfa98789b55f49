//! A run, seen from another thread.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::error::{Error, ErrorCode, Result};
use crate::snapshot::Millis;

/// How far a provider outside has been asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskProgress {
    /// Distinct videos that are answered or known to be unanswered.
    pub settled: u64,
    /// Distinct videos.
    pub all: u64,
    /// Calls of this run.
    pub calls: u64,
    /// Calls of this run that were not answered.
    pub failures: u64,
    /// When there is quota again, if nothing is asked before.
    pub quota_until: Option<Millis>,
}

/// How far a run has come, and the way to stop it.
#[derive(Debug, Default)]
pub struct Watch {
    rows: AtomicU64,
    planned: AtomicU64,
    cancelled: AtomicBool,
    asking: Mutex<Option<AskProgress>>,
    notes: Mutex<Vec<String>>,
}

impl Watch {
    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Rows that will be read, 0 until that is known.
    pub fn planned(&self) -> u64 {
        self.planned.load(Ordering::Relaxed)
    }

    /// Asks the run to end soon, with the error `cancelled`.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Returns whether it was asked to end.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Returns how far a provider outside has been asked, from the first call on.
    pub fn asking(&self) -> Option<AskProgress> {
        self.asking.lock().ok().and_then(|asking| *asking)
    }

    /// Takes the sentences that a user should read before the run has ended.
    pub fn take_notes(&self) -> Vec<String> {
        self.notes.lock().map(|mut notes| std::mem::take(&mut *notes)).unwrap_or_default()
    }

    pub(super) fn ask(&self, progress: AskProgress) {
        if let Ok(mut asking) = self.asking.lock() {
            *asking = Some(progress);
        }
    }

    pub(super) fn tell(&self, sentence: String) {
        if let Ok(mut notes) = self.notes.lock() {
            notes.push(sentence);
        }
    }

    /// Hears of rows that will be read, besides those that it knows of.
    pub(super) fn plan(&self, rows: u64) {
        self.planned.fetch_add(rows, Ordering::Relaxed);
    }

    /// Forgets the rows that were read and those that will be, as reading begins again.
    pub(super) fn restart(&self) {
        self.rows.store(0, Ordering::Relaxed);
        self.planned.store(0, Ordering::Relaxed);
    }

    pub(super) fn add_rows(&self, rows: u64) {
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }

    pub(super) fn check(&self) -> Result<()> {
        if self.is_cancelled() {
            return Err(Error::new(ErrorCode::Cancelled, "the run was cancelled"));
        }
        Ok(())
    }
}
