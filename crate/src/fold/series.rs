//! The state of each (channel, video).

use std::collections::HashMap;

use crate::fold::ids::interner::NULL;
use crate::fold::ids::video_id::{LongIds, VideoKey};
use crate::fold::memory::ahead::Ahead;
use crate::fold::memory::growth::Growth;
use crate::fold::memory::segments::Segments;
use crate::fold::months::arena::{Block, CellArena};
use crate::fold::months::views_by_month::ViewsByMonth;
use crate::fold::{MonthCell, hash_of};

/// A series that has no row yet.
const UNSEEN: u32 = u32::MAX;
/// The end of a video's chain of series.
const END: u32 = u32::MAX;
/// No upload day.
pub(super) const NONE: i32 = i32::MAX;
/// No month.
pub(super) const EMPTY: i32 = i32::MAX;

/// How many months lie in a cache line, at least.
const CELLS_OF_LINE: usize = 64 / size_of::<MonthCell>();

/// What a row touches: one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Series {
    /// The video's id; only in the first series of a video.
    key: VideoKey,
    /// The month that was touched last; newer than its copy in `months`.
    hot: MonthCell,
    channel: u32,
    /// The next series of the same video, in `others`.
    next: u32,
    created: i32,
    /// The place of `hot` in `months`.
    hot_at: u32,
    /// All months once there are two.
    months: Block,
}

impl Series {
    fn new(key: VideoKey, channel: u32) -> Self {
        Self {
            key,
            hot: MonthCell::new(EMPTY),
            channel,
            next: END,
            created: NONE,
            hot_at: 0,
            months: Block::default(),
        }
    }

    /// Puts the hot month back among the others and fetches another one.
    fn move_to(&mut self, month: i32, cells: &mut CellArena) {
        if self.hot.month == EMPTY {
            self.hot = MonthCell::new(month);
            return;
        }
        if self.months.is_empty() {
            cells.insert(&mut self.months, 0, self.hot);
        }
        let known = cells.cells_mut(self.months);
        known[self.hot_at as usize] = self.hot;
        match find(known, self.hot_at, month) {
            Ok(at) => {
                self.hot = known[at as usize];
                self.hot_at = at;
            }
            Err(at) => {
                self.hot = MonthCell::new(month);
                self.hot_at = at;
                cells.insert(&mut self.months, at, self.hot);
            }
        }
    }
}

/// Returns the position of a month, or where to insert it. Few series lack a month, so the distance
/// from the hot month is a good guess.
fn find(cells: &[MonthCell], hot_at: u32, month: i32) -> Result<u32, u32> {
    let distance = month.wrapping_sub(cells[hot_at as usize].month);
    let guess = hot_at.wrapping_add_signed(distance);
    if cells.get(guess as usize).is_some_and(|cell| cell.month == month) {
        return Ok(guess);
    }
    // A block's length is 32 bits.
    cells.binary_search_by_key(&month, |cell| cell.month).map(|at| at as u32).map_err(|at| at as u32)
}

/// Loads all lines of some months.
#[inline]
fn load_cells(cells: &[MonthCell], ahead: &mut Ahead) {
    for cell in cells.iter().step_by(CELLS_OF_LINE).chain(cells.last()) {
        ahead.load(cell, |cell| cell.sum_low);
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
    /// The upload days of series that have more than one, all but the first.
    more_created: HashMap<Place, Vec<i32>>,
    cells: CellArena,
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
            cells: CellArena::default(),
            long_ids: LongIds::default(),
        }
    }

    /// Returns an empty table in the same memory.
    pub(super) fn emptied(self) -> Self {
        let Self { mut first, mut others, mut cells, .. } = self;
        first.clear();
        others.clear();
        cells.clear();
        first.push(Series::new(VideoKey::default(), UNSEEN));
        Self { first, others, cells, more_created: HashMap::new(), long_ids: LongIds::default() }
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

    /// Returns whether a row of a video is likely not in the month that was touched last.
    #[inline]
    pub(super) fn is_elsewhere(&self, video: u32, month: i32) -> bool {
        self.first.get(video).hot.month != month
    }

    /// Loads the months of videos before they are needed: where a month begins, the last one of
    /// each goes back to them.
    pub(super) fn load_months_ahead(&self, videos: &[u32]) {
        let mut ahead = Ahead::default();
        for &video in videos {
            let Series { months, hot_at, .. } = self.first.get(video);
            load_cells(self.cells.cells_to_move(*months, *hot_at), &mut ahead);
        }
        ahead.end();
    }

    /// Loads a series before it is needed.
    pub(super) fn load_series_ahead(&self, place: Place, ahead: &mut Ahead) {
        ahead.load(self.series(place), |series| series.key.upper());
    }

    /// Loads all months of a series before they are needed.
    pub(super) fn load_cells_ahead(&self, place: Place, ahead: &mut Ahead) {
        load_cells(self.cells.cells(self.series(place).months), ahead);
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
        let Self { first, others, cells, .. } = self;
        let series = match place {
            Place::First(index) => first.get_mut(index),
            Place::Other(index) => others.get_mut(index),
        };
        if series.hot.month != month {
            series.move_to(month, cells);
        }
        Some(&mut series.hot)
    }

    fn add_created(&mut self, place: Place, day: i32) {
        let series = self.series_mut(place);
        if series.created == NONE {
            series.created = day;
        } else if series.created != day {
            let more = self.more_created.entry(place).or_default();
            if !more.contains(&day) {
                more.push(day);
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
    pub(super) fn created(&self, place: Place) -> impl Iterator<Item = i32> {
        let first = self.series(place).created;
        let mut days: Vec<i32> = self.more_created.get(&place).cloned().unwrap_or_default();
        days.extend((first != NONE).then_some(first));
        days.sort_unstable();
        days.into_iter()
    }

    /// Replaces `months` by those of a series, ascending.
    pub(super) fn copy_months(&self, place: Place, months: &mut Vec<MonthCell>) {
        let series = self.series(place);
        months.clear();
        months.extend_from_slice(self.cells.cells(series.months));
        match months.get_mut(series.hot_at as usize) {
            Some(cell) => *cell = series.hot,
            None => months.extend((series.hot.month != EMPTY).then_some(series.hot)),
        }
    }

    /// Adds the months of every series to the sums by month.
    pub(super) fn add_views(&self, views: &mut ViewsByMonth) {
        self.first.iter().chain(self.others.iter()).for_each(|series| self.add_views_of(series, views));
    }

    /// A function of its own: see `docs/design/size/wasm-opt.md`.
    #[inline(never)]
    fn add_views_of(&self, series: &Series, views: &mut ViewsByMonth) {
        let cells = self.cells.cells(series.months);
        if cells.is_empty() {
            views.add(&series.hot);
        }
        for (at, cell) in (0..).zip(cells) {
            views.add(if at == series.hot_at { &series.hot } else { cell });
        }
    }

    /// Counts the memory after up to `more` rows are added.
    pub(super) fn grow(&self, more: usize, growth: &mut Growth) {
        growth.take(self.first.memory_with(more) + self.others.memory_with(more.min(self.others.len() + 1)));
        self.long_ids.grow(more, growth);
        self.cells.grow(more, growth);
    }

    pub(super) fn memory(&self) -> usize {
        let more: usize = self.more_created.values().map(|days| days.capacity() * 4 + 48).sum();
        self.first.memory() + self.others.memory() + self.cells.memory() + self.long_ids.memory() + more
    }
}
