//! What a worker spilled: folds, each written as sorted lists.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::fold::{Counters, Fold};
use crate::merge::batch::{Batch, Spill, Stored, key};
use crate::merge::builder::StateBuilder;
use crate::merge::partial::merge_lists;
use crate::merge::{Partial, Totals, directory, ipc, keys};
use crate::spill::{Budget, Store};

/// The folds that a worker spilled, a sorted list in the store for each hash partition of each.
///
/// Their partitions are those of the [`Budget`], many more than workers, so
/// that one of them fits into memory when all workers' runs of it are merged.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    lists: Vec<List>,
    counters: Counters,
}

#[derive(Clone, Debug)]
struct List {
    partition: u32,
    batches: Vec<Stored>,
}

#[derive(Serialize, Deserialize)]
struct Side {
    counters: Counters,
    /// The partition of each list.
    partitions: Vec<u32>,
}

/// The most keys of a sample.
const SAMPLE_KEYS: usize = 4_096;

impl Runs {
    /// Ends a fold and writes its state, one partition at a time.
    ///
    /// # Errors
    /// `Io` if the store takes no more; the runs are incomplete then.
    pub fn add(&mut self, fold: Fold, spill: &Spill) -> Result<()> {
        let (series, counters) = fold.into_parts();
        self.counters.merge(counters);
        for (partition, unsorted) in (0..).zip(series.partitions(spill.budget.partitions())) {
            if unsorted.is_empty() {
                continue;
            }
            let mut batches = Vec::new();
            let mut builder = StateBuilder::new(spill.budget.batch_bytes(), |batch| {
                batches.push(spill.write(&batch)?);
                Ok(())
            });
            for key in series.sort(unsorted) {
                let months = series.months(&key).copied();
                builder.push(series.channel(&key), series.video(&key), series.created(&key), months)?;
            }
            builder.finish()?;
            self.lists.push(List { partition, batches });
        }
        Ok(())
    }

    /// Whether nothing was spilled.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.counters == Counters::default()
    }

    /// Cuts into what each owner merges, the same number of partitions each; the counters go to
    /// the first.
    pub fn deal(self, budget: &Budget, owners: usize) -> Vec<Self> {
        let each = budget.partitions().div_ceil(owners);
        let mut dealt = vec![Self::default(); owners];
        dealt[0].counters = self.counters;
        for list in self.lists {
            dealt[list.partition as usize / each].lists.push(list);
        }
        dealt
    }

    /// Merges the lists of each partition, one partition at a time, and gives their totals in the
    /// store, with a sample of their keys for [`Splitters`](crate::merge::Splitters).
    ///
    /// # Errors
    /// `Io` if runs cannot be read or the store takes no more.
    pub fn merge(runs: Vec<Self>, spill: &Spill) -> Result<(Vec<Totals>, Vec<u8>)> {
        let mut counters = Counters::default();
        let mut lists: Vec<List> = Vec::new();
        for run in runs {
            counters.merge(run.counters);
            lists.extend(run.lists);
        }
        lists.sort_by_key(|list| list.partition);
        let partitions = lists.chunk_by(|a, b| a.partition == b.partition).count();
        let mut merged = Vec::with_capacity(partitions.max(1));
        let mut sample = Vec::new();
        let mut lists = lists.into_iter().peekable();
        while let Some(first) = lists.next() {
            let mut equal = vec![first.batches];
            while let Some(list) = lists.next_if(|list| list.partition == first.partition) {
                equal.push(list.batches);
            }
            let equal = equal.into_iter().map(|list| list.into_iter().map(Batch::Stored).collect()).collect();
            let batches = merge_lists(equal, spill.budget.batch_bytes(), &mut counters)?;
            let totals = Totals::new(Partial { batches, counters: Counters::default() })?;
            totals.pick(SAMPLE_KEYS / partitions, |series| sample.push(key(series)))?;
            merged.push(totals.stored(spill)?);
        }
        if merged.is_empty() {
            merged.push(Totals::default());
        }
        // Merging counts days that two runs have; it must be over before they are handed on.
        merged[0].add_counters(counters);
        Ok((merged, keys::encode(&sample)?))
    }

    /// Where everything is, as an Arrow IPC stream; the batches stay in the store.
    ///
    /// # Errors
    /// `Internal` if it cannot be written.
    pub fn encode(&self) -> Result<Vec<u8>> {
        let partitions = self.lists.iter().map(|list| list.partition).collect();
        let side = Side { counters: self.counters.clone(), partitions };
        let batches = (0..)
            .zip(&self.lists)
            .flat_map(|(number, list)| list.batches.iter().map(move |batch| (number, batch)));
        ipc::encode(&directory::schema(), [directory::encode(batches)?], &side)
    }

    /// Reads what [`encode`](Self::encode) wrote, of batches in a store.
    ///
    /// # Errors
    /// `Corrupt` or `Io` for anything else.
    pub fn decode(bytes: &[u8], store: &Arc<dyn Store>) -> Result<Self> {
        let (_, batches, side) = ipc::decode::<Side>(bytes)?;
        let list = |partition| List { partition, batches: Vec::new() };
        let mut lists: Vec<List> = side.partitions.into_iter().map(list).collect();
        for batch in batches {
            for (number, stored) in directory::decode(&batch, store)? {
                let list = lists
                    .get_mut(number as usize)
                    .ok_or_else(|| crate::spill::broken("a list is missing"))?;
                list.batches.push(stored);
            }
        }
        Ok(Self { lists, counters: side.counters })
    }
}
