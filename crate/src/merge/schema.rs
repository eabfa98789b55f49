//! The form in which state is sent and stored: a row for each series.

use std::sync::{Arc, LazyLock};

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, Int32Array, ListArray, RecordBatch, StructArray, UInt32Array,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field, Fields, Int32Type, Schema, SchemaRef, UInt32Type};

use crate::calendar::{Day, Month};
use crate::error::{Error, ErrorCode, Result};
use crate::fold::MonthCell;
use crate::merge::cells::{self, CellArrays, Cells};

static VIDEO_MONTH: LazyLock<Fields> = LazyLock::new(|| {
    Fields::from(vec![
        Field::new("month", DataType::Int32, false),
        Field::new("days", DataType::UInt32, false),
    ])
});

/// A row for each series. `video_days` and `video_created` are null unless the video is in several
/// channels. Then `video_days` has the days of all of them, and `video_created` the earliest created
/// date of all of them in one series, and [`ELSEWHERE`] in the others.
static STATE: LazyLock<SchemaRef> = LazyLock::new(|| {
    let item = |data_type| Arc::new(Field::new("item", data_type, false));
    Arc::new(Schema::new(vec![
        Field::new("channel_id", DataType::Binary, true),
        Field::new("video_id", DataType::Binary, true),
        Field::new("created_dates", DataType::List(item(DataType::Int32)), false),
        Field::new("months", DataType::List(item(DataType::Struct(cells::FIELDS.clone()))), false),
        Field::new("video_days", DataType::List(item(DataType::Struct(VIDEO_MONTH.clone()))), true),
        Field::new("video_created", DataType::Int32, true),
    ]))
});

/// Another series stands for the video.
pub(super) const ELSEWHERE: i32 = i32::MIN;

pub(super) fn schema() -> SchemaRef {
    STATE.clone()
}

/// One series of a [`StateBatch`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Series<'a> {
    pub(crate) channel: Option<&'a [u8]>,
    pub(crate) video: Option<&'a [u8]>,
    /// Ascending; `NO_DAY` for a null.
    pub(crate) created: &'a [i32],
    pub(crate) cells: Cells<'a>,
    /// The days of all channels if the video is in several: months and day bits.
    pub(crate) video_days: Option<(&'a [i32], &'a [u32])>,
    /// The earliest created date of all channels if the video is in several: `NO_DAY` if all are
    /// null, [`ELSEWHERE`] in all series of the video but one.
    pub(crate) video_created: Option<i32>,
}

impl<'a> Series<'a> {
    /// Returns its place in the order of every result.
    pub(crate) fn key(&self) -> (Option<&'a [u8]>, Option<&'a [u8]>) {
        (self.channel, self.video)
    }

    /// Returns whether the series stands for its video, so that each video is counted once. Rows
    /// with a null id belong to no video.
    pub(crate) fn is_first_of_video(&self) -> bool {
        self.video.is_some() && self.video_created != Some(ELSEWHERE)
    }

    /// Returns the earliest created date of the video that the series stands for, if it has any.
    pub(crate) fn earliest_created(&self) -> Option<Day> {
        match self.video_created {
            Some(created) => Day::new(created),
            None => self.created.iter().find_map(|&created| Day::new(created)),
        }
    }

    /// Returns the last day up to an end, inclusive, on which the video has data.
    pub(crate) fn last_day(&self, end: Day) -> Option<i32> {
        let (months, bits) = self.days();
        let days = months.iter().zip(bits).rev();
        days.filter_map(|(&month, &bits)| Some((Month::new(month)?.first_day().number(), bits))).find_map(
            |(first, bits)| {
                let length = (end.number() - first).clamp(-1, 30) + 1;
                let bits = bits & !MonthCell::COUNTED & (1u32 << length).wrapping_sub(1);
                bits.checked_ilog2().map(|last| first + last.cast_signed())
            },
        )
    }

    /// Returns the months and day bits that decide which days of the video are missing. The first
    /// month may be [`MonthCell::NO_MONTH`], without bits.
    pub(crate) fn days(&self) -> (&'a [i32], &'a [u32]) {
        self.video_days.unwrap_or((self.cells.months, self.cells.days))
    }
}

/// A batch of series with access to its columns.
#[derive(Clone, Debug)]
pub(crate) struct StateBatch {
    batch: RecordBatch,
    channels: BinaryArray,
    videos: BinaryArray,
    created: ListArray,
    created_days: Int32Array,
    cells: ListArray,
    months: CellArrays,
    video_days: ListArray,
    video_months: Int32Array,
    video_bits: UInt32Array,
    video_created: Int32Array,
}

