//! Which channels are listed, and in which order.

use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::report::channels::channel::Channel;

/// What channels are ordered by. Channels that are equal are in ascending order of their ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum ChannelOrder {
    /// By missing days.
    #[default]
    MissingDays,
    /// By the share of the expected days that are missing; channels without expected days are last.
    MissingShare,
    /// By gaps.
    Gaps,
    /// By videos.
    Videos,
    /// By views.
    Views,
    /// By id, null first.
    Id,
}

/// Which channels to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(default)]
pub struct ChannelQuery {
    /// A part of the id, in the same case; empty for any.
    pub id: String,
    /// The order of the list.
    pub order: ChannelOrder,
    /// Whether small numbers, or ids that are late in the alphabet, come first.
    pub reversed: bool,
    /// How many channels to list, and how many videos with the longest gaps.
    pub max: u32,
    /// The first day of completeness, as the number of days since 1970-01-01, inclusive.
    pub first: i32,
    /// Its last day, inclusive.
    pub last: i32,
}

impl ChannelQuery {
    /// Returns whether it asks for a channel.
    pub(super) fn takes(&self, channel: Option<&[u8]>) -> bool {
        let part = self.id.as_bytes();
        part.is_empty() || channel.is_some_and(|id| id.windows(part.len()).any(|some| some == part))
    }

    /// Returns the days from one to another, both inclusive, that count for completeness.
    pub(super) fn within(&self, first: Day, last: Day) -> Option<(Day, Day)> {
        clip(first, last, self.first, self.last)
    }

    pub(super) fn max(&self) -> usize {
        self.max as usize
    }

    pub(super) fn compare(&self, a: &Channel, b: &Channel) -> Ordering {
        let ordering = match self.order {
            ChannelOrder::MissingDays => Reverse(a.missing_days).cmp(&Reverse(b.missing_days)),
            ChannelOrder::MissingShare => compare_shares(a, b),
            ChannelOrder::Gaps => Reverse(a.gaps).cmp(&Reverse(b.gaps)),
            ChannelOrder::Videos => Reverse(a.videos).cmp(&Reverse(b.videos)),
            ChannelOrder::Views => Reverse(a.sum()).cmp(&Reverse(b.sum())),
            ChannelOrder::Id => a.channel_id.cmp(&b.channel_id),
        };
        let ordering = if self.reversed { ordering.reverse() } else { ordering };
        let has_share = |of: &Channel| self.order != ChannelOrder::MissingShare || of.expected_days > 0;
        let ordering = has_share(b).cmp(&has_share(a)).then(ordering);
        ordering.then_with(|| a.channel_id.cmp(&b.channel_id))
    }
}

/// Compares shares exactly, the greatest first.
fn compare_shares(a: &Channel, b: &Channel) -> Ordering {
    let product =
        |of: &Channel, by: &Channel| u128::from(of.missing_days) * u128::from(by.expected_days.max(1));
    product(b, a).cmp(&product(a, b))
}

/// Returns the days from `first` to `last` that are from `from` to `to`; all inclusive.
pub(super) fn clip(first: Day, last: Day, from: i32, to: i32) -> Option<(Day, Day)> {
    let (first, last) = (first.max(Day::new(from)?), last.min(Day::new(to)?));
    (first <= last).then_some((first, last))
}
