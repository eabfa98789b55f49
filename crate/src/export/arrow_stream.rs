//! The Arrow IPC streaming format.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::ipc::writer::StreamWriter;

use crate::error::Result;

use super::failure::of_arrow;

pub(super) struct ArrowStreamWriter<W: Write>(StreamWriter<W>);

impl<W: Write> ArrowStreamWriter<W> {
    pub(super) fn new(sink: W, schema: &SchemaRef) -> Result<Self> {
        Ok(Self(StreamWriter::try_new(sink, schema).map_err(of_arrow)?))
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.0.write(batch).map_err(of_arrow)
    }

    pub(super) fn sink(&mut self) -> &mut W {
        self.0.get_mut()
    }

    pub(super) fn finish(self) -> Result<W> {
        self.0.into_inner().map_err(of_arrow)
    }
}
