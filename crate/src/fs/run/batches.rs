//! The rows of a result, batch by batch.

use std::iter::FusedIterator;
use std::vec;

use arrow::array::RecordBatch;

use crate::error::{Error, Result};
use crate::fs::Watch;
use crate::report::{Filter, ResultKind, Share};
use crate::snapshot::SnapshotJob;

/// How many rows are made at once; fewer if a row is a list.
const ROWS: u64 = 16_384;
const LISTS: u64 = 2_048;

/// Where rows come from.
#[derive(Clone, Copy, Debug)]
enum Part<'a> {
    Share(&'a Share),
    Unanswered(&'a SnapshotJob),
}

impl Part<'_> {
    fn rows(self, kind: ResultKind) -> Result<u64> {
        match self {
            Self::Share(share) => share.rows(kind, &Filter::default()),
            Self::Unanswered(job) => Ok(job.unanswered_rows() as u64),
        }
    }

    fn window(self, kind: ResultKind, start: u64, length: u64) -> Result<RecordBatch> {
        match self {
            Self::Share(share) => share.window(kind, &Filter::default(), start, length),
            Self::Unanswered(job) => {
                // They are in memory, so their number is a usize.
                let (start, length) = (start as usize, length as usize);
                job.unanswered(start..start + length)
            }
        }
    }
}

/// The rows of a result in order, as Arrow record batches. It ends with the first error.
#[derive(Debug)]
pub struct Batches<'a> {
    kind: ResultKind,
    /// The part of the next rows, and the number of its next row.
    part: Option<(Part<'a>, u64)>,
    parts: vec::IntoIter<Part<'a>>,
    watch: Option<&'a Watch>,
    refusal: Option<Error>,
}

impl<'a> Batches<'a> {
    /// Returns the rows of a result of all shares.
    pub(in crate::fs) fn of_shares(shares: &'a [Share], kind: ResultKind, watch: Option<&'a Watch>) -> Self {
        Self::new(shares.iter().map(Part::Share).collect(), kind, watch)
    }

    /// Returns the videos without an answer.
    pub(super) fn unanswered(job: &'a SnapshotJob, watch: Option<&'a Watch>) -> Self {
        Self::new(vec![Part::Unanswered(job)], ResultKind::Unanswered, watch)
    }

    /// Returns no rows but an error.
    pub(super) fn refused(error: Error) -> Self {
        Self { refusal: Some(error), ..Self::new(Vec::new(), ResultKind::Monthly, None) }
    }

    fn new(parts: Vec<Part<'a>>, kind: ResultKind, watch: Option<&'a Watch>) -> Self {
        // A sum that is too large is found here, before anything else is made.
        let refusal = parts.iter().find_map(|part| part.rows(kind).err());
        Self { kind, part: None, parts: parts.into_iter(), watch, refusal }
    }

    fn next_batch(&mut self) -> Result<Option<RecordBatch>> {
        if let Some(error) = self.refusal.take() {
            return Err(error);
        }
        let length = if self.kind == ResultKind::GapsList { LISTS } else { ROWS };
        loop {
            let Some((part, start)) = self.part.or_else(|| Some((self.parts.next()?, 0))) else {
                return Ok(None);
            };
            self.watch.map_or(Ok(()), Watch::check)?;
            if start < part.rows(self.kind)? {
                let batch = part.window(self.kind, start, length)?;
                self.part = Some((part, start + batch.num_rows().max(1) as u64));
                return Ok(Some(batch));
            }
            self.part = None;
        }
    }
}

impl Iterator for Batches<'_> {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_batch();
        if next.is_err() {
            (self.part, self.parts) = (None, Vec::new().into_iter());
        }
        next.transpose()
    }
}

impl FusedIterator for Batches<'_> {}
