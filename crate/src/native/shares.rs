//! The threads' partials, made into totals that follow each other in the results' order.

use std::num::NonZeroUsize;

use crate::error::Result;
use crate::merge::{Partial, Totals};
use crate::native::threads::for_each;

/// Merges partials by hash of the video and cuts them by ranges of the order, a share for each thread.
pub(super) fn shares(partials: Vec<Partial>, threads: NonZeroUsize) -> Result<Vec<Totals>> {
    let parts = threads.get();
    let split = collect(for_each(threads, partials, |partial| partial.split(parts))?)?;
    let totals = for_each(threads, transposed(split, parts), |partials| {
        let totals = Totals::new(Partial::merge(partials)?)?;
        let sample = totals.sample()?;
        Ok((totals, sample))
    })?;
    let (totals, samples): (Vec<_>, Vec<_>) = collect(totals)?.into_iter().unzip();
    if parts == 1 {
        return Ok(totals);
    }
    let cut = collect(for_each(threads, totals, |totals| totals.cut(&samples, parts))?)?;
    collect(for_each(threads, transposed(cut, parts), Totals::join)?)
}

fn collect<T>(results: Vec<Result<T>>) -> Result<Vec<T>> {
    results.into_iter().collect()
}

/// From a list for each maker to a list for each part.
fn transposed<T>(made: Vec<Vec<T>>, parts: usize) -> Vec<Vec<T>> {
    let mut transposed: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(parts).collect();
    for made in made {
        for (list, item) in transposed.iter_mut().zip(made) {
            list.push(item);
        }
    }
    transposed
}
