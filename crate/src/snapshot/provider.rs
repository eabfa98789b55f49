//! Who knows the counts.

use std::num::NonZeroUsize;

use crate::error::Result;

use super::Batch;

/// Someone who answers ids with their views, a batch at a time.
///
/// This is for providers that answer at once. One that has to wait for a network is driven from
/// outside, with [`SnapshotJob::next_batch`](super::SnapshotJob::next_batch) and
/// [`SnapshotJob::settle`](super::SnapshotJob::settle); both ways go through the same [`Batch`].
pub trait Provider {
    /// Returns the most ids it takes in one batch.
    fn batch_limit(&self) -> NonZeroUsize;

    /// Fills in the views of the ids it knows, with [`Batch::answer`]; ids left out are unanswered.
    ///
    /// A passing failure belongs in [`Batch::fail`], which ends this batch and not the job.
    ///
    /// # Errors
    ///
    /// [`Provider`](crate::ErrorCode::Provider) where asking again would be refused again, as for a
    /// batch over the limit.
    fn answer(&mut self, batch: &mut Batch) -> Result<()>;
}
