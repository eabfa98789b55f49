use criterion::{Criterion, Throughput};
use daytally::export::{Format, TableWriter};
use daytally::report::{Filter, ResultKind};
use daytally::sample::Layout;

use crate::data::Data;

/// The monthly views, written in each format.
pub(crate) fn bench(criterion: &mut Criterion) {
    let rows = Data::new(Layout::Clustered)
        .share()
        .window(ResultKind::Monthly, &Filter::default(), 0, u64::MAX)
        .unwrap();
    let mut group = criterion.benchmark_group("export");
    group.throughput(Throughput::Elements(rows.num_rows() as u64));
    for format in Format::EXACT {
        group.bench_function(format.extension(), |bencher| {
            bencher.iter(|| {
                let mut writer = TableWriter::new(format, Vec::new(), &rows.schema()).unwrap();
                writer.write(&rows).unwrap();
                let file = writer.finish().unwrap();
                assert!(file.len() > rows.num_rows());
                file
            });
        });
    }
}
