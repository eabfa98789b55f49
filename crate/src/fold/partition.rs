//! Which videos go together when state is cut.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// Returns the hash of a video, the same in every worker of a run.
pub(crate) fn hash_of(video: Option<&[u8]>) -> u64 {
    FixedState::default().hash_one(video.unwrap_or_default())
}

/// Returns the partition of a hash. Each partition is a range of hashes, so that what is in the
/// order of the hashes is also in the order of their partitions.
pub(crate) fn partition_of(hash: u64, partitions: usize) -> usize {
    // The high half of a 128-bit product spreads a hash evenly over any number of partitions.
    ((u128::from(hash) * partitions as u128) >> 64) as usize
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_partition_is_a_range_of_hashes(a in any::<u64>(), b in any::<u64>(), partitions in 1usize..65) {
            let (low, high) = (partition_of(a.min(b), partitions), partition_of(a.max(b), partitions));
            prop_assert!(low <= high && high < partitions);
        }
    }
}
