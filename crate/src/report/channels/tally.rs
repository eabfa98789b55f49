//! The sums of each channel, in one pass over the state.

use std::mem::take;

use crate::merge::{Series, StateBatch};
use crate::report::channels::best::Best;
use crate::report::channels::channel::Channel;
use crate::report::channels::lacking::LackingVideo;
use crate::report::channels::query::ChannelQuery;
use crate::report::gaps::expected::Expected;
use crate::report::gaps::{expecting, gaps, missing_counts};

/// The sums of a share. The state has its channels one after the other, so that only one is added up
/// at a time.
#[derive(Debug)]
pub(super) struct Tally<'a> {
    query: &'a ChannelQuery,
    expected: &'a Expected,
    /// Without excluded outages.
    every_day: Expected,
    now: Option<Sums>,
    total: u64,
    first: Option<Channel>,
    last: Option<Channel>,
    channels: Best<Channel>,
    videos: Best<LackingVideo>,
}

/// The sums of one channel.
#[derive(Debug, Default)]
struct Sums {
    id: Option<Vec<u8>>,
    views: i128,
    channel: Channel,
}

impl<'a> Tally<'a> {
    pub(super) fn new(expected: &'a Expected, query: &'a ChannelQuery) -> Self {
        Self {
            query,
            expected,
            every_day: Expected::until(expected.end()),
            now: None,
            total: 0,
            first: None,
            last: None,
            channels: Best::new(query.max()),
            videos: Best::new(query.max()),
        }
    }

    /// Adds a batch.
    ///
    /// A function of its own: see `docs/design/size/wasm-opt.md`.
    #[inline(never)]
    pub(super) fn add(&mut self, batch: &StateBatch) {
        for series in batch.iter().filter(|series| self.query.takes(series.channel)) {
            if self.now.as_ref().is_none_or(|sums| sums.id.as_deref() != series.channel) {
                self.close();
                let id = series.channel.map(<[u8]>::to_vec);
                self.now = Some(Sums { id, ..Sums::default() });
            }
            if let Some(sums) = &mut self.now {
                sums.add(&series, self.expected);
                let lacking = sums.add_days(&series, &self.every_day, self.query);
                if let Some(lacking) = lacking {
                    self.videos.push(lacking, &LackingVideo::compare);
                }
            }
        }
    }

    /// Returns how many channels there are; the first channels of the order, followed by those at
    /// both ends; and the videos with the longest gaps.
    pub(super) fn finish(mut self) -> (u64, Vec<Channel>, Vec<LackingVideo>) {
        self.close();
        let query = self.query;
        let mut channels = self.channels.finish(&|a, b| query.compare(a, b));
        channels.extend(self.first.into_iter().chain(self.last));
        (self.total, channels, self.videos.finish(&LackingVideo::compare))
    }

    /// Ends the channel that is added up.
    ///
    /// Channels at the ends are kept apart from the order: other shares may have more of their
    /// sums.
    fn close(&mut self) {
        let Some(channel) = self.now.take().map(Sums::finish) else { return };
        self.total += 1;
        if self.first.is_none() {
            self.first = Some(channel);
        } else if let Some(inner) = self.last.replace(channel) {
            let query = self.query;
            self.channels.push(inner, &|a, b| query.compare(a, b));
        }
    }
}

impl Sums {
    /// Adds the rows of a series in the tables.
    fn add(&mut self, series: &Series<'_>, expected: &Expected) {
        let channel = &mut self.channel;
        channel.videos += u64::from(series.video.is_some());
        self.views += series.cells.iter().filter_map(|cell| cell.sum()).sum::<i128>();
        for (created, end) in expecting(series, expected) {
            let (days, gaps) = missing_counts(series, expected, created, end);
            channel.gaps += gaps;
            channel.with_gaps += u64::from(days > 0);
        }
    }

    /// Adds the days of a series that count for completeness. Returns its longest gap on them.
    fn add_days(
        &mut self,
        series: &Series<'_>,
        every_day: &Expected,
        query: &ChannelQuery,
    ) -> Option<LackingVideo> {
        let video = series.video?;
        let (created, end) = expecting(series, every_day).next()?;
        let (first, last) = query.within(created, end)?;
        self.channel.expected_days += every_day.days(first, last);
        let mut lacking = LackingVideo { first: 1, ..LackingVideo::default() };
        for gap in gaps(series, every_day, first, last) {
            lacking.missing_days += gap.days().cast_unsigned();
            if gap.end - gap.start > lacking.last - lacking.first {
                (lacking.first, lacking.last) = (gap.start, gap.end);
            }
        }
        self.channel.missing_days += lacking.missing_days;
        let text = |id: &[u8]| String::from_utf8_lossy(id).into_owned();
        (lacking.missing_days > 0).then(|| LackingVideo {
            channel_id: series.channel.map(text),
            video_id: text(video),
            ..lacking
        })
    }

    fn finish(mut self) -> Channel {
        let channel_id = self.id.map(|id| String::from_utf8_lossy(&id).into_owned());
        Channel { channel_id, views: self.views.to_string(), ..take(&mut self.channel) }
    }
}
