//! How complete each channel is, so that those that need attention can be listed first.

mod best;
pub(super) mod heat;
pub(super) mod lacking;
pub(super) mod query;
mod tally;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::merge::Totals;
use crate::report::channels::best::first;
use crate::report::channels::lacking::LackingVideo;
use crate::report::channels::query::{ChannelOrder, ChannelQuery};
use crate::report::channels::tally::Tally;
use crate::report::gaps::expected::Expected;

/// The figures of one channel: sums over its videos in the state, for an end date.
///
/// Completeness is that of the channel's videos, each from its earliest upload day in the channel,
/// on the days of a [`ChannelQuery`]; outages count as missing. Gaps are those of the tables, which
/// have rows for each listing (channel, video, upload date).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// The channel; `None` for the null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub channel_id: Option<String>,
    /// Distinct videos, without the null.
    pub videos: u64,
    /// Days on which data of a video is expected.
    pub expected_days: u64,
    /// Those of them without data.
    pub missing_days: u64,
    /// Its rows of the gaps by range.
    pub gaps: u64,
    /// Its rows of the list of gaps: listings with at least one missing day.
    pub with_gaps: u64,
    /// The sum of the views in decimal digits, because it may have more than 64 bits.
    pub views: String,
}

/// The first channels of an order, the number of all, and the videos with the longest gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Channels {
    /// How many channels there are.
    pub total: u64,
    /// The first of them in the order, and those at both ends of the share, which the shares beside
    /// it may have too.
    pub channels: Vec<Channel>,
    /// The videos with the longest gaps, longest first.
    pub videos: Vec<LackingVideo>,
}

impl Channels {
    /// Returns the channels of a share that a query asks for, and those at its ends.
    pub(super) fn new(totals: &Totals, expected: &Expected, query: &ChannelQuery) -> Result<Self> {
        let mut tally = Tally::new(expected, query);
        for batch in totals.batches_from(0) {
            tally.add(&batch?);
        }
        Ok(tally.finish())
    }

    /// Returns the channels of all shares.
    ///
    /// A channel that two shares have is one, with the sums of both.
    pub fn merge(shares: Vec<Self>, query: &ChannelQuery) -> Self {
        let mut total: u64 = shares.iter().map(|share| share.total).sum();
        let (mut all, mut videos) = (Vec::new(), Vec::new());
        for share in shares {
            all.extend(share.channels);
            videos.extend(share.videos);
        }
        let by_id = ChannelQuery { order: ChannelOrder::Id, ..ChannelQuery::default() };
        let mut all = first(all, usize::MAX, &|a, b| by_id.compare(a, b));
        all.dedup_by(|next: &mut Channel, known| {
            let same = next.channel_id == known.channel_id;
            if same {
                known.add(next);
                total -= 1;
            }
            same
        });
        let channels = first(all, query.most(), &|a, b| query.compare(a, b));
        Self { total, channels, videos: first(videos, query.most(), &LackingVideo::compare) }
    }
}

impl Channel {
    /// Adds other videos of the same channel.
    fn add(&mut self, other: &Self) {
        self.videos += other.videos;
        self.expected_days += other.expected_days;
        self.missing_days += other.missing_days;
        self.gaps += other.gaps;
        self.with_gaps += other.with_gaps;
        self.views = (self.sum() + other.sum()).to_string();
    }

    fn sum(&self) -> i128 {
        self.views.parse().unwrap_or_default()
    }
}
