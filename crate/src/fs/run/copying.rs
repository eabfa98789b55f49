//! Which row groups of a run are copied into the combined result.

use std::cmp::Reverse;
use std::io::Read;

use crate::error::Result;
use crate::export::{EncodedChunk, ParquetColumns};
use crate::fs::Dataset;
use crate::fs::io::chunk_reader::ChunkReader;
use crate::fs::io::parts::Parts;
use crate::report::ResultKind;
use crate::scan::{CopiedChunk, CopiedRowGroup, Plan, Roles, RowGroupTask};

/// The maximum number of copied row groups, the largest: a file may have 32,767, and between two
/// copied ones there may be one of decoded rows.
const MAX_COPIED: usize = 12_000;

/// For each task of a plan, whether its row group is copied, and the target columns.
#[derive(Debug, Default)]
pub(super) struct Copying {
    groups: Vec<Option<CopiedRowGroup>>,
    columns: Option<ParquetColumns>,
}

/// The checked chunks of a row group, ready to be read.
#[derive(Debug)]
pub(super) struct ReadyRowGroup {
    pub(super) rows: u64,
    chunks: Vec<CopiedChunk>,
}

impl Copying {
    /// Returns what can be copied in a run whose other results need `roles`.
    pub(super) fn new(dataset: &Dataset, plan: &Plan, roles: Roles) -> Result<Self> {
        let mapping = plan.mapping()?;
        let columns = crate::export::parquet_schema(&ResultKind::Combined.schema())?;
        let find = |&RowGroupTask { file, row_group, .. }: &RowGroupTask| {
            let (_, file) = dataset.file(file)?;
            let group = CopiedRowGroup::find(file, row_group as usize, &mapping, &columns);
            Ok(group.map(|group| group.decoding(file, roles)))
        };
        let mut groups = plan.tasks.iter().map(find).collect::<Result<Vec<_>>>()?;
        let mut found: Vec<usize> = (0..groups.len()).filter(|&task| groups[task].is_some()).collect();
        found.sort_by_key(|&task| Reverse(plan.tasks[task].rows));
        for &task in found.iter().skip(MAX_COPIED) {
            groups[task] = None;
        }
        Ok(Self { groups, columns: Some(columns) })
    }

    /// Returns the row group of a task, if it is copied.
    pub(super) fn of(&self, task: usize) -> Option<&CopiedRowGroup> {
        self.groups.get(task)?.as_ref()
    }

    /// Checks the page headers of a task's row group, if it is copied.
    pub(super) fn open(
        &self,
        task: usize,
        dataset: &Dataset,
        plan: &Plan,
        parts: &Parts<'_>,
    ) -> Result<Option<ReadyRowGroup>> {
        let (Some(group), Some(columns)) = (self.of(task), &self.columns) else { return Ok(None) };
        let RowGroupTask { file, rows, .. } = plan.tasks[task];
        let (_, file) = dataset.file(file)?;
        let chunks = group.chunks(file, columns, &|range| parts.read(&range))?;
        Ok(Some(ReadyRowGroup { rows, chunks }))
    }

    /// Returns how many rows have dates that are not read.
    pub(super) fn rows_with_unread_dates(&self, plan: &Plan) -> u64 {
        let copied = self.groups.iter().zip(&plan.tasks);
        let unread =
            copied.filter(|(group, _)| group.as_ref().is_some_and(CopiedRowGroup::leaves_dates_unread));
        unread.map(|(_, task)| task.rows).sum()
    }
}

impl ReadyRowGroup {
    /// Returns how many bytes its chunks have.
    pub(super) fn bytes(&self) -> u64 {
        self.chunks.iter().map(|chunk| chunk.range.end - chunk.range.start).sum()
    }

    /// Returns its chunks, each to be read once.
    pub(super) fn encoded<'a>(self, parts: &'a Parts<'a>) -> Vec<EncodedChunk<impl Read + Send + use<'a>>> {
        let encoded = |chunk: CopiedChunk| EncodedChunk {
            metadata: chunk.metadata.clone(),
            bytes: ChunkReader::new(parts, chunk),
        };
        self.chunks.into_iter().map(encoded).collect()
    }
}
