//! The form in which state travels and is kept: a row for each series.

use std::sync::{Arc, LazyLock};

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, Int32Array, ListArray, RecordBatch, StructArray, UInt32Array,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field, Fields, Int32Type, Schema, SchemaRef, UInt32Type};

use crate::error::{Error, ErrorCode, Result};
use crate::merge::cells::{self, CellArrays, Cells};

static VIDEO_MONTH: LazyLock<Fields> = LazyLock::new(|| {
    Fields::from(vec![
        Field::new("month", DataType::Int32, false),
        Field::new("days", DataType::UInt32, false),
    ])
});

/// A row for each series; `video_days` is null but for videos in several channels, where it has
/// the days of all of them.
static STATE: LazyLock<SchemaRef> = LazyLock::new(|| {
    let item = |data_type| Arc::new(Field::new("item", data_type, false));
    Arc::new(Schema::new(vec![
        Field::new("channel_id", DataType::Binary, true),
        Field::new("video_id", DataType::Binary, true),
        Field::new("created_dates", DataType::List(item(DataType::Int32)), false),
        Field::new("months", DataType::List(item(DataType::Struct(cells::FIELDS.clone()))), false),
        Field::new("video_days", DataType::List(item(DataType::Struct(VIDEO_MONTH.clone()))), true),
    ]))
});

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
    /// The days of all channels, where the video is in several: months and day bits.
    pub(crate) video_days: Option<(&'a [i32], &'a [u32])>,
}

impl<'a> Series<'a> {
    /// Its place in the order of every result.
    pub(crate) fn key(&self) -> (Option<&'a [u8]>, Option<&'a [u8]>) {
        (self.channel, self.video)
    }

    /// The months and day bits that decide which days of the video are missing; the first may be
    /// [`MonthCell::NO_MONTH`], without bits.
    pub(crate) fn days(&self) -> (&'a [i32], &'a [u32]) {
        self.video_days.unwrap_or((self.cells.months, self.cells.days))
    }
}

/// A batch of series with its columns at hand.
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
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Series<'_>> {
        (0..self.len()).map(|row| self.series(row))
    }

    /// A run of its rows, sharing its memory.
    pub(super) fn slice(&self, start: usize, end: usize) -> Result<Self> {
        Self::new(self.batch.slice(start, end - start))
    }

    /// The same series with other `video_days`.
    pub(super) fn with_video_days(&self, days: VideoDays) -> Result<Self> {
        let mut columns = self.batch.columns().to_vec();
        columns[4] = days.column();
        Self::new(RecordBatch::try_new(schema(), columns)?)
    }

    /// The memory of its columns in bytes.
    pub(crate) fn memory(&self) -> usize {
        self.batch.get_array_memory_size()
    }
}

fn range(list: &ListArray, row: usize) -> std::ops::Range<usize> {
    let offsets = list.value_offsets();
    offsets[row].cast_unsigned() as usize..offsets[row + 1].cast_unsigned() as usize
}

/// A column of `video_days` as it is built.
#[derive(Debug)]
pub(super) struct VideoDays {
    lengths: Vec<usize>,
    valid: Vec<bool>,
    months: Vec<i32>,
    bits: Vec<u32>,
}

impl VideoDays {
    pub(super) fn new() -> Self {
        Self { lengths: Vec::new(), valid: Vec::new(), months: Vec::new(), bits: Vec::new() }
    }

    pub(super) fn push(&mut self, days: Option<(&[i32], &[u32])>) {
        self.valid.push(days.is_some());
        let (months, bits) = days.unwrap_or_default();
        self.months.extend_from_slice(months);
        self.bits.extend_from_slice(bits);
        self.lengths.push(months.len());
    }

    pub(super) fn column(self) -> ArrayRef {
        let columns: Vec<ArrayRef> =
            vec![Arc::new(Int32Array::from(self.months)), Arc::new(UInt32Array::from(self.bits))];
        let values = StructArray::new(VIDEO_MONTH.clone(), columns, None);
        let nulls = NullBuffer::from(self.valid);
        list(values, &self.lengths, Some(nulls))
    }
}

pub(super) fn list(values: impl Array + 'static, lengths: &[usize], nulls: Option<NullBuffer>) -> ArrayRef {
    let field = Field::new("item", values.data_type().clone(), false);
    let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
    Arc::new(ListArray::new(Arc::new(field), offsets, Arc::new(values), nulls))
}
