//! The two formats of Arrow IPC.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::ipc::writer::{FileWriter, StreamWriter};

use super::failure::of_arrow;
use crate::error::Result;

/// Defines a writer around one of Arrow's, which have the same methods but no trait with them.
macro_rules! ipc_writer {
    ($name:ident, $inner:ident) => {
        pub(super) struct $name<W: Write>($inner<W>);

        impl<W: Write> $name<W> {
            pub(super) fn new(sink: W, schema: &SchemaRef) -> Result<Self> {
                Ok(Self($inner::try_new(sink, schema).map_err(of_arrow)?))
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
    };
}

ipc_writer!(ArrowFileWriter, FileWriter);
ipc_writer!(ArrowStreamWriter, StreamWriter);
