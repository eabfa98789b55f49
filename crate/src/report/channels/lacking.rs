//! The videos that lack the most consecutive days.

use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

/// A video with its longest gap within the days that count for completeness.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct LackingVideo {
    /// The channel; `None` for the null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub channel_id: Option<String>,
    /// The video.
    pub video_id: String,
    /// The first day of its longest gap, as the number of days since 1970-01-01.
    pub first: i32,
    /// The last day of the gap, inclusive.
    pub last: i32,
    /// How many of its expected days are missing, in all gaps.
    pub missing_days: u64,
}

impl LackingVideo {
    /// Orders by the length of the gap, the longest first, then by channel and video.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let days = |of: &Self| Reverse(i64::from(of.last) - i64::from(of.first));
        let order = days(self).cmp(&days(other));
        order.then_with(|| (&self.channel_id, &self.video_id).cmp(&(&other.channel_id, &other.video_id)))
    }
}
