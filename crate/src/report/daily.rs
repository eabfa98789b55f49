//! The views of one video by day, from rows of the input.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Date32Builder, Int64Builder, RecordBatch, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema};

use crate::error::Result;
use crate::scan::{Columns, Dictionary, Ids};

/// A channel and a day of a video; `None` for a null.
type Key = (Option<Vec<u8>>, Option<i32>);

/// Sums the views of one video by channel and day.
///
/// As in the monthly views, every row counts, also one that repeats a day, and a null count adds
/// nothing: the sum of nothing but nulls is null.
#[derive(Debug)]
pub struct DailyViews {
    video: Vec<u8>,
    /// The last dictionary of ids, and the codes of the video in it.
    known: Option<(Arc<Dictionary>, Vec<i32>)>,
    /// The rows and the sum of each day.
    days: BTreeMap<Key, (i64, Option<i128>)>,
}

impl DailyViews {
    /// Begins with no rows of a video.
    pub fn new(video: &str) -> Self {
        Self { video: video.into(), known: None, days: BTreeMap::new() }
    }

    /// Adds the video's rows of a batch, which needs channels, videos and dates.
    pub fn add(&mut self, columns: &Columns) {
        let Some(videos) = &columns.video_id else { return };
        for row in self.rows_of(videos, columns.rows) {
            let channel = columns.channel_id.as_ref().and_then(|ids| ids.value(row)).map(<[u8]>::to_vec);
            let dates = columns.date.as_ref().filter(|dates| dates.is_valid(row));
            let counts = columns.view_count.as_ref().filter(|counts| counts.is_valid(row));
            let day = self.days.entry((channel, dates.map(|dates| dates.value(row)))).or_default();
            day.0 += 1;
            if let Some(counts) = counts {
                *day.1.get_or_insert_default() += i128::from(counts.value(row));
            }
        }
    }

    /// Returns the sums, ascending by channel and day, nulls first: `channel_id`, `date`, `rows`
    /// and `viewCount`.
    ///
    /// A sum outside int64 takes several rows, whose counts have that sum.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built.
    pub fn finish(self) -> Result<RecordBatch> {
        let (mut channels, mut dates) = (StringBuilder::new(), Date32Builder::new());
        let (mut rows, mut counts) = (Int64Builder::new(), Int64Builder::new());
        for ((channel, date), (found, sum)) in self.days {
            let channel = channel.map(|id| String::from_utf8_lossy(&id).into_owned());
            let (mut found, mut rest) = (found, sum);
            loop {
                let part = rest.map(|rest| rest.clamp(i64::MIN.into(), i64::MAX.into()));
                channels.append_option(channel.as_deref());
                dates.append_option(date);
                rows.append_value(found);
                counts.append_option(part.and_then(|part| i64::try_from(part).ok()));
                (found, rest) = (0, rest.zip(part).map(|(rest, part)| rest - part));
                if rest.is_none_or(|rest| rest == 0) {
                    break;
                }
            }
        }
        let columns: Vec<ArrayRef> = vec![
            Arc::new(channels.finish()),
            Arc::new(dates.finish()),
            Arc::new(rows.finish()),
            Arc::new(counts.finish()),
        ];
        let fields = vec![
            Field::new("channel_id", DataType::Utf8, true),
            Field::new("date", DataType::Date32, true),
            Field::new("rows", DataType::Int64, false),
            Field::new("viewCount", DataType::Int64, true),
        ];
        Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)?)
    }

    /// Returns the rows of the video in a batch, ascending.
    fn rows_of(&mut self, videos: &Ids, rows: usize) -> Vec<usize> {
        let Ids::Dictionary { dictionary, codes } = videos else {
            return (0..rows).filter(|&row| videos.value(row) == Some(&self.video)).collect();
        };
        let wanted = self.codes_of(dictionary);
        if wanted.is_empty() {
            return Vec::new();
        }
        (0..rows).filter(|&row| codes.is_valid(row) && wanted.contains(&codes.value(row))).collect()
    }

    /// Returns the codes of the video in a dictionary, which many batches share.
    fn codes_of(&mut self, dictionary: &Arc<Dictionary>) -> Vec<i32> {
        if let Some((last, codes)) = &self.known
            && Arc::ptr_eq(last, dictionary)
        {
            return codes.clone();
        }
        let values = (0..).zip(dictionary.values.iter());
        let found = values.filter(|(_, value)| *value == Some(&self.video)).map(|(code, _)| code);
        let codes: Vec<i32> = found.collect();
        self.known = Some((dictionary.clone(), codes.clone()));
        codes
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{AsArray, BinaryArray, BinaryViewArray, Date32Array, Int32Array, Int64Array};
    use arrow::datatypes::Int64Type;

    use super::*;

    fn batch(videos: Ids, dates: &[Option<i32>], counts: &[Option<i64>]) -> Columns {
        Columns {
            rows: dates.len(),
            channel_id: Some(Ids::Plain(BinaryViewArray::from_iter_values(vec!["c"; dates.len()]))),
            video_id: Some(videos),
            created_date: None,
            date: Some(dates.iter().copied().collect()),
            view_count: Some(counts.iter().copied().collect()),
        }
    }

    #[test]
    fn a_sum_outside_int64_takes_several_rows_and_nulls_stay_null() {
        let plain = Ids::Plain(BinaryViewArray::from_iter_values(["a", "a", "ab", "a", "a"]));
        let mut daily = DailyViews::new("a");
        let max = Some(i64::MAX);
        daily.add(&batch(
            plain,
            &[Some(1), Some(1), Some(1), Some(2), None],
            &[max, Some(9), Some(5), None, Some(-4)],
        ));
        let dictionary = Arc::new(Dictionary { values: BinaryArray::from_iter_values(["b", "a"]) });
        let codes = Int32Array::from(vec![Some(1), None, Some(0)]);
        let ids = Ids::Dictionary { dictionary, codes };
        daily.add(&batch(ids, &[Some(1); 3], &[Some(1), Some(100), Some(100)]));
        let found = daily.finish().unwrap();
        assert_eq!(found.column(1).as_primitive(), &Date32Array::from(vec![None, Some(1), Some(1), Some(2)]));
        let counts = |at: usize| found.column(at).as_primitive::<Int64Type>().clone();
        assert_eq!(counts(2), Int64Array::from(vec![1, 3, 0, 1]));
        assert_eq!(counts(3), Int64Array::from(vec![Some(-4), max, Some(10), None]));
    }
}
