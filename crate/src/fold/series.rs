//! The state of each (channel, video).

use std::collections::HashMap;
use std::slice;

use crate::fold::ids::interner::NULL;
use crate::fold::ids::video_id::{LongIds, VideoKey};
use crate::fold::memory::ahead::Ahead;
use crate::fold::memory::growth::Growth;
use crate::fold::memory::segments::Segments;
use crate::fold::months::lists::MonthLists;
use crate::fold::months::log::{Chain, MonthLog};
use crate::fold::months::views_by_month::ViewsByMonth;
use crate::fold::{Counters, MonthCell, hash_of};

/// A series that has no row yet.
const UNSEEN: u32 = u32::MAX;
/// The end of a video's chain of series.
const END: u32 = u32::MAX;
/// No upload day.
pub(super) const NONE: i32 = i32::MAX;
/// No month.
pub(super) const EMPTY: i32 = i32::MAX;

/// How many series' months are read together, so that they are loaded at once.
pub(super) const TOGETHER: usize = 32;

/// What a row touches: one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Series {
    /// The video's id; only in the first series of a video.
    key: VideoKey,
    /// The month that was touched last.
    hot: MonthCell,
    channel: u32,
    /// The next series of the same video, in `others`.
    next: u32,
    created: i32,
    /// The months that were left.
    left: Chain,
    /// The first and the last month so far.
    months: [i32; 2],
}

impl Series {
    fn new(key: VideoKey, channel: u32) -> Self {
        Self {
            key,
            hot: MonthCell::new(EMPTY),
            channel,
            next: END,
            created: NONE,
            left: Chain::EMPTY,
            months: [i32::MAX, i32::MIN],
        }
    }

    /// Leaves the hot month for another one.
    #[inline]
    fn move_to(&mut self, month: i32, log: &mut MonthLog) {
        if self.hot.month != EMPTY {
            log.push(&mut self.left, self.hot);
        }
        let [first, last] = &mut self.months;
        if *first <= month && month <= *last {
            log.revisit();
        }
        (*first, *last) = (month.min(*first), month.max(*last));
        self.hot = MonthCell::new(month);
    }
}

/// Where a series is: the first of its video, or one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    First(u32),
    Other(u32),
}

/// The values that decide which series and month a row belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// The video's code.
    pub(super) video: u32,
    /// The channel's code.
    pub(super) channel: u32,
    /// The upload day, [`NO_DAY`](crate::fold::NO_DAY) for a null, [`NONE`] if the job does not read it.
    pub(super) created: i32,
    /// The month, [`MonthCell::NO_MONTH`] for a null, [`EMPTY`] if the job does not read it.
    pub(super) month: i32,
}

/// All series of a fold, and the ids of their videos.
#[derive(Debug)]
pub(super) struct SeriesTable {
    /// The first series of each video, by the video's code.
    first: Segments<Series>,
    /// The series of videos that are in more than one channel.
    others: Segments<Series>,
    /// The upload days of series that have more than one, ascending.
    more_created: HashMap<Place, Vec<i32>>,
    log: MonthLog,
    long_ids: LongIds,
}

impl SeriesTable {
    /// Creates a table with the null's code and no series.
    pub(super) fn new() -> Self {
        let unseen = Series::new(VideoKey::default(), UNSEEN);
        let mut first = Segments::new(unseen);
        first.push(unseen);
        Self {
            first,
            others: Segments::new(unseen),
            more_created: HashMap::new(),
            log: MonthLog::default(),
            long_ids: LongIds::default(),
        }
    }

    /// Returns an empty table in the same memory.
    pub(super) fn emptied(self) -> Self {
        let Self { mut first, mut others, mut log, .. } = self;
        first.clear();
        others.clear();
        log.clear();
        first.push(Series::new(VideoKey::default(), UNSEEN));
        Self { first, others, log, more_created: HashMap::new(), long_ids: LongIds::default() }
    }

    /// Adds a video and returns its code.
    pub(super) fn add_video(&mut self, id: &[u8]) -> u32 {
        let key = self.long_ids.add(id);
        self.first.push(Series::new(key, UNSEEN))
    }

    #[inline]
    pub(super) fn key(&self, video: u32) -> &VideoKey {
        &self.first.get(video).key
    }

    /// Loads the first series of a video before it is needed. A code may be any number.
    #[inline]
    pub(super) fn load_ahead(&self, code: u32, ahead: &mut Ahead) {
        if let Some(series) = self.first.find(code) {
            ahead.load(series, |series| series.key.upper());
        }
    }

    /// Returns whether a code is that of the short id given as a word. The code may be any number
    /// but 0.
    #[inline]
    pub(super) fn knows(&self, code: u32, word: u128) -> bool {
        self.first.find(code).is_some_and(|series| series.key.word() == word)
    }

    pub(super) fn long_ids(&self) -> &LongIds {
        &self.long_ids
    }

    /// Returns the id of a video; `None` for the code of the null.
    pub(super) fn video(&self, code: u32) -> Option<&[u8]> {
        (code != NULL).then(|| self.long_ids.id(self.key(code)))
    }

    /// Returns the hash of a video's id; `None` for the null, which belongs to no video.
    pub(super) fn hash(&self, code: u32) -> Option<u64> {
        self.video(code).map(|id| hash_of(Some(id)))
    }

    /// Returns the series of a video in a channel; adds one if it is new.
    #[inline]
    fn place(&mut self, video: u32, channel: u32) -> Place {
        let first = self.first.get_mut(video);
        if first.channel == channel {
            return Place::First(video);
        }
        if first.channel == UNSEEN {
            first.channel = channel;
            return Place::First(video);
        }
        self.other(video, channel)
    }

