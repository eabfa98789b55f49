//! The batches of a fetch that are not answered completely.

use super::call::Call;
use crate::snapshot::batch::Batch;

/// Batches with open calls. There are few, so a list is fast enough.
#[derive(Debug, Default)]
pub(super) struct OpenBatches(Vec<Open>);

#[derive(Debug)]
struct Open {
    batch: Batch,
    /// Calls for its ids that are in flight or wait.
    calls: usize,
}

impl OpenBatches {
    /// Adds a batch, which has no call yet.
    pub(super) fn push(&mut self, batch: Batch) {
        self.0.push(Open { batch, calls: 0 });
    }

    /// Counts one more call of a batch.
    pub(super) fn add_call(&mut self, batch: u64) {
        if let Some(place) = self.place(batch) {
            self.0[place].calls += 1;
        }
    }

    /// Returns the ids of a call as a batch.
    pub(super) fn part(&self, call: &Call) -> Option<Batch> {
        self.place(call.batch).map(|place| self.0[place].batch.part(&call.places))
    }

    /// Takes the answers of a call that stays open.
    pub(super) fn take_part(&mut self, call: &Call, part: Batch) {
        if let Some(place) = self.place(call.batch) {
            self.0[place].batch.take_part(&call.places, part);
        }
    }

    /// Takes the answers of a call and closes it. Returns the batch if that was its last call.
    pub(super) fn close(&mut self, call: &Call, part: Batch) -> Option<Batch> {
        let place = self.place(call.batch)?;
        let open = &mut self.0[place];
        open.batch.take_part(&call.places, part);
        open.calls -= 1;
        (open.calls == 0).then(|| self.0.swap_remove(place).batch)
    }

    /// Removes all batches and returns them.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Batch> + use<> {
        std::mem::take(&mut self.0).into_iter().map(|open| open.batch)
    }

    fn place(&self, batch: u64) -> Option<usize> {
        self.0.iter().position(|open| open.batch.number() == batch)
    }
}
