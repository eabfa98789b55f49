//! How many videos must be fetched.

use std::cell::Cell;
use std::num::NonZeroUsize;

use daytally::error::Result;
use daytally::fs::{Streams, Watch};
use daytally::snapshot::{Ledger, SnapshotJob};

/// Distinct videos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Videos {
    /// All of them.
    pub(super) all: u64,
    /// Those whose answers are not in the ledger.
    pub(super) unknown: u64,
}

impl Videos {
    /// Counts them as a job would request them, and rewinds.
    pub(super) fn count(streams: &mut Streams<'_>, ledger: &Ledger, watch: &Watch) -> Result<Self> {
        let (all, mut unknown) = (Cell::new(0), 0);
        let known = |id: &str| {
            all.set(all.get() + 1);
            ledger.answer(id)
        };
        let mut job = SnapshotJob::new(streams.len(), NonZeroUsize::MIN.saturating_add(999));
        loop {
            watch.check()?;
            streams.push(&mut job)?;
            while let Some(batch) = job.next_batch_without(known)? {
                unknown += batch.len() as u64;
            }
            if job.needs().is_empty() {
                streams.rewind();
                return Ok(Self { all: all.get(), unknown });
            }
        }
    }
}
