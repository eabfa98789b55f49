//! Spilled folds, each written as sorted lists.

use std::mem::replace;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result};
use crate::fold::{Counters, Fold, SeriesKey, hash_of, partition_of};
use crate::merge::batch::{Batch, Spill, key};
use crate::merge::builder::{BATCH_BYTES, StateBuilder};
use crate::merge::cursor::Order;
use crate::merge::lists::{merge_down, merge_lists};
use crate::merge::{Totals, directory, ipc, keys};
use crate::spill::Store;

/// The spilled folds of a worker, each with a list in the store for each owner.
///
/// A list is in the order of the hashes of its videos. One merge of all lists therefore meets all
/// series of a video together, and gives partitions as large as memory allows.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    lists: Vec<List>,
    counters: Counters,
}

#[derive(Clone, Debug)]
struct List {
    owner: u32,
    batches: Vec<Batch>,
}

#[derive(Serialize, Deserialize)]
struct Side {
    counters: Counters,
    /// The owner of each list.
    owners: Vec<u32>,
}

/// One in this many keys is in the sample, but at least this many of each partition, if it has so
/// many.
const SAMPLED: usize = 1_024;

impl Runs {
    /// Ends a fold and writes its state, a list for each owner. Returns an empty fold in the same
    /// memory, which no allocator would free as a whole.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the store takes no more; the runs are incomplete then.
    pub fn add(&mut self, fold: Fold, owners: usize, spill: &Spill) -> Result<Fold> {
        let (series, mut counters) = fold.into_parts();
        let owner = |key: &SeriesKey| partition_of(hash_of(series.video(key)), owners);
        for keys in series.hashed().chunk_by(|a, b| owner(a) == owner(b)) {
            let mut builder = StateBuilder::new(spill.budget.batch_bytes(), spill.list());
            series.each_months(keys, &mut counters, |key, months| {
                builder.push(series.channel(key), series.video(key), series.created(key), months)
            })?;
            let owner = u32::try_from(owner(&keys[0])).unwrap_or(u32::MAX);
            self.lists.push(List { owner, batches: builder.finish()?.batches });
        }
        // The months of a series are added up only as they are read.
        self.counters.merge(counters);
        Ok(Fold::reusing(series))
    }

    /// Returns whether nothing was spilled.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.counters == Counters::default()
    }

    /// Splits into the parts of the owners; the counters go to the first.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if runs were added for more owners.
    pub fn deal(self, owners: usize) -> Result<Vec<Self>> {
        let mut dealt = vec![Self::default(); owners.max(1)];
        dealt[0].counters = self.counters;
        for list in self.lists {
            let owned = dealt.get_mut(list.owner as usize);
            owned
                .ok_or_else(|| Error::new(ErrorCode::Internal, "a run has too many owners"))?
                .lists
                .push(list);
        }
        Ok(dealt)
    }

    /// Merges runs of one owner into partitions in the store. Returns the totals of each, and a
    /// sample of their keys for [`Splitters`](crate::merge::Splitters).
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if runs cannot be read or the store takes no more.
    pub fn merge(runs: Vec<Self>, spill: &Spill) -> Result<(Vec<Totals>, Vec<u8>)> {
        let mut counters = Counters::default();
        let mut lists: Vec<Vec<Batch>> = Vec::new();
        for run in runs {
            counters.merge(run.counters);
            lists.extend(run.lists.into_iter().map(|list| list.batches));
        }
        let lists = merge_down(lists, Order::Hashes, &mut counters, spill)?;
        let mut merged = Vec::new();
        let mut sample = Vec::new();
        let mut end_partition = |batches| -> Result<()> {
            let totals = Totals::sorted(batches, spill)?;
            totals.pick((totals.series() / SAMPLED).max(SAMPLED), |series| sample.push(key(series)))?;
            merged.push(totals);
            Ok(())
        };
        let builder = || StateBuilder::new(BATCH_BYTES, Vec::new());
        let mut partition = builder();
        let mut last = 0;
        merge_lists(lists, Order::Hashes, &mut counters, |series| {
            let hash = hash_of(series.video);
            // All series of a video have one hash and belong together.
            if hash != last && partition.total_bytes() >= spill.budget.partition_bytes() {
                end_partition(replace(&mut partition, builder()).finish()?)?;
            }
            last = hash;
            partition.push_series(series)
        })?;
        end_partition(partition.finish()?)?;
        // Merging counts days that are in two runs, so it must end before the counters are passed
        // on.
        merged[0].add_counters(counters);
        Ok((merged, keys::encode(&sample)?))
    }

    /// Returns the positions of all batches as an Arrow IPC stream; the batches stay in the store.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if it cannot be written.
    pub fn encode(&self) -> Result<Vec<u8>> {
        let owners = self.lists.iter().map(|list| list.owner).collect();
        let side = Side { counters: self.counters.clone(), owners };
        let batches = (0..).zip(&self.lists).flat_map(|(number, list)| {
            list.batches.iter().filter_map(Batch::stored).map(move |batch| (number, batch))
        });
        ipc::encode(&directory::schema(), [directory::encode(batches)?], &side)
    }

    /// Decodes what [`encode`](Self::encode) wrote, with the batches in a store.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) or [`Io`](crate::ErrorCode::Io) for anything else.
    pub fn decode(bytes: Vec<u8>, store: &Arc<dyn Store>) -> Result<Self> {
        let (_, batches, side) = ipc::decode::<Side>(bytes)?;
        let list = |owner| List { owner, batches: Vec::new() };
        let mut lists: Vec<List> = side.owners.into_iter().map(list).collect();
        for batch in batches {
            for (number, stored) in directory::decode(&batch, store)? {
                let list = lists
                    .get_mut(number as usize)
                    .ok_or_else(|| crate::spill::broken("a list is missing"))?;
                list.batches.push(Batch::Stored(stored));
            }
        }
        Ok(Self { lists, counters: side.counters })
    }
}
