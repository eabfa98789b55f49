//! The days of one video.

use serde::Serialize;

use crate::calendar::Month;
use crate::error::Result;
use crate::fold::NO_DAY;
use crate::merge::{StateBatch, Totals};

/// The days on which a video has data in one of its channels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct VideoDays {
    /// The channel; `None` for the null.
    pub channel_id: Option<String>,
    /// The upload days, ascending, as numbers of days since 1970-01-01, without the null.
    pub created: Vec<i32>,
    /// The months in which the video has data in any channel, ascending: their first days.
    pub months: Vec<i32>,
    /// The days of each month with data, bit 0 for the first.
    pub days: Vec<i32>,
}

/// Returns every series of a video, by channel. It takes a pass over the state.
pub(super) fn calendar(totals: &Totals, video: &str) -> Result<Vec<VideoDays>> {
    let mut found = Vec::new();
    for batch in totals.batches_from(0) {
        search(&batch?, video.as_bytes(), &mut found);
    }
    Ok(found)
}

/// A function of its own: see `docs/design/size/wasm-opt.md`.
#[inline(never)]
fn search(batch: &StateBatch, video: &[u8], found: &mut Vec<VideoDays>) {
    for row in (0..batch.len()).filter(|&row| batch.video(row) == Some(video)) {
        let series = batch.series(row);
        let (months, days) = series.days();
        let mut video_days = VideoDays {
            channel_id: series.channel.map(|id| String::from_utf8_lossy(id).into_owned()),
            created: series.created.iter().copied().filter(|&day| day != NO_DAY).collect(),
            months: Vec::new(),
            days: Vec::new(),
        };
        for (&month, &bits) in months.iter().zip(days) {
            let Some(month) = Month::new(month).filter(|_| bits != 0) else { continue };
            video_days.months.push(month.first_day().number());
            video_days.days.push(bits.cast_signed());
        }
        found.push(video_days);
    }
}
