//! A small dataset to try.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray};

use crate::calendar::Day;
use crate::error::Result;
use crate::export::{Format, TableWriter};
use crate::report::ResultKind;
use crate::sample::random::{below, letter};

/// How many channels the sample has.
const CHANNELS: u64 = 12;
/// How many videos each channel has.
const VIDEOS: u64 = 15;
/// The number of the last day, 2023-04-18.
const LAST_DAY: i32 = 19_465;
/// How many days before it uploads begin.
const SPAN: u64 = 200;
/// A day on which two in three videos have no data.
const OUTAGE: i32 = LAST_DAY - 40;

/// Returns a Parquet file of some months of 180 made-up videos, always the same bytes.
///
/// It has an example of everything: leading, inner and trailing gaps, an outage of one day,
/// repeated rows, and a few null counts.
///
/// # Errors
///
/// [`Internal`](crate::ErrorCode::Internal) if it cannot be written.
pub fn sample_file() -> Result<Vec<u8>> {
    let mut rows = Rows::default();
    for channel in 0..CHANNELS {
        let channel_id = format!("UC{}", id(channel + 1_000, 22));
        for video in 0..VIDEOS {
            rows.add_video(&channel_id, channel * VIDEOS + video);
        }
    }
    let batch = rows.batch()?;
    let mut writer = TableWriter::new(Format::Parquet, Vec::new(), &batch.schema())?;
    writer.write(&batch)?;
    writer.finish()
}

#[derive(Default)]
struct Rows {
    channels: Vec<String>,
    videos: Vec<String>,
    created: Vec<i32>,
    dates: Vec<i32>,
    views: Vec<Option<i64>>,
}

impl Rows {
    fn add_video(&mut self, channel: &str, number: u64) {
        let video = id(number, 11);
        let life = 1 + below(number, 1, SPAN);
        let created = LAST_DAY - i32::try_from(life).unwrap_or_default() + 1;
        let popularity = 50 + below(number, 2, 20_000);
        let begins = if below(number, 3, 10) == 0 { created + 2 } else { created };
        let ends = if below(number, 4, 8) == 0 { LAST_DAY - 5 } else { LAST_DAY };
        for day in begins..=ends {
            let age = u64::from((day - created).cast_unsigned());
            let chance = below(number * 1_000 + age, 5, 100);
            if chance < 2 || (day == OUTAGE && below(number, 6, 3) != 0) {
                continue;
            }
            let views = (popularity / (1 + age / 7) * (70 + below(number + age, 7, 60)) / 100).cast_signed();
            let repeats = if chance == 99 { 2 } else { 1 };
            for _ in 0..repeats {
                self.channels.push(channel.to_owned());
                self.videos.push(video.clone());
                self.created.push(created);
                self.dates.push(day);
                self.views.push((chance != 50).then_some(views));
            }
        }
    }

    fn batch(self) -> Result<RecordBatch> {
        debug_assert!(self.dates.iter().all(|&day| Day::new(day).is_some()));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from(self.channels)),
            Arc::new(StringArray::from(self.videos)),
            Arc::new(Date32Array::from(self.created)),
            Arc::new(Date32Array::from(self.dates)),
            Arc::new(Int64Array::from(self.views)),
        ];
        Ok(RecordBatch::try_new(ResultKind::Combined.schema(), columns)?)
    }
}

/// Returns an id in base64url's letters.
fn id(number: u64, length: u64) -> String {
    (0..length).map(|place| char::from(letter(below(number, 100 + place, 64)))).collect()
}