    #[cold]
    fn other(&mut self, video: u32, channel: u32) -> Place {
        let mut place = Place::First(video);
        loop {
            match self.series(place).next {
                END => break,
                next if self.others.get(next).channel == channel => return Place::Other(next),
                next => place = Place::Other(next),
            }
        }
        let new = self.others.push(Series::new(VideoKey::default(), channel));
        self.series_mut(place).next = new;
        Place::Other(new)
    }

    fn series(&self, place: Place) -> &Series {
        match place {
            Place::First(index) => self.first.get(index),
            Place::Other(index) => self.others.get(index),
        }
    }

    fn series_mut(&mut self, place: Place) -> &mut Series {
        match place {
            Place::First(index) => self.first.get_mut(index),
            Place::Other(index) => self.others.get_mut(index),
        }
    }

    /// Returns the month that a row belongs to, once its upload day is known; adds one if it
    /// is missing. Returns `None` if the job does not read dates.
    #[inline]
    pub(super) fn month_mut(&mut self, row: Row) -> Option<&mut MonthCell> {
        let Row { video, channel, created, month } = row;
        let series = self.first.get(video);
        if series.channel == channel && series.created == created && series.hot.month == month {
            return Some(&mut self.first.get_mut(video).hot);
        }
        self.month_elsewhere(&row)
    }

    /// Returns the month of a row that is not the last one touched in the first series of its
    /// video.
    #[inline(never)]
    fn month_elsewhere(&mut self, &Row { video, channel, created, month }: &Row) -> Option<&mut MonthCell> {
        let place = self.place(video, channel);
        if created != NONE {
            self.add_created(place, created);
        }
        if month == EMPTY {
            return None;
        }
        let Self { first, others, log, .. } = self;
        let series = match place {
            Place::First(index) => first.get_mut(index),
            Place::Other(index) => others.get_mut(index),
        };
        if series.hot.month != month {
            series.move_to(month, log);
        }
        Some(&mut series.hot)
    }

    fn add_created(&mut self, place: Place, day: i32) {
        let series = self.series_mut(place);
        if series.created == NONE {
            series.created = day;
        } else if series.created != day {
            let first = series.created;
            let all = self.more_created.entry(place).or_insert_with(|| vec![first]);
            if let Err(at) = all.binary_search(&day) {
                all.insert(at, day);
            }
        }
    }

    /// Returns how many codes of videos there are, including that of the null.
    pub(super) fn videos(&self) -> u32 {
        // Codes have 32 bits.
        self.first.len() as u32
    }

    /// Returns an upper bound of the number of series.
    pub(super) fn len(&self) -> usize {
        self.first.len() + self.others.len()
    }

    /// Returns every series that has rows, in arbitrary order.
    pub(super) fn places(&self) -> impl Iterator<Item = (u32, u32, Place)> {
        let seen = (0u32..).zip(self.first.iter()).filter(|(_, series)| series.channel != UNSEEN);
        seen.flat_map(move |(video, series)| {
            let mut next = series.next;
            let others = std::iter::from_fn(move || {
                let index = (next != END).then_some(next)?;
                let series = self.others.get(index);
                next = series.next;
                Some((video, series.channel, Place::Other(index)))
            });
            std::iter::once((video, series.channel, Place::First(video))).chain(others)
        })
    }

    /// Returns the upload days of a series, ascending, [`NO_DAY`](crate::fold::NO_DAY) for a null.
    pub(super) fn created(&self, place: Place) -> &[i32] {
        match &self.series(place).created {
            &NONE => &[],
            one => self.more_created.get(&place).map_or(slice::from_ref(one), Vec::as_slice),
        }
    }

    /// Replaces `months` by those of some series, and counts the days that were there twice.
    pub(super) fn gather(
        &self,
        places: impl Iterator<Item = Place>,
        months: &mut MonthLists,
        counters: &mut Counters,
    ) {
        months.clear();
        for place in places {
            let Series { hot, left, .. } = self.series(place);
            months.push(*left, (hot.month != EMPTY).then_some(*hot));
        }
        months.fill(&self.log, counters);
    }

    /// Adds up the months that are there several times, if there are many.
    #[inline]
    pub(super) fn settle(&mut self, counters: &mut Counters) {
        if self.log.is_unsettled() {
            self.settle_all(counters);
        }
    }

    #[cold]
    fn settle_all(&mut self, counters: &mut Counters) {
        let Self { first, others, log, .. } = self;
        let mut months = MonthLists::default();
        for table in [first, others] {
            for start in (0..table.len() as u32).step_by(TOGETHER) {
                let some = start..(table.len() as u32).min(start + TOGETHER as u32);
                months.clear();
                some.clone().for_each(|at| months.push(table.get(at).left, None));
                months.fill(log, counters);
                for (at, months) in some.zip(months.iter()) {
                    let left = &mut table.get_mut(at).left;
                    *left = log.replace(*left, months);
                }
            }
        }
        log.settled();
    }

    /// Adds the months of every series to the sums by month.
    pub(super) fn add_views(&self, views: &mut ViewsByMonth) {
        let hot = self.first.iter().chain(self.others.iter()).map(|series| series.hot);
        self.log.cells().chain(hot).for_each(|cell| views.add(&cell));
    }

    /// Counts the memory after up to `more` rows are added.
    pub(super) fn grow(&self, more: usize, growth: &mut Growth) {
        growth.take(self.first.memory_with(more) + self.others.memory_with(more.min(self.others.len() + 1)));
        self.long_ids.grow(more, growth);
        self.log.grow(more, growth);
    }

    pub(super) fn memory(&self) -> usize {
        let more: usize = self.more_created.values().map(|days| days.capacity() * 4 + 48).sum();
        self.first.memory() + self.others.memory() + self.log.memory() + self.long_ids.memory() + more
    }
}
