//! The sums of each channel, in one pass over the state.

use crate::calendar::{Day, Month};
use crate::error::Result;
use crate::merge::{Series, StateBatch, Totals};
use crate::report::channels::Channel;
use crate::report::gaps::expected::Expected;
use crate::report::gaps::{expecting, gaps};

/// Returns every channel of a share, ascending by bytes, null first: the order of the state.
pub(super) fn tally(totals: &Totals, expected: &Expected) -> Result<Vec<Channel>> {
    let mut channels = Vec::new();
    let mut now: Option<Sums> = None;
    for batch in totals.batches_from(0) {
        add(&batch?, expected, &mut now, &mut channels);
    }
    channels.extend(now.map(Sums::finish));
    Ok(channels)
}

/// A function of its own: see `docs/design/size/wasm-opt.md`.
#[inline(never)]
fn add(batch: &StateBatch, expected: &Expected, now: &mut Option<Sums>, channels: &mut Vec<Channel>) {
    for series in batch.iter() {
        let same = now.as_ref().is_some_and(|sums| sums.id.as_deref() == series.channel);
        if !same {
            let next = Sums { id: series.channel.map(<[u8]>::to_vec), ..Sums::default() };
            channels.extend(now.replace(next).map(Sums::finish));
        }
        if let Some(sums) = now {
            sums.add(&series, expected);
        }
    }
}

/// The sums of one channel.
#[derive(Debug, Default)]
struct Sums {
    id: Option<Vec<u8>>,
    views: i128,
    channel: Channel,
}

impl Sums {
    fn add(&mut self, series: &Series<'_>, expected: &Expected) {
        let channel = &mut self.channel;
        channel.videos += u64::from(series.video.is_some());
        self.views += series.cells.iter().filter_map(|cell| cell.sum()).sum::<i128>();
        channel.last_day = channel.last_day.max(last_day(series));
        for (created, end) in expecting(series, expected) {
            let mut missing = 0;
            for gap in gaps(series, expected, created, end) {
                missing += gap.days().cast_unsigned();
                channel.gaps += 1;
                channel.longest_gap = channel.longest_gap.max(u32::try_from(gap.days()).unwrap_or(u32::MAX));
                channel.trailing += u64::from(gap.end == end.number());
            }
            channel.expected_days += expected.days(created, end);
            channel.missing_days += missing;
            channel.with_gaps += u64::from(missing > 0);
        }
    }

    fn finish(self) -> Channel {
        let channel_id = self.id.map(|id| String::from_utf8_lossy(&id).into_owned());
        Channel { channel_id, views: self.views.to_string(), ..self.channel }
    }
}

/// Returns the last day with data of a series itself, whatever its video's other channels have.
fn last_day(series: &Series<'_>) -> Option<i32> {
    series.cells.iter().rev().find_map(|cell| {
        let last = cell.day_bits().checked_ilog2()?;
        let first = Month::new(cell.month)?.first_day();
        Day::new(first.number() + last.cast_signed()).map(Day::number)
    })
}
