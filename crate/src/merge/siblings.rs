//! Videos in several channels: their days count together.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::fold::NO_DAY;
use crate::merge::schema::{ELSEWHERE, StateBatch, VideoColumns};

/// Counters of whole videos.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VideoCounters {
    /// Distinct videos, without the null.
    pub(crate) videos: u64,
    /// Videos in more than one channel; the null counts as one video and as one channel.
    pub(crate) several_channels: u64,
    /// Videos with more than one upload day.
    pub(crate) several_created: u64,
    /// Days that a video has in one channel and also in another.
    pub(crate) sibling_repeats: u64,
}

/// The position of a series: its batch and its row there.
type Place = (u32, u32);

/// Adds to every series of a video in several channels the days of all of them, and to one of them
/// the earliest created date.
///
/// The batches must have every series of each of their videos.
pub(super) fn resolve(batches: &mut [StateBatch]) -> Result<VideoCounters> {
    let mut counters = VideoCounters::default();
    let siblings = find(batches, &mut counters);
    let mut days: HashMap<Place, usize> = HashMap::new();
    let mut unions: Vec<Union> = Vec::new();
    for places in siblings {
        let mut union = BTreeMap::<i32, u32>::new();
        let mut created: BTreeSet<i32> = BTreeSet::new();
        let mut present = 0u64;
        for &(batch, row) in &places {
            let series = batches[batch as usize].series(row as usize);
            created.extend(series.created);
            for cell in series.cells.iter().filter(|cell| cell.day_bits() != 0) {
                *union.entry(cell.month).or_default() |= cell.day_bits();
                present += u64::from(cell.day_bits().count_ones());
            }
            days.insert((batch, row), unions.len());
        }
        let distinct: u64 = union.values().map(|bits| u64::from(bits.count_ones())).sum();
        counters.sibling_repeats += present - distinct;
        counters.several_channels += 1;
        counters.several_created += u64::from(created.len() > 1);
        let (months, bits) = union.into_iter().unzip();
        let earliest = created.iter().copied().find(|&day| day != NO_DAY).unwrap_or(NO_DAY);
        unions.push(Union { months, bits, first: places[0], created: earliest });
    }
    if unions.is_empty() {
        return Ok(counters);
    }
    for (batch, index) in batches.iter_mut().zip(0u32..) {
        let mut columns = VideoColumns::default();
        for (row, _) in (0u32..).zip(0..batch.len()) {
            let place = (index, row);
            let union = days.get(&place).map(|&union| &unions[union]);
            let created = |union: &Union| if union.first == place { union.created } else { ELSEWHERE };
            columns.push(union.map(|union| (&union.months[..], &union.bits[..])), union.map(created));
        }
        *batch = batch.with_videos(columns)?;
    }
    Ok(counters)
}

/// A video in several channels.
struct Union {
    months: Vec<i32>,
    bits: Vec<u32>,
    /// The series that stands for the video.
    first: Place,
    /// The earliest created date, or [`NO_DAY`].
    created: i32,
}

/// Returns the videos with more than one series, and counts the others.
fn find(batches: &[StateBatch], counters: &mut VideoCounters) -> Vec<Vec<Place>> {
    let rows: usize = batches.iter().map(StateBatch::len).sum();
    let mut found = Found {
        hasher: RandomState::default(),
        first: HashTable::with_capacity(rows),
        siblings: HashMap::new(),
    };
    for (number, _) in (0u32..).zip(batches) {
        found.add(batches, number, counters);
    }
    let alone = found.first.iter().filter(|place| !found.siblings.contains_key(*place));
    counters.several_created += alone
        .filter(|&&(batch, row)| {
            let series = batches[batch as usize].series(row as usize);
            series.created.len() > 1
        })
        .count() as u64;
    found.siblings.into_values().collect()
}

/// The first series of each video, and all series of videos that have more.
struct Found {
    hasher: RandomState,
    first: HashTable<Place>,
    siblings: HashMap<Place, Vec<Place>>,
}

impl Found {
    /// Adds a batch.
    ///
    /// A function of its own: see `docs/design/size/wasm-opt.md`.
    #[inline(never)]
    fn add(&mut self, batches: &[StateBatch], number: u32, counters: &mut VideoCounters) {
        let Self { hasher, first, siblings } = self;
        let video = |(batch, row): Place| batches[batch as usize].video(row as usize);
        for (row, _) in (0u32..).zip(0..batches[number as usize].len()) {
            let place = (number, row);
            let id = video(place);
            let hash = hasher.hash_one(id);
            if let Some(&known) = first.find(hash, |&known| video(known) == id) {
                siblings.entry(known).or_insert_with(|| vec![known]).push(place);
            } else {
                first.insert_unique(hash, place, |&place| hasher.hash_one(video(place)));
                counters.videos += u64::from(id.is_some());
            }
        }
    }
}
