//! The counts of a run date, for every answered video.

use std::sync::Arc;

use arrow::array::{Array, ArrayBuilder, AsArray, BinaryBuilder, Date32Builder, Int64Builder, RecordBatch};
use arrow::datatypes::{DataType, Field, Int64Type, Schema};

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::merge::{Series, Totals};
use crate::report::index::{Window, part};
use crate::report::text::{WINDOW_BYTES, id_bytes, text};
use crate::report::{Filter, ResultKind};

/// The distinct videos of a share, and the provider's answers for them.
///
/// Requests to a provider are in the order of the videos, which is not the order of the state. So
/// all ids are in memory, with some 32 bytes for each series, even if the state is spilled.
#[derive(Debug)]
pub(super) struct Answers {
    ids: Ids,
    /// The numbers of the series with a video, ordered by it.
    order: Vec<u32>,
    /// The positions in `order` at which a video begins.
    videos: Vec<u32>,
    /// How many of the videos have an answer or a reason for none.
    answered: usize,
    /// The count of each series, by its number.
    views: Vec<Option<i64>>,
    run_date: Option<Day>,
}

/// The videos of all series, by the series' number; empty for a null.
#[derive(Debug)]
struct Ids {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Ids {
    fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.bytes[start..self.ends[number]]
    }
}

impl Answers {
    pub(super) fn new(totals: &Totals) -> Result<Self> {
        let mut ids = Ids { bytes: Vec::new(), ends: Vec::with_capacity(totals.series()) };
        let mut order: Vec<(u64, u32)> = Vec::with_capacity(totals.series());
        let mut number = 0;
        for batch in totals.batches_from(0) {
            let batch = batch?;
            for row in 0..batch.len() {
                if let Some(video) = batch.video(row) {
                    ids.bytes.extend_from_slice(video);
                    order.push((first_bytes(video), number));
                }
                ids.ends.push(ids.bytes.len());
                number += 1;
            }
        }
        // Most ids differ in their first bytes, which are side by side in `order`.
        let rest = |&(_, a): &(u64, u32), &(_, b): &(u64, u32)| ids.get(a).cmp(ids.get(b)).then(a.cmp(&b));
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| rest(a, b)));
        let order: Vec<u32> = order.into_iter().map(|(_, number)| number).collect();
        let mut videos: Vec<u32> = Vec::new();
        for (at, &number) in (0u32..).zip(&order) {
            if at == 0 || ids.get(order[at as usize - 1]) != ids.get(number) {
                videos.push(at);
            }
        }
        Ok(Self { ids, order, videos, answered: 0, views: vec![None; totals.series()], run_date: None })
    }

    /// Returns a window of the distinct videos, ascending by bytes, in one column `video_id`. It
    /// ends early if it would take too much memory, but never before its first video.
    pub(super) fn ids(&self, start: usize, length: usize) -> Result<RecordBatch> {
        let end = start.saturating_add(length).min(self.videos.len());
        let mut ids = BinaryBuilder::new();
        for &at in self.videos.get(start..end).unwrap_or_default() {
            let id = self.ids.get(self.order[at as usize]);
            if !ids.is_empty() && (ids.values_slice().len() + id.len()) as u64 > WINDOW_BYTES {
                break;
            }
            ids.append_value(id);
        }
        let schema = Schema::new(vec![Field::new("video_id", DataType::Utf8, false)]);
        Ok(RecordBatch::try_new(Arc::new(schema), vec![text(&mut ids)?])?)
    }

    /// Takes the counts of the next videos, in the order of [`ids`](Self::ids).
    pub(super) fn answer(&mut self, answers: &RecordBatch, run_date: Day) -> Result<()> {
        let broken = |what: &str| Error::new(ErrorCode::Internal, format!("answers {what}"));
        let ids = answers.column_by_name("video_id").and_then(|column| column.as_string_opt::<i32>());
        let views = answers.column_by_name("views").and_then(|column| column.as_primitive_opt::<Int64Type>());
        let (Some(ids), Some(views)) = (ids, views) else {
            return Err(broken("need the columns video_id and views"));
        };
        if self.run_date.is_some_and(|day| day != run_date) {
            self.answered = 0;
        }
        self.run_date = Some(run_date);
        for row in 0..answers.num_rows() {
            let Some(&from) = self.videos.get(self.answered) else {
                return Err(broken("are more than the requested videos"));
            };
            let to = self.videos.get(self.answered + 1).map_or(self.order.len(), |&to| to as usize);
            let series = &self.order[from as usize..to];
            if self.ids.get(series[0]) != ids.value(row).as_bytes() {
                return Err(broken("do not follow the requested videos"));
            }
            for &number in series {
                self.views[number as usize] = views.is_valid(row).then(|| views.value(row));
            }
            self.answered += 1;
        }
        Ok(())
    }

    /// Returns how many rows of a series a filter takes.
    pub(super) fn filtered(&self, number: usize, series: &Series<'_>, filter: &Filter) -> u64 {
        if self.views[number].is_some() { uploads(series, filter).count() as u64 } else { 0 }
    }

    pub(super) fn window(&self, window: Window<'_>) -> Result<RecordBatch> {
        let filter = window.filter;
        let mut created_days = Date32Builder::new();
        let mut dates = Date32Builder::new();
        let mut views = Int64Builder::new();
        let ids = window.read(
            id_bytes,
            |number, series| self.filtered(number, series, filter),
            |ids, number, series, range| {
                for created in part(uploads(series, filter), &range) {
                    ids.push(series);
                    created_days.append_option(created);
                    dates.append_option(self.run_date.map(Day::number));
                    views.append_option(self.views[number]);
                }
                Ok(())
            },
        )?;
        ids.finish(
            ResultKind::Snapshot,
            vec![Arc::new(created_days.finish()), Arc::new(dates.finish()), Arc::new(views.finish())],
        )
    }
}

/// Returns the first eight bytes of an id as a number with the same order; a short id is padded
/// with zeros.
fn first_bytes(id: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = id.len().min(bytes.len());
    bytes[..length].copy_from_slice(&id[..length]);
    u64::from_be_bytes(bytes)
}

/// Returns the upload days of a series that a filter takes; none for a null.
fn uploads<'a>(series: &Series<'a>, filter: &'a Filter) -> impl Iterator<Item = Option<i32>> + use<'a> {
    let days = series.created.iter().map(|&day| Day::new(day).map(Day::number));
    days.filter(|&day| filter.takes_day(day))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn first_bytes_never_order_against_the_ids(
            a in prop::collection::vec(prop::sample::select(vec![0, 1, b'a', 0xff]), 0..11),
            b in prop::collection::vec(prop::sample::select(vec![0, 1, b'a', 0xff]), 0..11),
        ) {
            let found = first_bytes(&a).cmp(&first_bytes(&b));
            prop_assert!(found == Ordering::Equal || found == a.cmp(&b));
        }
    }
}
