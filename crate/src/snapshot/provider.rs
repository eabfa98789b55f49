//! The source of counts.

use std::num::NonZeroUsize;

use crate::error::Result;

use super::Batch;

/// A source that answers ids with their views, one batch at a time.
///
/// This is for providers that answer at once. One that waits for a network is driven from outside,
/// with [`SnapshotJob::next_batch`](super::SnapshotJob::next_batch) and
/// [`SnapshotJob::settle`](super::SnapshotJob::settle). Both ways use the same [`Batch`].
pub trait Provider {
    /// Returns the maximum number of ids in one batch.
    fn batch_limit(&self) -> NonZeroUsize;

    /// Records the views of the ids it knows, with [`Batch::answer`]; other ids are unanswered.
    ///
    /// A temporary failure belongs in [`Batch::fail`], which ends this batch and not the job.
    ///
    /// # Errors
    ///
    /// [`Provider`](crate::ErrorCode::Provider) if a retry would be refused again, as for a batch
    /// over the limit.
    fn answer(&mut self, batch: &mut Batch) -> Result<()>;
}
