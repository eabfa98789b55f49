//! The videos of a run as streams of ids.

use crate::calendar::Day;
use crate::error::Result;
use crate::report::Share;
use crate::snapshot::SnapshotJob;

/// How many ids of a share are passed at once.
const IDS: usize = 16_384;

/// The shares of the videos, each a stream of ids for a job.
pub(in crate::native) struct Streams<'a> {
    shares: &'a mut [Share],
    pushed: Vec<usize>,
    run_date: Day,
}

impl<'a> Streams<'a> {
    /// Creates streams of shares whose answers are of a day.
    pub(in crate::native) fn new(shares: &'a mut [Share], run_date: Day) -> Self {
        let pushed = vec![0; shares.len()];
        Self { shares, pushed, run_date }
    }

    pub(super) fn run_date(&self) -> Day {
        self.run_date
    }

    pub(super) fn len(&self) -> usize {
        self.shares.len()
    }

    /// Restarts with the first ids.
    pub(super) fn rewind(&mut self) {
        self.pushed.fill(0);
    }

    /// Passes a job the ids that it needs.
    pub(in crate::native) fn push(&mut self, job: &mut SnapshotJob) -> Result<()> {
        for stream in job.needs() {
            let ids = self.shares[stream].video_ids(self.pushed[stream], IDS)?;
            self.pushed[stream] += ids.num_rows();
            job.push_ids(stream, &ids)?;
        }
        Ok(())
    }

    /// Takes the answers of a job.
    pub(in crate::native) fn take(&mut self, job: &mut SnapshotJob) -> Result<()> {
        for (stream, share) in self.shares.iter_mut().enumerate() {
            share.answer(&job.take_answers(stream)?, self.run_date)?;
        }
        Ok(())
    }
}
