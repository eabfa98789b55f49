use criterion::{BatchSize, Criterion, Throughput};
use daytally::fold::Fold;

use crate::data::{Data, LAYOUTS};

/// Folds canonical columns into the state of each video.
pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fold");
    for (name, layout) in LAYOUTS {
        let data = Data::new(layout);
        let columns = data.columns();
        group.throughput(Throughput::Elements(data.rows));
        group.bench_function(name, |bencher| {
            let fold = |mut fold: Fold| {
                for columns in &columns {
                    fold.update(columns);
                }
                fold
            };
            bencher.iter_batched(Fold::new, fold, BatchSize::PerIteration);
        });
    }
}
