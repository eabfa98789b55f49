//! How much memory a worker may take, and what follows from it.

/// The most memory that a row adds to the state, in bytes: a series of its own, with one month.
const ROW_BYTES: u64 = 140;
/// What decoding takes beside the bytes of a row group.
const DECODING_BYTES: u64 = 16 << 20;
/// The most hash partitions of a run.
const MOST_PARTITIONS: u64 = 1024;
/// The fewest bytes of a batch that is stored; below, its header would outweigh it.
const LEAST_BATCH_BYTES: u64 = 16 << 10;
/// The most bytes of a batch, stored or not.
const MOST_BATCH_BYTES: u64 = 4 << 20;

/// The memory of one worker.
///
/// All workers of a run have an equal one, so that they cut their state alike.
///
/// ```
/// use daytally::spill::Budget;
///
/// // 1 GiB for each of 2 workers, for a file whose largest row group has 30 MB.
/// let budget = Budget::new(1 << 30, 2, 300_000_000, 30_000_000);
/// assert_eq!(budget.partitions() % 2, 0);
/// assert!(budget.fold_bytes() < 1 << 30);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    memory: u64,
    reading: u64,
    partitions: u64,
}

impl Budget {
    /// A budget of `memory` bytes for each of `workers` that read `rows` altogether, in row groups
    /// of at most `row_group` bytes.
    pub fn new(memory: u64, workers: usize, rows: u64, row_group: u64) -> Self {
        let workers = (workers as u64).max(1);
        // A merged partition may take a quarter, even if every row has a video of its own.
        let needed = rows.saturating_mul(ROW_BYTES).div_ceil((memory / 4).max(1));
        // Cut equally, so that an owner's partitions are its share of the videos.
        let each = needed.div_ceil(workers).clamp(2, (MOST_PARTITIONS / workers).max(2));
        // One row group is decoded while the next one is read.
        let reading = row_group.saturating_mul(2).saturating_add(DECODING_BYTES);
        Self { memory, reading: reading.min(memory / 2), partitions: each * workers }
    }

    /// How many hash partitions spilled state is cut into: a multiple of the workers' number.
    pub fn partitions(&self) -> usize {
        whole(self.partitions)
    }

    /// What a fold may take, so that there is room to sort and write it.
    pub fn fold_bytes(&self) -> usize {
        whole((self.memory - self.reading) / 5 * 4)
    }

    /// What a fold may have taken at its end for the merge to be in memory: there are up to three
    /// copies at a time, such as what came from the other workers, their partials, and the totals.
    pub fn resident_bytes(&self) -> usize {
        whole(self.memory / 3)
    }

    /// When a stored batch is full. A merge has a batch of each partition at hand, and all of them
    /// may take a quarter.
    pub fn batch_bytes(&self) -> usize {
        whole((self.memory / 4 / self.partitions).clamp(LEAST_BATCH_BYTES, MOST_BATCH_BYTES))
    }
}

fn whole(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_worker_owns_as_many_partitions(
            memory in 0u64..1 << 36,
            workers in 1usize..65,
            rows in any::<u64>(),
            row_group in any::<u64>(),
        ) {
            let budget = Budget::new(memory, workers, rows, row_group);
            prop_assert!(budget.partitions() > workers && budget.partitions().is_multiple_of(workers));
            prop_assert!(budget.fold_bytes() as u64 <= memory);
        }

        #[test]
        fn a_partition_fits_even_if_every_row_is_a_video(
            memory in 64u64 << 20..8 << 30,
            workers in 1usize..9,
            rows in 0u64..400_000_000,
        ) {
            let budget = Budget::new(memory, workers, rows, 0);
            let partition = rows * ROW_BYTES / budget.partitions() as u64;
            prop_assert!(budget.partitions() as u64 > MOST_PARTITIONS - 64 || partition <= memory / 4);
            // One batch of each partition's list, when they are joined.
            prop_assert!(budget.partitions() * budget.batch_bytes() <= whole(memory / 4).max(16 << 20));
        }
    }
}
