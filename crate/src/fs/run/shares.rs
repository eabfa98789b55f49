//! Turns the folds of the threads into totals in the results' order.

use std::num::NonZeroUsize;

use crate::error::Result;
use crate::fs::Watch;
use crate::fs::run::spilling::{Folding, Spilling};
use crate::fs::threads::for_each;
use crate::merge::{Partial, Runs, Splitters, Totals};

/// Merges by hash of the video and cuts by ranges of the order, a share per thread.
pub(super) fn shares(
    folded: Vec<Folding<'_>>,
    threads: NonZeroUsize,
    spilling: Option<&Spilling>,
    watch: &Watch,
) -> Result<Vec<Totals>> {
    match spilling.filter(|_| folded.iter().any(Folding::must_spill)) {
        None => in_memory(folded, threads),
        Some(spilling) => on_disk(folded, threads, spilling, watch),
    }
}

fn in_memory(folded: Vec<Folding<'_>>, threads: NonZeroUsize) -> Result<Vec<Totals>> {
    let parts = threads.get();
    let split = |folding: Folding<'_>| Partial::split_fold(folding.fold, parts);
    let split = collect(for_each(threads, folded, split)?)?;
    let totals = for_each(threads, transposed(split, parts), |partials| {
        let totals = Totals::new(Partial::merge(partials)?)?;
        let sample = totals.sample()?;
        Ok((totals, sample))
    })?;
    let (totals, samples): (Vec<_>, Vec<_>) = collect(totals)?.into_iter().unzip();
    if parts == 1 {
        return Ok(totals);
    }
    let splitters = Splitters::new(&samples, parts)?;
    let cut = collect(for_each(threads, totals, |totals| totals.cut(&splitters))?)?;
    collect(for_each(threads, transposed(cut, parts), |shares| Totals::join(shares, None))?)
}

/// Does the same on disk. Each step has a store of its own, so that the previous one is freed.
fn on_disk(
    folded: Vec<Folding<'_>>,
    threads: NonZeroUsize,
    spilling: &Spilling,
    watch: &Watch,
) -> Result<Vec<Totals>> {
    let parts = threads.get();
    let spill = spilling.spill()?;
    let deal = |folding: Folding<'_>| {
        watch.check()?;
        folding.into_runs()?.deal(parts)
    };
    let dealt = collect(for_each(threads, folded, deal)?)?;
    let merge = |runs: Vec<Runs>| {
        watch.check()?;
        Runs::merge(runs, &spill)
    };
    let merged = collect(for_each(threads, transposed(dealt, parts), merge)?)?;
    let (totals, samples): (Vec<_>, Vec<_>) = merged.into_iter().unzip();
    let splitters = Splitters::new(&samples, parts)?;
    let cut = |totals: Vec<Totals>| {
        let cut = totals.into_iter().map(|totals| totals.cut(&splitters)).collect::<Result<_>>()?;
        Ok(transposed(cut, parts))
    };
    let cut = collect(for_each(threads, totals, cut)?)?;
    let results = spilling.spill()?;
    let join = |shares: Vec<Vec<Totals>>| {
        watch.check()?;
        Totals::join(shares.into_iter().flatten().collect(), Some(&results))
    };
    collect(for_each(threads, transposed(cut, parts), join)?)
}

fn collect<T>(results: Vec<Result<T>>) -> Result<Vec<T>> {
    results.into_iter().collect()
}

/// Turns a list per maker into a list per part.
fn transposed<T>(made: Vec<Vec<T>>, parts: usize) -> Vec<Vec<T>> {
    let mut transposed: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(parts).collect();
    for made in made {
        for (list, item) in transposed.iter_mut().zip(made) {
            list.push(item);
        }
    }
    transposed
}
