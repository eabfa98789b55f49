//! Windows of the results of this worker's share.

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use crate::calendar::Day;
use crate::error::{Error, ErrorCode};
use crate::report::{
    ChannelQuery, Channels, Coverage, DayCounts, Diagnostics, Filter, Heat, HeatGrid, Overview, ResultKind,
    Share, VideoDays,
};
use crate::scan::{Roles, UnreadColumn};
use crate::wasm::failure::Result;
use crate::wasm::ranges::{number, whole};
use crate::wasm::table;

#[wasm_bindgen]
impl Engine {
    /// Returns the newest date of this share, `YYYY-MM-DD`.
    #[wasm_bindgen(js_name = lastDay)]
    pub fn last_day(&self) -> Result<Option<String>> {
        Ok(self.share()?.last_day().map(|day| day.to_string()))
    }

    /// Sets the day up to which data should be complete, inclusive.
    #[wasm_bindgen(js_name = setEndDate)]
    pub fn set_end_date(&mut self, day: Option<String>) -> Result<()> {
        let day = day.as_deref().map(parse_day).transpose()?;
        self.share_mut()?.set_end_date(day, day.is_some());
        Ok(())
    }

    /// Returns the share's counts of videos by day; undefined if dates or created dates were not
    /// read.
    #[wasm_bindgen(js_name = dayCounts)]
    pub fn day_counts(&self) -> Result<Option<Ts<DayCounts>>> {
        if !self.run()?.settings.roles.covers(Roles::GAPS) {
            return Ok(None);
        }
        Ok(Some(self.share()?.day_counts()?.into_ts()?))
    }

    /// Takes the coverage of all shares together.
    #[wasm_bindgen(js_name = setCoverage)]
    pub fn set_coverage(&mut self, coverage: Ts<Coverage>) -> Result<()> {
        let coverage = coverage.to_rust()?;
        self.share_mut()?.set_coverage(coverage);
        Ok(())
    }

    /// Returns this share's part of the diagnostics.
    pub fn diagnostics(&self) -> Result<Ts<Diagnostics>> {
        Ok(self.share()?.diagnostics()?.into_ts()?)
    }

    /// Returns by file and role the row groups in which no value can be read, as far as this share
    /// knows.
    #[wasm_bindgen(js_name = unreadColumns)]
    pub fn unread_columns(&self) -> Result<Vec<Ts<UnreadColumn>>> {
        let unread = self.share()?.unread_columns().iter().filter(|unread| unread.values > 0);
        Ok(unread.map(Tsify::into_ts).collect::<std::result::Result<_, _>>()?)
    }

    /// Returns this share's part of the overview.
    pub fn overview(&self) -> Result<Ts<Overview>> {
        Ok(self.share()?.overview()?.into_ts()?)
    }

    /// Returns this share's channels that a query asks for, and those at its ends.
    pub fn channels(&self, query: Ts<ChannelQuery>) -> Result<Ts<Channels>> {
        Ok(self.share()?.channels(&query.to_rust()?)?.into_ts()?)
    }

    /// Returns this share's part of a heat map.
    pub fn heat(&self, grid: Ts<HeatGrid>) -> Result<Ts<Heat>> {
        Ok(self.share()?.heat(&grid.to_rust()?)?.into_ts()?)
    }

    /// Returns the days of a video, for each of its channels in this share.
    pub fn calendar(&self, video_id: &str) -> Result<Vec<Ts<VideoDays>>> {
        let found = self.share()?.calendar(video_id)?;
        Ok(found.iter().map(Tsify::into_ts).collect::<std::result::Result<_, _>>()?)
    }

    /// Returns how many rows of a result a filter takes in this share.
    pub fn rows(&self, kind: Ts<ResultKind>, filter: Ts<Filter>) -> Result<f64> {
        Ok(number(self.share()?.rows(kind.to_rust()?, &filter.to_rust()?)?))
    }

    /// Returns the rows `start..start + length` of those as an Arrow IPC stream; fewer at the end.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn window(
        &self,
        kind: Ts<ResultKind>,
        filter: Ts<Filter>,
        start: f64,
        length: f64,
    ) -> Result<Vec<u8>> {
        let (share, kind, filter) = (self.share()?, kind.to_rust()?, filter.to_rust()?);
        let read = |start: u64, length: u64| share.window(kind, &filter, start, length);
        Ok(table::encode(&rows_of(whole(start), whole(length), &read)?)?)
    }

    /// Returns distinct videos of this share, ascending by bytes; none past the end.
    #[wasm_bindgen(js_name = videoIds, unchecked_return_type = "Uint8Array")]
    pub fn video_ids(&self, start: usize, length: usize) -> Result<Vec<u8>> {
        let share = self.share()?;
        let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let read = |start: u64, length: u64| share.video_ids(size(start), size(length));
        Ok(table::encode(&rows_of(start as u64, length as u64, &read)?)?)
    }

    /// Takes the answers for the next of `videoIds`.
    pub fn answer(&mut self, answers: &[u8], run_date: &str) -> Result<()> {
        let run_date = parse_day(run_date)?;
        let share = self.share_mut()?;
        for batch in table::decode(answers)? {
            share.answer(&batch, run_date)?;
        }
        Ok(())
    }

    /// Discards all answers, so that another snapshot can begin.
    #[wasm_bindgen(js_name = clearAnswers)]
    pub fn clear_answers(&mut self) -> Result<()> {
        self.share_mut()?.forget_answers();
        Ok(())
    }
}

impl Engine {
    fn share(&self) -> Result<&Share> {
        self.run()?.stage.share()
    }

    fn share_mut(&mut self) -> Result<&mut Share> {
        self.run_mut()?.stage.share_mut()
    }
}

/// The maximum size of joined windows; while they are joined, they are in memory twice.
const MAX_BYTES: usize = 512 << 20;

/// Reads windows until there are `length` rows, or no more.
fn rows_of(
    mut start: u64,
    length: u64,
    read: &dyn Fn(u64, u64) -> crate::Result<RecordBatch>,
) -> crate::Result<RecordBatch> {
    let end = start.saturating_add(length);
    let mut windows: Vec<RecordBatch> = Vec::new();
    let mut bytes = 0_usize;
    loop {
        let window = read(start, end - start)?;
        start += window.num_rows() as u64;
        let is_last = start >= end || window.num_rows() == 0;
        if is_last && windows.is_empty() {
            return Ok(window);
        }
        for column in window.columns() {
            bytes = bytes.saturating_add(column.to_data().get_slice_memory_size()?);
        }
        windows.push(window);
        if is_last {
            return Ok(concat_batches(&windows[0].schema(), &windows)?);
        }
        if bytes >= MAX_BYTES {
            let what = format!("{length} rows at once take more than 512 MiB");
            return Err(Error::new(ErrorCode::OverLimit, what)
                .remedy("Correct the upload days or the end date, or use the command line."));
        }
    }
}

fn parse_day(text: &str) -> crate::Result<Day> {
    Day::parse(text).ok_or_else(|| {
        Error::new(ErrorCode::InvalidOption, "this is not a day")
            .expected("YYYY-MM-DD in the years 1 to 9999")
            .found(format!("{text:?}"))
    })
}
