//! Batches of series as they are built.

use std::sync::Arc;

use arrow::array::{ArrayRef, BinaryBuilder, Int32Array, RecordBatch, StructArray, UInt32Array, UInt64Array};

use crate::error::Result;
use crate::fold::MonthCell;
use crate::merge::batch::Batch;
use crate::merge::schema::{MONTH, Series, StateBatch, VideoDays, list, schema};

/// How many series a batch has at most.
const BATCH_SERIES: usize = 4_096;
/// How many bytes of ids and cells end a batch that stays in memory early.
pub(super) const BATCH_BYTES: usize = 4 << 20;

/// Takes batches as they are built.
pub(super) trait Sink {
    fn take(&mut self, batch: StateBatch) -> Result<()>;
}

impl Sink for Vec<StateBatch> {
    fn take(&mut self, batch: StateBatch) -> Result<()> {
        self.push(batch);
        Ok(())
    }
}

impl Sink for Vec<Batch> {
    fn take(&mut self, batch: StateBatch) -> Result<()> {
        self.push(Batch::resident(batch));
        Ok(())
    }
}

/// Builds batches of series, and hands each on as soon as it is full.
#[derive(Debug)]
pub(super) struct StateBuilder<S> {
    channels: BinaryBuilder,
    videos: BinaryBuilder,
    created_lengths: Vec<usize>,
    created: Vec<i32>,
    cell_lengths: Vec<usize>,
    months: Vec<i32>,
    days: Vec<u32>,
    sum_low: Vec<u64>,
    sum_high: Vec<i32>,
    video_days: VideoDays,
    bytes: usize,
    bytes_before: usize,
    full: usize,
    sink: S,
}

impl<S: Sink> StateBuilder<S> {
    /// Batches of about `full` bytes go to the sink.
    pub(super) fn new(full: usize, sink: S) -> Self {
        Self {
            channels: BinaryBuilder::new(),
            videos: BinaryBuilder::new(),
            created_lengths: Vec::new(),
            created: Vec::new(),
            cell_lengths: Vec::new(),
            months: Vec::new(),
            days: Vec::new(),
            sum_low: Vec::new(),
            sum_high: Vec::new(),
            video_days: VideoDays::new(),
            bytes: 0,
            bytes_before: 0,
            full,
            sink,
        }
    }

    pub(super) fn push(
        &mut self,
        channel: Option<&[u8]>,
        video: Option<&[u8]>,
        created: impl Iterator<Item = i32>,
        cells: impl Iterator<Item = MonthCell>,
    ) -> Result<()> {
        self.video_days.push(None);
        self.push_rest(channel, video, created, cells)
    }

    /// Adds a series as it is, the days of its video's other channels with it.
    pub(super) fn push_series(&mut self, series: &Series<'_>) -> Result<()> {
        self.video_days.push(series.video_days);
        self.push_rest(series.channel, series.video, series.created.iter().copied(), series.cells.iter())
    }

    fn push_rest(
        &mut self,
        channel: Option<&[u8]>,
        video: Option<&[u8]>,
        created: impl Iterator<Item = i32>,
        cells: impl Iterator<Item = MonthCell>,
    ) -> Result<()> {
        self.channels.append_option(channel);
        self.videos.append_option(video);
        let before = self.created.len();
        self.created.extend(created);
        self.created_lengths.push(self.created.len() - before);
        let before = self.months.len();
        for cell in cells {
            self.months.push(cell.month);
            self.days.push(cell.days);
            self.sum_low.push(cell.sum_low);
            self.sum_high.push(cell.sum_high);
        }
        self.cell_lengths.push(self.months.len() - before);
        self.bytes += channel.map_or(0, <[u8]>::len)
            + video.map_or(0, <[u8]>::len)
            + (self.months.len() - before) * size_of::<MonthCell>();
        if self.cell_lengths.len() >= BATCH_SERIES || self.bytes >= self.full {
            self.flush()?;
        }
        Ok(())
    }

    /// About how many bytes all that was pushed takes.
    pub(super) fn total_bytes(&self) -> usize {
        self.bytes_before + self.bytes
    }

    fn flush(&mut self) -> Result<()> {
        if self.cell_lengths.is_empty() {
            return Ok(());
        }
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int32Array::from(std::mem::take(&mut self.months))),
            Arc::new(UInt32Array::from(std::mem::take(&mut self.days))),
            Arc::new(UInt64Array::from(std::mem::take(&mut self.sum_low))),
            Arc::new(Int32Array::from(std::mem::take(&mut self.sum_high))),
        ];
        let cells = StructArray::new(MONTH.clone(), columns, None);
        let video_days = std::mem::replace(&mut self.video_days, VideoDays::new());
        let batch = RecordBatch::try_new(
            schema(),
            vec![
                Arc::new(self.channels.finish()),
                Arc::new(self.videos.finish()),
                list(
                    Int32Array::from(std::mem::take(&mut self.created)),
                    &std::mem::take(&mut self.created_lengths),
                    None,
                ),
                list(cells, &std::mem::take(&mut self.cell_lengths), None),
                video_days.column(),
            ],
        )?;
        self.bytes_before += std::mem::take(&mut self.bytes);
        self.sink.take(StateBatch::new(batch)?)
    }

    /// Hands on what is left, and gives the sink back.
    pub(super) fn finish(mut self) -> Result<S> {
        self.flush()?;
        Ok(self.sink)
    }
}
