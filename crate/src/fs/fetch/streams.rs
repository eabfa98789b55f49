//! The videos of a run as streams of ids.

use crate::calendar::Day;
use crate::error::Result;
use crate::report::Share;
use crate::snapshot::SnapshotJob;

/// How many ids of a share are passed at once.
const IDS: usize = 16_384;

/// The shares of the videos, each a stream of ids for a job.
#[derive(Debug)]
pub struct Streams<'a> {
    shares: &'a mut [Share],
    pushed: Vec<usize>,
    run_date: Day,
}

impl<'a> Streams<'a> {
    /// Creates streams of shares whose answers are of a day.
    pub(in crate::fs) fn new(shares: &'a mut [Share], run_date: Day) -> Self {
        let pushed = vec![0; shares.len()];
        Self { shares, pushed, run_date }
    }

    /// Returns the day of the answers.
    pub fn run_date(&self) -> Day {
        self.run_date
    }

    /// Returns the number of streams.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.shares.len()
    }

    /// Restarts with the first ids.
    pub fn rewind(&mut self) {
        self.pushed.fill(0);
    }

    /// Passes a job the ids that it needs.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if the job is not one of as many streams.
    pub fn push(&mut self, job: &mut SnapshotJob) -> Result<()> {
        for stream in job.needs() {
            let ids = self.shares[stream].video_ids(self.pushed[stream], IDS)?;
            self.pushed[stream] += ids.num_rows();
            job.push_ids(stream, &ids)?;
        }
        Ok(())
    }

    /// Takes the answers of a job.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if the job is not one of as many streams.
    pub fn take(&mut self, job: &mut SnapshotJob) -> Result<()> {
        for (stream, share) in self.shares.iter_mut().enumerate() {
            share.answer(&job.take_answers(stream)?, self.run_date)?;
        }
        Ok(())
    }
}
