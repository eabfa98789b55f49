//! Writes a result to a file.

use std::io::{BufWriter, Write};

use arrow::array::RecordBatch;

use crate::error::{Error, ErrorCode, Result};
use crate::export::{Format, TableWriter};
use crate::fs::io::early_sync::EarlySync;
use crate::fs::io::output::OutputFile;
use crate::fs::io::output_sink::OutputSink;
use crate::fs::io::parts::Parts;
use crate::fs::run::copying::ReadyRowGroup;
use crate::fs::run::first_rows::FirstRows;
use crate::report::ResultKind;
use crate::snapshot::CountSource;

/// After how many bytes a sync is requested.
const SYNC_BYTES: u64 = 64 * 1024 * 1024;

/// One result while it is written.
#[derive(Debug)]
pub(super) struct ResultFile {
    kind: ResultKind,
    rows: u64,
    to: To,
}

#[derive(Debug)]
enum To {
    File(Box<OpenFile>),
    FirstRows(FirstRows),
}

/// A file beside its final path, or a stream.
#[derive(Debug)]
struct OpenFile {
    file: OutputFile,
    writer: TableWriter<BufWriter<OutputSink>>,
    early: Option<EarlySync>,
    /// The bytes appended since the last sync.
    waiting: u64,
}

/// All rows of a result.
#[derive(Debug)]
pub(super) struct WholeFile {
    pub(super) kind: ResultKind,
    pub(super) rows: u64,
    /// `None` if only the first rows are wanted.
    pub(super) file: Option<OutputFile>,
    pub(super) first_rows: Vec<RecordBatch>,
}

impl WholeFile {
    /// Moves the file to its final path. Returns its size in bytes.
    pub(super) fn replace(self) -> Result<u64> {
        self.file.map_or(Ok(0), OutputFile::replace)
    }
}

impl ResultFile {
    /// Creates the file of a result whose counts come from `source`.
    pub(super) fn new(
        kind: ResultKind,
        file: OutputFile,
        format: Format,
        source: Option<&CountSource>,
    ) -> Result<Self> {
        let source = source.filter(|_| kind.needs_provider());
        let schema = source.map_or_else(|| kind.schema(), |source| source.annotate(&kind.schema()));
        let writer = TableWriter::new(format, file.sink()?, &schema);
        let writer = writer.map_err(|error| file.located(error))?;
        let open = OpenFile { file, writer, early: None, waiting: 0 };
        Ok(Self { kind, rows: 0, to: To::File(Box::new(open)) })
    }

    /// Creates a result of which only the first rows are wanted.
    pub(super) fn first_rows(kind: ResultKind, max: usize) -> Self {
        Self { kind, rows: 0, to: To::FirstRows(FirstRows::new(max, &kind.schema())) }
    }

    pub(super) fn kind(&self) -> ResultKind {
        self.kind
    }

    /// Returns whether only the first rows are wanted.
    pub(super) fn wants_first_rows(&self) -> bool {
        matches!(self.to, To::FirstRows(_))
    }

    /// Returns whether only the first rows are wanted, and all of them are there.
    pub(super) fn has_enough(&self) -> bool {
        matches!(&self.to, To::FirstRows(first) if first.has_enough())
    }

    /// Counts rows that are not written.
    pub(super) fn skip(&mut self, rows: u64) {
        self.rows += rows;
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows() as u64;
        match &mut self.to {
            To::File(open) => open.writer.write(batch).map_err(|error| open.file.located(error)),
            To::FirstRows(first) => {
                first.add(batch);
                Ok(())
            }
        }
    }

    /// Appends a row group unchanged from another file.
    pub(super) fn append(&mut self, row_group: ReadyRowGroup, parts: &Parts<'_>) -> Result<()> {
        let To::File(open) = &mut self.to else {
            return Err(Error::new(ErrorCode::Internal, "a row group is copied into a file alone"));
        };
        self.rows += row_group.rows;
        open.waiting += row_group.bytes();
        let appended = open.writer.append_row_group(row_group.rows, row_group.encoded(parts));
        appended.map_err(|error| open.file.located(error))?;
        if open.waiting >= SYNC_BYTES { open.ask_disk() } else { Ok(()) }
    }

    /// Ends the row group, if the format has row groups.
    pub(super) fn end_row_group(&mut self) -> Result<()> {
        match &mut self.to {
            To::File(open) => open.writer.end_row_group().map_err(|error| open.file.located(error)),
            To::FirstRows(_) => Ok(()),
        }
    }

    /// Syncs what is written so far, in the background.
    pub(super) fn sync_early(&mut self) -> Result<()> {
        let To::File(open) = &mut self.to else { return Ok(()) };
        open.writer.sink().flush().map_err(|error| open.file.located(error.into()))?;
        open.ask_disk()
    }

    pub(super) fn finish(self) -> Result<WholeFile> {
        let Self { kind, rows, to } = self;
        let open = match to {
            To::File(open) => *open,
            To::FirstRows(first) => {
                return Ok(WholeFile { kind, rows, file: None, first_rows: first.into_batches() });
            }
        };
        let OpenFile { file, writer, early, .. } = open;
        let sink = writer.finish().map_err(|error| file.located(error))?;
        sink.into_inner().map_err(|error| file.located(error.into_error().into()))?;
        early.map_or(Ok(()), EarlySync::wait)?;
        Ok(WholeFile { kind, rows, file: Some(file), first_rows: Vec::new() })
    }
}

impl OpenFile {
    fn ask_disk(&mut self) -> Result<()> {
        self.waiting = 0;
        if self.early.is_none() {
            // It only saves time: the rest is synced at the end.
            self.early = EarlySync::new(self.file.sync()?).ok();
        }
        self.early.iter().for_each(EarlySync::request);
        Ok(())
    }
}
