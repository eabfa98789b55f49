use criterion::{BatchSize, Criterion, Throughput};
use daytally::merge::{Partial, Totals};

use crate::data::{Data, LAYOUTS};

/// From two partials to totals; across the boundary between workers and back; cut by hash.
pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("merge");
    for (name, layout) in LAYOUTS {
        let partials = Data::new(layout).partials();
        let series: usize = partials.iter().map(Partial::series).sum();
        group.throughput(Throughput::Elements(series as u64));
        group.bench_function(format!("{name}/totals"), |bencher| {
            let merge = |partials| Totals::new(Partial::merge(partials).unwrap()).unwrap();
            bencher.iter_batched(|| partials.clone(), merge, BatchSize::PerIteration);
        });
        group.bench_function(format!("{name}/ipc"), |bencher| {
            bencher.iter(|| {
                for partial in &partials {
                    let copy = Partial::decode(&partial.encode().unwrap()).unwrap();
                    assert_eq!(copy.series(), partial.series());
                }
            });
        });
        group.bench_function(format!("{name}/split"), |bencher| {
            let split = |partials: Vec<Partial>| {
                let parts: Vec<_> = partials.into_iter().flat_map(|it| it.split(8).unwrap()).collect();
                assert_eq!(parts.iter().map(Partial::series).sum::<usize>(), series);
                parts
            };
            bencher.iter_batched(|| partials.clone(), split, BatchSize::PerIteration);
        });
    }
}
