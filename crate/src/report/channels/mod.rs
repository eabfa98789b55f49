//! How complete each channel is, so that those that need attention can be listed first.

mod best;
pub(super) mod channel;
pub(super) mod heat;
pub(super) mod lacking;
pub(super) mod query;
mod tally;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::merge::Totals;
use crate::report::channels::best::first;
use crate::report::channels::channel::Channel;
use crate::report::channels::lacking::LackingVideo;
use crate::report::channels::query::{ChannelOrder, ChannelQuery};
use crate::report::channels::tally::Tally;
use crate::report::gaps::expected::Expected;

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
        let (total, channels, videos) = tally.finish();
        Ok(Self { total, channels, videos })
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
        let channels = first(all, query.max(), &|a, b| query.compare(a, b));
        Self { total, channels, videos: first(videos, query.max(), &LackingVideo::compare) }
    }
}
