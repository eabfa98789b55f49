use criterion::{BatchSize, Criterion, Throughput};
use daytally::report::{Filter, ResultKind};
use daytally::sample::Layout;

use crate::data::Data;

const KINDS: [ResultKind; 4] =
    [ResultKind::Monthly, ResultKind::GapsList, ResultKind::GapsDates, ResultKind::GapsRanges];

/// From totals to every row of each result, counting included.
pub(crate) fn bench(criterion: &mut Criterion) {
    let data = Data::new(Layout::Clustered);
    let share = data.share();
    let mut group = criterion.benchmark_group("report");
    for kind in KINDS {
        let rows = share.rows(kind, &Filter::default()).unwrap();
        assert!(rows > 0);
        group.throughput(Throughput::Elements(rows));
        group.bench_function(kind.file_stem(), |bencher| {
            let read = |share: daytally::report::Share| {
                let window = share.window(kind, &Filter::default(), 0, u64::MAX).unwrap();
                assert_eq!(window.num_rows() as u64, rows);
                (share, window)
            };
            bencher.iter_batched(|| data.share(), read, BatchSize::PerIteration);
        });
    }
}
