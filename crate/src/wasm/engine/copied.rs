//! Row groups that are copied into the combined result.

use bytes::{Buf, Bytes};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::scanning::missing_bytes;
use crate::error::Result as Checked;
use crate::export::{EncodedChunk, parquet_schema};
use crate::report::ResultKind;
use crate::scan::{CopiedRowGroup, PageCheck};
use crate::source::parts::find;
use crate::wasm::exporter::Exporter;
use crate::wasm::failure::{Result, out_of_order};
use crate::wasm::ranges::{flat, whole};

/// A row group that can be copied, with the bytes of its chunks.
pub(super) struct Copied {
    file: u32,
    group: CopiedRowGroup,
    parts: Vec<(u64, Bytes)>,
}

#[wasm_bindgen]
impl Engine {
    /// Returns the ranges of the five column chunks of a row group, if they can be copied into the
    /// combined result; none otherwise.
    #[wasm_bindgen(js_name = copyNeeds)]
    pub fn copy_needs(&mut self, file: u32, row_group: usize) -> Result<Vec<f64>> {
        let source = self.files.whole(file)?;
        let columns = parquet_schema(&ResultKind::Combined.schema())?;
        let run = self.run_mut()?;
        let group = CopiedRowGroup::find(&source, row_group, &run.settings.mapping, &columns);
        let needs = group.as_ref().map(|group| flat(&group.ranges(&source))).unwrap_or_default();
        run.copied = group.map(|group| Copied { file, group, parts: Vec::new() });
        Ok(needs)
    }

    /// Pushes the bytes of the file from `start` on.
    #[wasm_bindgen(js_name = pushCopied)]
    pub fn push_copied(&mut self, start: f64, bytes: Vec<u8>) -> Result<()> {
        let copied = self.run_mut()?.copied.as_mut().ok_or_else(|| out_of_order("copyNeeds"))?;
        copied.parts.push((whole(start), bytes.into()));
        Ok(())
    }

    /// Appends the row group to a file. Returns the bytes to append to it.
    #[wasm_bindgen(js_name = copyInto, unchecked_return_type = "Uint8Array")]
    pub fn copy_into(&mut self, exporter: &mut Exporter) -> Result<Vec<u8>> {
        let copied = self.run_mut()?.copied.take();
        let Copied { file, group, parts } = copied.ok_or_else(|| out_of_order("copyNeeds"))?;
        let source = self.files.whole(file)?;
        let columns = parquet_schema(&ResultKind::Combined.schema())?;
        let read = |range: std::ops::Range<u64>| -> Checked<Bytes> {
            find(&parts, &range).ok_or_else(missing_bytes)
        };
        let mut chunks = Vec::new();
        for chunk in group.chunks(&source, &columns, &read)? {
            let bytes = read(chunk.range.clone())?;
            let mut check = PageCheck::new(chunk.checksums);
            check.take(chunk.range.start, &bytes).map_err(|error| error.at(&chunk.location))?;
            chunks.push(EncodedChunk { metadata: chunk.metadata, bytes: bytes.reader() });
        }
        // Each chunk is freed once it is appended.
        drop(parts);
        exporter.append(group.rows(&source), chunks)
    }
}
