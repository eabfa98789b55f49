//! Builds batches of series.

use std::sync::Arc;

use arrow::array::{BinaryBuilder, Int32Array, RecordBatch};

use crate::error::Result;
use crate::fold::MonthCell;
use crate::merge::batch::Sink;
use crate::merge::cells::CellBuilder;
use crate::merge::schema::{Series, StateBatch, VideoColumns, list, schema};

/// The maximum number of series in a batch.
const BATCH_SERIES: usize = 4_096;
/// The size of ids and cells at which a batch in memory ends early.
pub(super) const BATCH_BYTES: usize = 4 << 20;

/// Builds batches of series, and passes on each as soon as it is full.
#[derive(Debug)]
pub(super) struct StateBuilder<S> {
    channels: BinaryBuilder,
    videos: BinaryBuilder,
    created_lengths: Vec<usize>,
    created: Vec<i32>,
    cell_lengths: Vec<usize>,
    cells: CellBuilder,
    whole_videos: VideoColumns,
    bytes: usize,
    bytes_before: usize,
    full: usize,
    sink: S,
}

impl<S: Sink> StateBuilder<S> {
    /// Creates a builder that passes batches of about `full` bytes to the sink.
    pub(super) fn new(full: usize, sink: S) -> Self {
        Self {
            channels: BinaryBuilder::new(),
            videos: BinaryBuilder::new(),
            created_lengths: Vec::new(),
            created: Vec::new(),
            cell_lengths: Vec::new(),
            cells: CellBuilder::default(),
            whole_videos: VideoColumns::default(),
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
        created: &[i32],
        cells: &[MonthCell],
    ) -> Result<()> {
        self.add_created(created);
        let before = self.cells.len();
        self.cells.add(cells);
        self.end_series(channel, video, before, None, None)
    }

    /// Adds a series unchanged, with the days of its video's other channels.
    pub(super) fn push_series(&mut self, series: &Series<'_>) -> Result<()> {
        self.add_created(series.created);
        let before = self.cells.len();
        self.cells.extend(&series.cells);
        self.end_series(series.channel, series.video, before, series.video_days, series.video_created)
    }

    fn add_created(&mut self, days: &[i32]) {
        self.created_lengths.push(days.len());
        self.created.extend_from_slice(days);
    }

    /// Ends a series whose cells are those after the first `cells_before` ones.
    fn end_series(
        &mut self,
        channel: Option<&[u8]>,
        video: Option<&[u8]>,
        cells_before: usize,
        video_days: Option<(&[i32], &[u32])>,
        video_created: Option<i32>,
    ) -> Result<()> {
        self.channels.append_option(channel);
        self.videos.append_option(video);
        self.whole_videos.push(video_days, video_created);
        let cells = self.cells.len() - cells_before;
        self.cell_lengths.push(cells);
        self.bytes +=
            channel.map_or(0, <[u8]>::len) + video.map_or(0, <[u8]>::len) + cells * size_of::<MonthCell>();
        if self.cell_lengths.len() >= BATCH_SERIES || self.bytes >= self.full {
            // The next batch is likely to be as large, and vectors that grow are copied.
            self.flush(self.cells.len())?;
        }
        Ok(())
    }

    /// Returns roughly how many bytes were pushed.
    pub(super) fn total_bytes(&self) -> usize {
        self.bytes_before + self.bytes
    }

    /// Ends the batch, and makes room for the months of the next one.
    fn flush(&mut self, months: usize) -> Result<()> {
        if self.cell_lengths.is_empty() {
            return Ok(());
        }
        let cells = std::mem::replace(&mut self.cells, CellBuilder::with_capacity(months)).finish();
        let [video_days, video_created] = std::mem::take(&mut self.whole_videos).columns();
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
                video_days,
                video_created,
            ],
        )?;
        self.bytes_before += std::mem::take(&mut self.bytes);
        self.sink.take(StateBatch::new(batch)?)
    }

    /// Passes on the last batch and returns the sink.
    pub(super) fn finish(mut self) -> Result<S> {
        self.flush(0)?;
        Ok(self.sink)
    }
}
