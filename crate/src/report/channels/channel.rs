//! The figures of one channel.

use serde::{Deserialize, Serialize};

/// The figures of one channel: sums over its videos in the state, for an end date.
///
/// Completeness is that of the channel's videos, each from its earliest upload day in the channel,
/// on the days of a [`ChannelQuery`](crate::report::ChannelQuery); outages count as missing. Gaps
/// are those of the tables, which have rows for each listing (channel, video, upload date).
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

impl Channel {
    /// Adds other videos of the same channel.
    pub(super) fn add(&mut self, other: &Self) {
        self.videos += other.videos;
        self.expected_days += other.expected_days;
        self.missing_days += other.missing_days;
        self.gaps += other.gaps;
        self.with_gaps += other.with_gaps;
        self.views = (self.sum() + other.sum()).to_string();
    }

    pub(super) fn sum(&self) -> i128 {
        self.views.parse().unwrap_or_default()
    }
}
