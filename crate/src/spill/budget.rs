//! How much memory a worker may use.

/// The memory that decoding takes besides the bytes of a row group.
const DECODING_BYTES: u64 = 16 << 20;
/// The maximum number of lists that are merged at a time.
const MAX_LISTS: usize = 64;
/// The minimum size of a stored batch; a header would outweigh a smaller one.
const MIN_BATCH_BYTES: u64 = 16 << 10;
/// The maximum size of a partition.
const MAX_PARTITION_BYTES: u64 = 64 << 20;
/// The maximum size of a batch, stored or not.
const MAX_BATCH_BYTES: u64 = 4 << 20;

/// The memory of one worker.
///
/// ```
/// use daytally::spill::Budget;
///
/// // 1 GiB for a worker that reads row groups of up to 30 MB.
/// let budget = Budget::new(1 << 30, 30_000_000);
/// assert!(budget.fold_bytes() < 1 << 30);
/// assert!(budget.lists() * budget.batch_bytes() <= 256 << 20);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    memory: u64,
    reading: u64,
}

impl Budget {
    /// Creates a budget of `memory` bytes for a worker that reads row groups of at most `row_group`
    /// bytes.
    pub fn new(memory: u64, row_group: u64) -> Self {
        // One row group is decoded while the next one is read.
        let reading = row_group.saturating_mul(2).saturating_add(DECODING_BYTES);
        Self { memory, reading: reading.min(memory / 2) }
    }

    /// Returns the maximum memory of a fold, so that there is room to sort and write it.
    pub fn fold_bytes(&self) -> usize {
        whole((self.memory - self.reading) / 4 * 3)
    }

    /// Returns the maximum memory of a finished fold that is merged in memory. Up to three copies
    /// exist at a time: the parts from other workers, their partials, and the totals.
    pub fn resident_bytes(&self) -> usize {
        whole(self.memory / 3)
    }

    /// Returns how many lists may be merged at a time.
    pub fn lists(&self) -> usize {
        MAX_LISTS
    }

    /// Returns the size at which a stored batch is full. A merge holds one batch of each list, and
    /// all of them may take a quarter of the budget.
    pub fn batch_bytes(&self) -> usize {
        whole((self.memory / 4 / MAX_LISTS as u64).clamp(MIN_BATCH_BYTES, MAX_BATCH_BYTES))
    }

    /// Returns the size at which a partition is full. It is sorted in memory, in columns that are
    /// up to half empty. Above some size sorting takes longer than merging more partitions.
    pub fn partition_bytes(&self) -> usize {
        whole((self.memory / 6).min(MAX_PARTITION_BYTES))
    }
}

fn whole(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_there_at_a_time_fits(memory in 8u64 << 20..1 << 36, row_group in any::<u64>()) {
            let budget = Budget::new(memory, row_group);
            prop_assert!(budget.fold_bytes() as u64 <= memory / 4 * 3);
            let merging = budget.lists() * budget.batch_bytes() + 2 * budget.partition_bytes();
            prop_assert!(merging as u64 <= memory / 4 * 3);
        }
    }
}
