//! Filters of rows.

use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Date32Type};
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::Result;
use crate::merge::Series;

/// Rows by their ids and by their days. The default takes all rows.
///
/// The days are those of the month, the missing day, any day of the gap or of the list, the upload
/// in the snapshot, and the date in the combined rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(default)]
pub struct Filter {
    /// A part of the channel's or the video's id, in the same case; empty for any.
    pub id: String,
    /// Whole ids, of which the channel's or the video's is one; empty for any.
    #[serde(deserialize_with = "sorted")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub ids: Vec<String>,
    /// The first day, inclusive, as the number of days since 1970-01-01.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub first: Option<i32>,
    /// The last day, inclusive.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub last: Option<i32>,
}

impl Filter {
    /// Returns whether it takes every row.
    pub fn is_all(&self) -> bool {
        self.id.is_empty() && self.ids.is_empty() && !self.has_days()
    }

    /// Returns whether it limits days. Rows without a day are then skipped.
    pub(super) fn has_days(&self) -> bool {
        self.first.is_some() || self.last.is_some()
    }

    pub(super) fn takes_ids(&self, channel: Option<&[u8]>, video: Option<&[u8]>) -> bool {
        let all = self.id.is_empty() && self.ids.is_empty();
        all || [video, channel].into_iter().flatten().any(|id| self.takes_id(id))
    }

    /// Returns whether it takes a row that has a video and nothing else.
    pub fn takes_video(&self, video: &str) -> bool {
        self.takes_id(video.as_bytes())
    }

    fn takes_id(&self, id: &[u8]) -> bool {
        let part = self.id.as_bytes();
        let has_part = part.is_empty() || id.windows(part.len()).any(|some| some == part);
        has_part
            && (self.ids.is_empty() || self.ids.binary_search_by(|known| known.as_bytes().cmp(id)).is_ok())
    }

    pub(super) fn takes_series(&self, series: &Series<'_>) -> bool {
        self.takes_ids(series.channel, series.video)
    }

    /// Returns whether it takes a row with days from `first` to `last`, inclusive; none if its own
    /// last day is before its first.
    pub(super) fn takes_days(&self, first: i32, last: i32) -> bool {
        let from = self.first.map_or(first, |wanted| wanted.max(first));
        from <= self.last.map_or(last, |wanted| wanted.min(last))
    }

    /// Returns whether it takes a row of a day, or of none.
    pub(super) fn takes_day(&self, day: Option<i32>) -> bool {
        day.map_or(!self.has_days(), |day| self.takes_days(day, day))
    }

    /// Returns the rows that it takes of a table with some or all of the columns `channel_id`,
    /// `video_id` and `date`.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built.
    pub fn select<'a>(&self, batch: &'a RecordBatch) -> Result<RecordBatch> {
        if self.is_all() {
            return Ok(batch.clone());
        }
        let text = |name| batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let (channels, videos) = (text("channel_id"), text("video_id"));
        let dates = batch.column_by_name("date").filter(|column| *column.data_type() == DataType::Date32);
        let dates = dates.map(|column| column.as_primitive::<Date32Type>());
        let rows = (0..batch.num_rows()).filter(|&row| {
            let id = |ids: Option<&'a StringArray>| {
                ids.and_then(|ids| ids.is_valid(row).then(|| ids.value(row).as_bytes()))
            };
            let day = dates.and_then(|days| days.is_valid(row).then(|| days.value(row)));
            self.takes_ids(id(channels), id(videos)) && self.takes_day(day)
        });
        gather(batch, rows)
    }
}

/// Reads a list of ids and sorts it.
fn sorted<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Vec<String>, D::Error> {
    let mut ids = Vec::<String>::deserialize(deserializer)?;
    ids.sort_unstable();
    Ok(ids)
}

/// Returns some rows of a table, in the given order.
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
