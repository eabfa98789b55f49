//! How complete each channel is, so that those that need attention can be listed first.

pub(super) mod heat;
mod tally;

use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::merge::Totals;
use crate::order::order_of;
use crate::report::channels::tally::tally;
use crate::report::gaps::expected::Expected;

/// The figures of one channel: sums over its videos in the state, for an end date.
///
/// Gaps and missing days are those of the tables of gaps, which have a row for each listing
/// (channel, video, upload date).
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
    /// Listings with at least one missing day: its rows of the list of gaps.
    pub with_gaps: u64,
    /// Days from each listing's upload date to the end date, both inclusive.
    pub expected_days: u64,
    /// Those of them without data: its rows of the gaps by day.
    pub missing_days: u64,
    /// Its rows of the gaps by range.
    pub gaps: u64,
    /// The days of the longest of them; 0 without gaps.
    pub longest_gap: u32,
    /// Listings whose last gap reaches to the end date.
    pub trailing: u64,
    /// The last date with data in this channel, as the number of days since 1970-01-01.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub last_day: Option<i32>,
    /// The sum of the views in decimal digits, because it may have more than 64 bits.
    pub views: String,
}

/// By what channels are ordered; the channel's id decides between equal ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum ChannelOrder {
    /// Most missing days first.
    MissingDays,
    /// Most views first.
    Views,
    /// Most videos first.
    Videos,
    /// Ascending by id, null first.
    Id,
}

/// The first channels of an order, and the number of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Channels {
    /// How many channels there are.
    pub total: u64,
    /// The first of them in the order, and those at both ends of the share, which the shares beside
    /// it may have too.
    pub channels: Vec<Channel>,
}

impl Channels {
    /// Returns the channels of a share: the first `most` in an order, and those at its ends.
    pub(super) fn new(
        totals: &Totals,
        expected: &Expected,
        order: ChannelOrder,
        most: usize,
    ) -> Result<Self> {
        let all = tally(totals, expected)?;
        let total = all.len() as u64;
        let ends = [all.first().cloned(), all.last().cloned()];
        let mut channels = first(all, order, most);
        for end in ends.into_iter().flatten() {
            if channels.iter().all(|known| known.channel_id != end.channel_id) {
                channels.push(end);
            }
        }
        Ok(Self { total, channels })
    }

    /// Returns the channels of all shares: the first `most` in an order.
    ///
    /// A channel that two shares have is one, with the sums of both.
    pub fn merge(shares: Vec<Self>, order: ChannelOrder, most: usize) -> Self {
        let mut total: u64 = shares.iter().map(|share| share.total).sum();
        let mut all: Vec<Channel> = shares.into_iter().flat_map(|share| share.channels).collect();
        all = sorted(all, ChannelOrder::Id);
        all.dedup_by(|next, known| {
            let same = next.channel_id == known.channel_id;
            if same {
                known.add(next);
                total -= 1;
            }
            same
        });
        Self { total, channels: first(all, order, most) }
    }
}

impl Channel {
    /// Adds other videos of the same channel.
    fn add(&mut self, other: &Self) {
        self.videos += other.videos;
        self.with_gaps += other.with_gaps;
        self.expected_days += other.expected_days;
        self.missing_days += other.missing_days;
        self.gaps += other.gaps;
        self.longest_gap = self.longest_gap.max(other.longest_gap);
        self.trailing += other.trailing;
        self.last_day = self.last_day.max(other.last_day);
        self.views = (self.sum() + other.sum()).to_string();
    }

    fn sum(&self) -> i128 {
        self.views.parse().unwrap_or_default()
    }

    fn compare(&self, other: &Self, order: ChannelOrder) -> Ordering {
        match order {
            ChannelOrder::MissingDays => Reverse(self.missing_days).cmp(&Reverse(other.missing_days)),
            ChannelOrder::Views => Reverse(self.sum()).cmp(&Reverse(other.sum())),
            ChannelOrder::Videos => Reverse(self.videos).cmp(&Reverse(other.videos)),
            ChannelOrder::Id => Ordering::Equal,
        }
        .then_with(|| self.channel_id.cmp(&other.channel_id))
    }
}

fn sorted(mut channels: Vec<Channel>, order: ChannelOrder) -> Vec<Channel> {
    let found = order_of(channels.len(), &|a, b| channels[a].compare(&channels[b], order));
    found.into_iter().map(|at| std::mem::take(&mut channels[at as usize])).collect()
}

fn first(channels: Vec<Channel>, order: ChannelOrder, most: usize) -> Vec<Channel> {
    let mut channels = sorted(channels, order);
    channels.truncate(most);
    channels
}
