//! Sorts series into the order of the results.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::fold::{prefix, ranks_of};
use crate::merge::schema::StateBatch;
use crate::order::order_of;

/// A series with the values that decide its place in the order.
struct Place {
    /// The place of the channel in the order of the channels.
    rank: u32,
    /// The first bytes of the video, which distinguish most videos of a channel.
    lead: u64,
    batch: u32,
    row: u32,
}

/// Returns the position of each series, batch and row, by channel and then video, nulls first and
/// then by bytes.
pub(super) fn in_order(batches: &[StateBatch]) -> impl Iterator<Item = (u32, u32)> + use<> {
    let mut codes: HashMap<Option<&[u8]>, u32, RandomState> = HashMap::default();
    let mut channels = Vec::new();
    let mut places = Vec::with_capacity(batches.iter().map(StateBatch::len).sum());
    for (number, batch) in (0..).zip(batches) {
        for (row, at) in (0..).zip(0..batch.len()) {
            let channel = batch.channel(at);
            let code = *codes.entry(channel).or_insert_with(|| {
                channels.push(channel);
                u32::try_from(channels.len() - 1).unwrap_or(u32::MAX)
            });
            places.push(Place { rank: code, lead: prefix(batch.video(at)), batch: number, row });
        }
    }
    let ranks = ranks_of(&order_of(channels.len(), &|a, b| channels[a].cmp(&channels[b])));
    places.iter_mut().for_each(|place| place.rank = ranks[place.rank as usize]);
    let video = |place: &Place| batches[place.batch as usize].video(place.row as usize);
    places.sort_unstable_by(|a, b| {
        (a.rank, a.lead).cmp(&(b.rank, b.lead)).then_with(|| video(a).cmp(&video(b)))
    });
    places.into_iter().map(|place| (place.batch, place.row))
}
