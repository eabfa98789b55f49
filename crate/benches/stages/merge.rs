use criterion::{BatchSize, Criterion, Throughput};
use daytally::fold::Fold;
use daytally::merge::{Partial, Totals};

use crate::data::{Data, LAYOUTS};

/// From two partials to totals; across the boundary between workers and back; cut by hash.
pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("merge");
    for (name, layout) in LAYOUTS {
        let data = Data::new(layout);
        let partials = data.partials();
        let series: usize = partials.iter().map(Partial::series).sum();
        group.throughput(Throughput::Elements(series as u64));
        group.bench_function(format!("{name}/totals"), |bencher| {
            let merge = |partials| Totals::new(Partial::merge(partials).unwrap()).unwrap();
            bencher.iter_batched(|| partials.clone(), merge, BatchSize::PerIteration);
        });
        group.bench_function(format!("{name}/ipc"), |bencher| {
            bencher.iter(|| {
                for partial in &partials {
                    let copy = Partial::decode(partial.encode().unwrap()).unwrap();
                    assert_eq!(copy.series(), partial.series());
                }
            });
        });
        group.bench_function(format!("{name}/split"), |bencher| {
            let split = |folds: Vec<Fold>| {
                let split = folds.into_iter().flat_map(|fold| Partial::split_fold(fold, 8).unwrap());
                let parts: Vec<_> = split.collect();
                assert_eq!(parts.iter().map(Partial::series).sum::<usize>(), series);
                parts
            };
            bencher.iter_batched(|| data.folds(), split, BatchSize::PerIteration);
        });
    }
}
