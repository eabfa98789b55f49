//! Writes a result to a file.

use std::fs::File;
use std::io::{BufWriter, Write};

use arrow::array::RecordBatch;

use crate::error::Result;
use crate::export::{Format, TableWriter};
use crate::fs::io::early_sync::EarlySync;
use crate::fs::io::output::OutputFile;
use crate::fs::io::parts::Parts;
use crate::fs::run::copying::ReadyRowGroup;
use crate::report::ResultKind;
use crate::snapshot::CountSource;

/// After how many bytes a sync is requested.
const SYNC_BYTES: u64 = 64 * 1024 * 1024;

/// The file of one result, beside its final path.
#[derive(Debug)]
pub(super) struct ResultFile {
    kind: ResultKind,
    file: OutputFile,
    writer: TableWriter<BufWriter<File>>,
    rows: u64,
    early: Option<EarlySync>,
    /// The bytes appended since the last sync.
    waiting: u64,
}

/// A file with all rows of its result.
#[derive(Debug)]
pub(super) struct WholeFile {
    pub(super) kind: ResultKind,
    pub(super) file: OutputFile,
    pub(super) rows: u64,
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
        Ok(Self { kind, file, writer, rows: 0, early: None, waiting: 0 })
    }

    pub(super) fn kind(&self) -> ResultKind {
        self.kind
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).map_err(|error| self.file.located(error))
    }

    /// Appends a row group unchanged from another file.
    pub(super) fn append(&mut self, row_group: ReadyRowGroup, parts: &Parts<'_>) -> Result<()> {
        self.rows += row_group.rows;
        self.waiting += row_group.bytes();
        let appended = self.writer.append_row_group(row_group.rows, row_group.encoded(parts));
        appended.map_err(|error| self.file.located(error))?;
        if self.waiting >= SYNC_BYTES { self.ask_disk() } else { Ok(()) }
    }

    /// Ends the row group, in the format that has them.
    pub(super) fn end_row_group(&mut self) -> Result<()> {
        self.writer.end_row_group().map_err(|error| self.file.located(error))
    }

    /// Syncs what is written so far, in the background.
    pub(super) fn sync_early(&mut self) -> Result<()> {
        self.writer.sink().flush().map_err(|error| self.file.located(error.into()))?;
        self.ask_disk()
    }

    fn ask_disk(&mut self) -> Result<()> {
        self.waiting = 0;
        if self.early.is_none() {
            // It only saves time: the rest is synced at the end.
            self.early = EarlySync::new(self.file.sync()?).ok();
        }
        self.early.iter().for_each(EarlySync::ask);
        Ok(())
    }

    pub(super) fn finish(self) -> Result<WholeFile> {
        let Self { kind, file, writer, rows, early, .. } = self;
        let sink = writer.finish().map_err(|error| file.located(error))?;
        sink.into_inner().map_err(|error| file.located(error.into_error().into()))?;
        early.map_or(Ok(()), EarlySync::wait)?;
        Ok(WholeFile { kind, file, rows })
    }
}
