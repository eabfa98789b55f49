//! Views between two days.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayBuilder, AsArray, Date32Array, Int64Array, Int64Builder, RecordBatch, StringArray,
    StringBuilder,
};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use serde::Serialize;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};

/// How many rows are made at once.
const ROWS: usize = 16_384;

/// The (channel, video) that have no row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// Those of the earlier day only.
    pub only_earlier: u64,
    /// Those of the later day only.
    pub only_later: u64,
    /// Those of both days without a count on one or both of them.
    pub without_count: u64,
}

/// The views between two days, as batches of `channel_id, video_id, from_date, to_date, views`. The
/// views are the later count less the earlier, and may be negative.
///
/// It has a row for each (channel, video) with a count on both days, in the results' order. It
/// reads the [monthly views](crate::report::ResultKind::Monthly) of both days, which must be in
/// that order and have no (channel, video) twice. After an error it ends.
///
/// ```
/// use std::sync::Arc;
/// use arrow::array::{AsArray, Int64Array, RecordBatch, StringArray};
/// use arrow::datatypes::Int64Type;
/// use daytally::{calendar::Day, report::{ResultKind, ViewsBetween}};
///
/// let day = |month: &str, count| RecordBatch::try_new(ResultKind::Monthly.schema(), vec![
///     Arc::new(StringArray::from(vec!["channel"])),
///     Arc::new(StringArray::from(vec!["video"])),
///     Arc::new(StringArray::from(vec![month])),
///     Arc::new(Int64Array::from(vec![count])),
/// ]);
/// let (earlier, later) = (day("2023-04", 100)?, day("2023-05", 130)?);
/// let days = [Day::parse("2023-04-30"), Day::parse("2023-05-01")].map(Option::unwrap);
/// let mut between = ViewsBetween::new([Ok(earlier)].into_iter(), [Ok(later)].into_iter(), days);
/// let batch = between.next().unwrap()?;
/// assert_eq!(batch.column(4).as_primitive::<Int64Type>().values(), &[30]);
/// assert!(between.next().is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ViewsBetween<E, L> {
    schema: SchemaRef,
    earlier: Counts<E>,
    later: Counts<L>,
    days: [Day; 2],
    left_out: LeftOut,
    failed: bool,
}

impl<E, L> ViewsBetween<E, L>
where
    E: Iterator<Item = Result<RecordBatch>>,
    L: Iterator<Item = Result<RecordBatch>>,
{
    /// Creates it from the counts of an earlier and a later day.
    pub fn new(earlier: E, later: L, days: [Day; 2]) -> Self {
        let (earlier, later) = (Counts::new(earlier), Counts::new(later));
        Self { schema: schema(), earlier, later, days, left_out: LeftOut::default(), failed: false }
    }

    /// Returns the columns: text as `Utf8`, days as `Date32`, views as `Int64`.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Returns what was left out so far; it is complete after the last batch.
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    fn batch(&mut self) -> Result<Option<RecordBatch>> {
        let (mut channels, mut videos) = (StringBuilder::new(), StringBuilder::new());
        let mut views = Int64Builder::new();
        while views.len() < ROWS {
            let (earlier, later) = (self.earlier.next()?, self.later.next()?);
            let order = match (&earlier, &later) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(earlier), Some(later)) => earlier.ids().cmp(&later.ids()),
            };
            if order.is_eq()
                && let (Some(earlier), Some(later)) = (&earlier, &later)
            {
                if let (Some(from), Some(to)) = (earlier.count, later.count) {
                    channels.append_option(later.channel);
                    videos.append_option(later.video);
                    views.append_value(to.checked_sub(from).ok_or_else(|| later.overflow(from, to))?);
                } else {
                    self.left_out.without_count += 1;
                }
            }
            self.left_out.only_earlier += u64::from(order.is_lt());
            self.left_out.only_later += u64::from(order.is_gt());
            self.earlier.row += usize::from(order.is_le());
            self.later.row += usize::from(order.is_ge());
        }
        let rows = views.len();
        if rows == 0 {
            return Ok(None);
        }
        let [from, to] = self.days.map(|day| Arc::new(Date32Array::from_value(day.number(), rows)));
        let (channels, videos) = (Arc::new(channels.finish()), Arc::new(videos.finish()));
        let columns = vec![channels as _, videos as _, from as _, to as _, Arc::new(views.finish()) as _];
        Ok(Some(RecordBatch::try_new(self.schema.clone(), columns)?))
    }
}

impl<E, L> Iterator for ViewsBetween<E, L>
where
    E: Iterator<Item = Result<RecordBatch>>,
    L: Iterator<Item = Result<RecordBatch>>,
{
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let batch = self.batch();
        self.failed = batch.is_err();
        batch.transpose()
    }
}

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("channel_id", DataType::Utf8, true),
        Field::new("video_id", DataType::Utf8, true),
        Field::new("from_date", DataType::Date32, true),
        Field::new("to_date", DataType::Date32, true),
        Field::new("views", DataType::Int64, true),
    ]))
}

/// The counts of a day. One batch of them is in memory.
#[derive(Debug)]
struct Counts<I> {
    batches: I,
    channels: StringArray,
    videos: StringArray,
    counts: Int64Array,
    row: usize,
}

impl<I: Iterator<Item = Result<RecordBatch>>> Counts<I> {
    fn new(batches: I) -> Self {
        let none = || StringArray::new_null(0);
        Self { batches, channels: none(), videos: none(), counts: Int64Array::new_null(0), row: 0 }
    }

    /// Returns the next row, until [`row`](Self::row) advances.
    fn next(&mut self) -> Result<Option<Count<'_>>> {
        while self.row >= self.counts.len() {
            let Some(batch) = self.batches.next().transpose()? else { return Ok(None) };
            let other = || Error::new(ErrorCode::Internal, "a batch is not of monthly views");
            let column = |name| batch.column_by_name(name).ok_or_else(other);
            let text = |name| column(name)?.as_string_opt::<i32>().cloned().ok_or_else(other);
            self.channels = text("channel_id")?;
            self.videos = text("video_id")?;
            let counts = column("aggViewCount")?.as_primitive_opt::<Int64Type>();
            self.counts = counts.cloned().ok_or_else(other)?;
            self.row = 0;
        }
        let text = |ids| Array::is_valid(ids, self.row).then(|| StringArray::value(ids, self.row));
        Ok(Some(Count {
            channel: text(&self.channels),
            video: text(&self.videos),
            count: self.counts.is_valid(self.row).then(|| self.counts.value(self.row)),
        }))
    }
}

/// One (channel, video) on one day.
#[derive(Debug)]
struct Count<'a> {
    channel: Option<&'a str>,
    video: Option<&'a str>,
    count: Option<i64>,
}

impl<'a> Count<'a> {
    /// Returns the ids. Text compares by its bytes, and null comes first.
    fn ids(&self) -> (Option<&'a str>, Option<&'a str>) {
        (self.channel, self.video)
    }

    fn overflow(&self, from: i64, to: i64) -> Error {
        let (channel, video) = (self.channel.unwrap_or("null"), self.video.unwrap_or("null"));
        let what = "differ by more than 64 bits hold";
        Error::new(ErrorCode::SumOverflow, format!("the counts of channel {channel}, video {video} {what}"))
            .expected(format!("a difference from {} to {}", i64::MIN, i64::MAX))
            .found(format!("{from}, then {to}"))
            .remedy("Correct these counts in the data.")
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
