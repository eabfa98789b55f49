//! How a run fetches the counts of its videos from a provider that a host calls.
//!
//! The host implements [`Fetcher`] and [`FetchJob`]: over HTTP, from a database, or from a file.

mod fetch_cost;
mod streams;

use std::fmt::Debug;

use crate::calendar::Day;
use crate::error::Result;
use crate::fs::{Outputs, Watch};
use crate::snapshot::{CountSource, FetchProgress, SnapshotJob};

pub use fetch_cost::FetchCost;
pub use streams::Streams;

/// A provider of counts that is called while a run executes.
pub trait Fetcher: Debug + Send + Sync {
    /// Returns the provider, as results state it.
    fn source(&self) -> CountSource;

    /// Prepares a job for a run that writes `outputs`, before the first footer is read. `run_date`
    /// is the day of the counts, if the user named one.
    ///
    /// # Errors
    ///
    /// Why the job cannot be prepared; the run does not begin.
    fn prepare(&self, outputs: &Outputs, run_date: Option<Day>) -> Result<Box<dyn FetchJob>>;
}

/// A job that fetches the counts of one run.
pub trait FetchJob: Debug + Send + Sync {
    /// Returns the day of the counts, if it is known before the run; otherwise it is today.
    fn run_date(&self) -> Option<Day>;

    /// Returns the cost of the videos, without fetching any.
    ///
    /// # Errors
    ///
    /// [`Cancelled`](crate::ErrorCode::Cancelled) if the watch was cancelled.
    fn cost(&self, videos: &mut Streams<'_>, watch: &Watch) -> Result<FetchCost>;

    /// Fetches until every video is answered or known to be unanswered.
    ///
    /// # Errors
    ///
    /// Why it stopped; no result is written.
    fn fetch(&mut self, videos: &mut Streams<'_>, watch: &Watch) -> Result<Fetched>;

    /// Ends a job whose results are at their final paths. Returns the path of the answers that it
    /// keeps, if another run may answer more.
    ///
    /// # Errors
    ///
    /// What the job keeps cannot be deleted.
    fn finish(self: Box<Self>, answers: &SnapshotJob) -> Result<Option<String>>;
}

/// The outcome of fetching.
#[derive(Debug)]
pub struct Fetched {
    /// The job that took the answers.
    pub job: SnapshotJob,
    /// The amounts of calls and answers.
    pub progress: FetchProgress,
    /// Units of the provider's quota that this run used.
    pub units: u64,
}