impl StateBatch {
    pub(crate) fn new(batch: RecordBatch) -> Result<Self> {
        if batch.schema().fields() != STATE.fields() {
            return Err(Error::new(ErrorCode::Corrupt, "this is not a partial of this version")
                .found(batch.schema().to_string())
                .remedy("Run again."));
        }
        let created = batch.column(2).as_list::<i32>().clone();
        let cells = batch.column(3).as_list::<i32>().clone();
        let video_days = batch.column(4).as_list::<i32>().clone();
        let video_month = video_days.values().as_struct();
        Ok(Self {
            channels: batch.column(0).as_binary().clone(),
            videos: batch.column(1).as_binary().clone(),
            created_days: created.values().as_primitive::<Int32Type>().clone(),
            months: CellArrays::new(cells.values().as_struct()),
            video_months: video_month.column(0).as_primitive::<Int32Type>().clone(),
            video_bits: video_month.column(1).as_primitive::<UInt32Type>().clone(),
            video_created: batch.column(5).as_primitive::<Int32Type>().clone(),
            created,
            cells,
            video_days,
            batch,
        })
    }

    pub(crate) fn batch(&self) -> &RecordBatch {
        &self.batch
    }

    pub(crate) fn len(&self) -> usize {
        self.batch.num_rows()
    }

    pub(crate) fn channel(&self, row: usize) -> Option<&[u8]> {
        self.channels.is_valid(row).then(|| self.channels.value(row))
    }

    pub(crate) fn video(&self, row: usize) -> Option<&[u8]> {
        self.videos.is_valid(row).then(|| self.videos.value(row))
    }

    pub(crate) fn series(&self, row: usize) -> Series<'_> {
        let video = range(&self.video_days, row);
        Series {
            channel: self.channel(row),
            video: self.video(row),
            created: &self.created_days.values()[range(&self.created, row)],
            cells: self.months.slice(range(&self.cells, row)),
            video_days: self
                .video_days
                .is_valid(row)
                .then(|| (&self.video_months.values()[video.clone()], &self.video_bits.values()[video])),
            video_created: self.video_created.is_valid(row).then(|| self.video_created.value(row)),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Series<'_>> {
        (0..self.len()).map(|row| self.series(row))
    }

    /// Returns a run of its rows, sharing its memory.
    pub(super) fn slice(&self, start: usize, end: usize) -> Result<Self> {
        Self::new(self.batch.slice(start, end - start))
    }

    /// Returns the same series with other `video_days` and `video_created`.
    pub(super) fn with_videos(&self, videos: VideoColumns) -> Result<Self> {
        let mut columns = self.batch.columns().to_vec();
        columns.truncate(4);
        columns.extend(videos.columns());
        Self::new(RecordBatch::try_new(schema(), columns)?)
    }

    /// Returns the memory of its columns in bytes.
    pub(crate) fn memory(&self) -> usize {
        self.batch.get_array_memory_size()
    }
}

fn range(list: &ListArray, row: usize) -> std::ops::Range<usize> {
    let offsets = list.value_offsets();
    offsets[row].cast_unsigned() as usize..offsets[row + 1].cast_unsigned() as usize
}

/// The columns `video_days` and `video_created` as they are built.
#[derive(Debug, Default)]
pub(super) struct VideoColumns {
    lengths: Vec<usize>,
    valid: Vec<bool>,
    months: Vec<i32>,
    bits: Vec<u32>,
    created: Vec<Option<i32>>,
}

impl VideoColumns {
    pub(super) fn push(&mut self, days: Option<(&[i32], &[u32])>, created: Option<i32>) {
        self.created.push(created);
        self.valid.push(days.is_some());
        let (months, bits) = days.unwrap_or_default();
        self.months.extend_from_slice(months);
        self.bits.extend_from_slice(bits);
        self.lengths.push(months.len());
    }

    pub(super) fn columns(self) -> [ArrayRef; 2] {
        let columns: Vec<ArrayRef> =
            vec![Arc::new(Int32Array::from(self.months)), Arc::new(UInt32Array::from(self.bits))];
        let values = StructArray::new(VIDEO_MONTH.clone(), columns, None);
        let nulls = NullBuffer::from(self.valid);
        [list(values, &self.lengths, Some(nulls)), Arc::new(Int32Array::from(self.created))]
    }
}

pub(super) fn list(values: impl Array + 'static, lengths: &[usize], nulls: Option<NullBuffer>) -> ArrayRef {
    let field = Field::new("item", values.data_type().clone(), false);
    let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
    Arc::new(ListArray::new(Arc::new(field), offsets, Arc::new(values), nulls))
}
