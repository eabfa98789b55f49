use std::hint::black_box;

use criterion::{Criterion, Throughput};

use crate::data::{Data, LAYOUTS};

/// From bytes to canonical columns, which are dropped.
pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("scan");
    for (name, layout) in LAYOUTS {
        let data = Data::new(layout);
        group.throughput(Throughput::Elements(data.rows));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut rows = 0;
                (0..2).for_each(|row_group| data.scan(row_group, |columns| rows += black_box(columns).rows));
                assert_eq!(rows as u64, data.rows);
            });
        });
    }
}
