//! Which rows of a result are wanted.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Date32Type};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::merge::Series;

/// Rows by what their ids begin with and by their days; the default wants all of them.
///
/// The days are those of the month, of the missing day, of the gap if it has one of them, of the
/// list if it has one of them, of the upload in the snapshot, and of the date in the combined rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(default)]
pub struct Filter {
    /// What the channel's or the video's id begins with, in the same case; empty for any.
    pub id: String,
    /// The first day, inclusive, as the number of days since 1970-01-01.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub first: Option<i32>,
    /// The last day, inclusive.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub last: Option<i32>,
}

impl Filter {
    /// Whether it leaves out no row.
    pub fn is_all(&self) -> bool {
        self.id.is_empty() && !self.has_days()
    }

    /// Whether it asks for days; rows without one are left out then.
    pub(super) fn has_days(&self) -> bool {
        self.first.is_some() || self.last.is_some()
    }

    pub(super) fn takes_ids(&self, channel: Option<&[u8]>, video: Option<&[u8]>) -> bool {
        let begins = |id: Option<&[u8]>| id.is_some_and(|id| id.starts_with(self.id.as_bytes()));
        self.id.is_empty() || begins(video) || begins(channel)
    }

    pub(super) fn takes_series(&self, series: &Series<'_>) -> bool {
        self.takes_ids(series.channel, series.video)
    }

    /// Whether it wants a row of some days, both inclusive; none if its own last comes before its first.
    pub(super) fn takes_days(&self, first: i32, last: i32) -> bool {
        let from = self.first.map_or(first, |wanted| wanted.max(first));
        from <= self.last.map_or(last, |wanted| wanted.min(last))
    }

    /// Whether it wants a row of a day, or of none.
    pub(super) fn takes_day(&self, day: Option<i32>) -> bool {
        day.map_or(!self.has_days(), |day| self.takes_days(day, day))
    }

    /// The rows that it wants of a table with the columns `channel_id`, `video_id` and `date`, or
    /// some of them.
    ///
    /// # Errors
    /// `Internal` if an Arrow array cannot be built.
    pub fn select(&self, batch: &RecordBatch) -> Result<RecordBatch> {
        if self.is_all() {
            return Ok(batch.clone());
        }
        let text = |name| batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let (channels, videos) = (text("channel_id"), text("video_id"));
        let dates = batch.column_by_name("date").filter(|column| *column.data_type() == DataType::Date32);
        let dates = dates.map(|column| column.as_primitive::<Date32Type>());
        let rows = (0..batch.num_rows()).filter(|&row| {
            let id = |ids: Option<&'_ arrow::array::StringArray>| {
                ids.is_some_and(|ids| ids.is_valid(row) && ids.value(row).starts_with(self.id.as_str()))
            };
            let day = dates.and_then(|days| days.is_valid(row).then(|| days.value(row)));
            (self.id.is_empty() || id(videos) || id(channels)) && self.takes_day(day)
        });
        gather(batch, rows)
    }
}

/// Some rows of a table, in the order given.
pub(super) fn gather(batch: &RecordBatch, rows: impl Iterator<Item = usize>) -> Result<RecordBatch> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((start, length)) if *start + *length == row => *length += 1,
            _ => runs.push((row, 1)),
        }
    }
    let slices: Vec<RecordBatch> =
        runs.into_iter().map(|(start, length)| batch.slice(start, length)).collect();
    Ok(concat_batches(&batch.schema(), &slices)?)
}
