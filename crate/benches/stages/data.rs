//! Data for the benches, generated for each of them.

use bytes::Bytes;
use daytally::fold::Fold;
use daytally::merge::{Partial, Totals};
use daytally::report::Share;
use daytally::sample::{Layout, Shape};
use daytally::scan::{Columns, Mapping, Plan, Roles, ScanOptions, Step, Task};
use daytally::source::{File, FooterDecoder};

pub(crate) const LAYOUTS: [(&str, Layout); 2] = [("clustered", Layout::Clustered), ("daily", Layout::Daily)];

/// A file in memory with two row groups.
pub(crate) struct Data {
    pub(crate) rows: u64,
    bytes: Bytes,
    file: File,
    mapping: Mapping,
}

impl Data {
    pub(crate) fn new(layout: Layout) -> Self {
        let shape = Shape { rows: 200_000, layout, row_group: 100_000, ..Shape::default() };
        let bytes = Bytes::from(shape.write(Vec::new()).unwrap());
        let mut footer = FooterDecoder::new("made.parquet", bytes.len() as u64);
        while let Some(range) = footer.needs().first().cloned() {
            footer.push(range.start, bytes.slice(range.start as usize..range.end as usize)).unwrap();
        }
        let file = footer.finish().unwrap();
        let plan = Plan::new(&[file.summary(0)], &ScanOptions::default(), Roles::ALL);
        assert_eq!((plan.rows, plan.tasks.len()), (shape.rows, 2));
        Self { rows: shape.rows, bytes, mapping: plan.mapping().unwrap(), file }
    }

    /// Gives each batch of a row group's rows to `take`.
    pub(crate) fn scan(&self, row_group: usize, mut take: impl FnMut(&Columns)) {
        let mut task = Task::open(&self.file, row_group, &self.mapping, Roles::ALL, None, None).unwrap();
        loop {
            match task.step().unwrap() {
                Step::Needs(ranges) => {
                    for range in ranges {
                        let bytes = self.bytes.slice(range.start as usize..range.end as usize);
                        task.push(range.start, bytes).unwrap();
                    }
                }
                Step::Rows(rows) => take(&rows),
                Step::Finished => return,
            }
        }
    }

    /// Every batch of rows.
    pub(crate) fn columns(&self) -> Vec<Columns> {
        let mut all = Vec::new();
        (0..2).for_each(|row_group| self.scan(row_group, |columns| all.push(columns.clone())));
        all
    }

    /// What is known of each row group, as two workers would.
    pub(crate) fn folds(&self) -> Vec<Fold> {
        let fold = |row_group| {
            let mut fold = Fold::new();
            self.scan(row_group, |columns| {
                fold.update(columns);
            });
            fold
        };
        (0..2).map(fold).collect()
    }

    /// The same, ready to be merged.
    pub(crate) fn partials(&self) -> Vec<Partial> {
        self.folds().into_iter().map(|fold| Partial::from_fold(fold).unwrap()).collect()
    }

    /// The results of all rows.
    pub(crate) fn share(&self) -> Share {
        let mut share = Share::new(Totals::new(Partial::merge(self.partials()).unwrap()).unwrap());
        share.set_end_date(share.last_day(), false);
        share
    }
}
