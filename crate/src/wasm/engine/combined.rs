//! Rows of the input, read again for the combined result or as examples of data issues.

use std::ops::Range;

use bytes::Bytes;
use tsify::Ts;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::scanning::{missing_bytes, needs};
use crate::report::{Filter, ResultKind, combined};
use crate::scan::{Columns, Example, Role, Step, Task};
use crate::wasm::failure::{Result, out_of_order};
use crate::wasm::ranges::{number, whole};
use crate::wasm::table;

/// The bytes of the last row group.
pub(super) struct RowGroup {
    file: u32,
    row_group: usize,
    parts: Vec<(u64, Bytes)>,
    wanted: Option<Wanted>,
}

/// The rows of a row group that a filter takes.
struct Wanted {
    filter: Filter,
    /// For each run of rows, how many there are up to its end, and how many of them the filter
    /// takes.
    ends: Vec<(u64, u64)>,
}

#[wasm_bindgen]
impl Engine {
    /// Returns the byte ranges that a row group needs; none if it was the last one and is still in
    /// memory.
    #[wasm_bindgen(js_name = combinedNeeds)]
    pub fn combined_needs(&mut self, file: u32, row_group: usize) -> Result<Vec<f64>> {
        let Self { files, run, .. } = self;
        let run = run.as_mut().ok_or_else(|| out_of_order("begin"))?;
        let here = |known: &RowGroup| known.file == file && known.row_group == row_group;
        if run.combined.as_ref().is_some_and(here) {
            return Ok(Vec::new());
        }
        let ranges = needs(&mut run.settings.open(files, file, row_group, None)?)?;
        run.combined = Some(RowGroup { file, row_group, parts: Vec::new(), wanted: None });
        Ok(ranges)
    }

    /// Pushes the bytes of the file from `start` on.
    #[wasm_bindgen(js_name = pushCombined)]
    pub fn push_combined(&mut self, start: f64, bytes: Vec<u8>) -> Result<()> {
        let known = self.run_mut()?.combined.as_mut().ok_or_else(|| out_of_order("combinedNeeds"))?;
        known.parts.push((whole(start), bytes.into()));
        Ok(())
    }

    /// Returns how many rows of that row group a filter takes.
    #[wasm_bindgen(js_name = combinedRows)]
    pub fn combined_rows(&mut self, filter: Ts<Filter>) -> Result<f64> {
        let filter = filter.to_rust()?;
        Ok(number(self.wanted(filter)?.last().map_or(0, |&(_, wanted)| wanted)))
    }

    /// Returns the rows `start..start + length` of those as an Arrow IPC stream; fewer at the end.
    #[wasm_bindgen(js_name = combinedWindow, unchecked_return_type = "Uint8Array")]
    pub fn combined_window(&mut self, filter: Ts<Filter>, start: f64, length: f64) -> Result<Vec<u8>> {
        let filter: Filter = filter.to_rust()?;
        let mut window = whole(start)..whole(start).saturating_add(whole(length));
        let mut rows = window.clone();
        if !filter.is_all() {
            let ends = self.wanted(filter.clone())?;
            let from = ends.partition_point(|&(_, wanted)| wanted <= window.start);
            let to = ends.partition_point(|&(_, wanted)| wanted < window.end);
            let (first, before) = from.checked_sub(1).map_or((0, 0), |at| ends[at]);
            let last = ends.get(to).or(ends.last()).map_or(0, |&(rows, _)| rows);
            rows = first..last.max(first);
            window = window.start - before..window.end - before;
        }
        let mut batches = Vec::new();
        // The position in the window of the next row that the filter takes.
        let mut next = 0;
        self.read_combined(rows, |columns| {
            let wanted = filter.select(&combined(columns)?)?;
            let end = next + wanted.num_rows() as u64;
            let (from, to) = if filter.is_all() { (next, end) } else { (window.start, window.end) };
            let (from, to) = (from.clamp(next, end) - next, to.clamp(next, end) - next);
            batches.push(wanted.slice(from as usize, (to.max(from) - from) as usize));
            next = end;
            Ok(())
        })?;
        Ok(table::encode_all(&ResultKind::Combined.schema(), &batches)?)
    }

    /// Returns the first few rows of that row group with an issue: the number of each, its number
    /// among those that are not deleted, and the value that could not be read.
    #[wasm_bindgen(unchecked_return_type = "(number | string)[]")]
    pub fn examples(&self, role: Ts<Role>, unreadable: bool) -> Result<Vec<JsValue>> {
        let found = self.open_known(None)?.examples(role.to_rust()?, unreadable)?;
        // A struct would add more code to the module than the rest of this function.
        let texts =
            |each: &Example| [number(each.row).into(), number(each.kept).into(), each.value.as_str().into()];
        Ok(found.iter().flat_map(texts).collect())
    }
}

impl Engine {
    /// Finds the rows of the current row group that a filter takes; the last result is cached.
    fn wanted(&mut self, filter: Filter) -> Result<Vec<(u64, u64)>> {
        let known = self.run()?.combined.as_ref().and_then(|group| group.wanted.as_ref());
        if let Some(known) = known.filter(|known| known.filter == filter) {
            return Ok(known.ends.clone());
        }
        let mut ends: Vec<(u64, u64)> = Vec::new();
        self.read_combined(0..u64::MAX, |columns| {
            let (rows, wanted) = ends.last().copied().unwrap_or_default();
            let more = filter.select(&combined(columns)?)?.num_rows();
            ends.push((rows + columns.rows as u64, wanted + more as u64));
            Ok(())
        })?;
        if let Some(group) = &mut self.run_mut()?.combined {
            group.wanted = Some(Wanted { filter, ends: ends.clone() });
        }
        Ok(ends)
    }

    /// Reads some rows of the current row group.
    fn read_combined(
        &self,
        rows: Range<u64>,
        mut each: impl FnMut(&Columns) -> crate::Result<()>,
    ) -> Result<()> {
        let mut task = self.open_known(Some(rows))?;
        loop {
            match task.step()? {
                Step::Rows(columns) => each(&columns)?,
                Step::Finished => return Ok(()),
                Step::Needs(_) => return Err(missing_bytes().into()),
            }
        }
    }

    /// Returns the last row group, with its bytes, or a half-open range of its rows.
    fn open_known(&self, rows: Option<Range<u64>>) -> Result<Task> {
        let run = self.run()?;
        let known = run.combined.as_ref().ok_or_else(|| out_of_order("combinedNeeds"))?;
        let mut task = run.settings.open(&self.files, known.file, known.row_group, rows)?;
        for (start, bytes) in &known.parts {
            task.push(*start, bytes.clone())?;
        }
        Ok(task)
    }
}
