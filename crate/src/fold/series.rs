//! The state of each (channel, video).

use std::collections::HashMap;

use crate::calendar::Day;
use crate::fold::MonthCell;
use crate::fold::arena::{Block, CellArena};
use crate::fold::growth::Growth;

/// A series that has no row yet.
const UNSEEN: u32 = u32::MAX;
/// The end of a video's chain of series.
const END: u32 = u32::MAX;
/// An upload day that is null; less than every day.
pub(crate) const NO_DAY: i32 = Day::MIN.number() - 1;
/// No upload day seen yet.
const NONE: i32 = i32::MAX;
/// The month of a series without months.
const EMPTY: i32 = i32::MAX;

/// What a row touches: one cache line.
#[derive(Clone, Copy, Debug)]
struct Series {
    channel: u32,
    /// The next series of the same video, in `others`.
    next: u32,
    created: i32,
    /// The place of `hot` in `months`.
    hot_at: u32,
    /// The month that was touched last; newer than its copy in `months`.
    hot: MonthCell,
    /// All months once there are two.
    months: Block,
}

impl Series {
    fn new(channel: u32) -> Self {
        Self {
            channel,
            next: END,
            created: NONE,
            hot_at: 0,
            hot: MonthCell::new(EMPTY),
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

/// The place of a month, or where it belongs; most series have no month missing, so that the
/// distance from the hot one is a good guess.
fn find(cells: &[MonthCell], hot_at: u32, month: i32) -> Result<u32, u32> {
    let distance = month.wrapping_sub(cells[hot_at as usize].month);
    let guess = hot_at.wrapping_add_signed(distance);
    if cells.get(guess as usize).is_some_and(|cell| cell.month == month) {
        return Ok(guess);
    }
    // A block's length is 32 bits.
    cells.binary_search_by_key(&month, |cell| cell.month).map(|at| at as u32).map_err(|at| at as u32)
}

/// Where a series is: the first of its video, or one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    First(u32),
    Other(u32),
}

/// All series of a fold.
#[derive(Debug, Default)]
pub(super) struct SeriesTable {
    /// The first series of each video, by the video's code.
    first: Vec<Series>,
    /// The series of videos that are in more than one channel.
    others: Vec<Series>,
    /// The upload days of series that have more than one, all but the first.
    more_created: HashMap<Place, Vec<i32>>,
    cells: CellArena,
}

impl SeriesTable {
    /// Makes room for the codes of videos below `videos`.
    pub(super) fn reserve(&mut self, videos: usize) {
        if self.first.len() < videos {
            self.first.resize(videos, Series::new(UNSEEN));
        }
    }

    /// The series of a video in a channel, a new one if need be.
    #[inline]
    pub(super) fn place(&mut self, video: u32, channel: u32) -> Place {
        let first = &mut self.first[video as usize];
        if first.channel == channel {
            return Place::First(video);
        }
        if first.channel == UNSEEN {
            *first = Series::new(channel);
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
                next if self.others[next as usize].channel == channel => return Place::Other(next),
                next => place = Place::Other(next),
            }
        }
        let new = u32::try_from(self.others.len()).unwrap_or(END);
        self.others.push(Series::new(channel));
        self.series_mut(place).next = new;
        Place::Other(new)
    }

    fn series(&self, place: Place) -> &Series {
        match place {
            Place::First(index) => &self.first[index as usize],
            Place::Other(index) => &self.others[index as usize],
        }
    }

    fn series_mut(&mut self, place: Place) -> &mut Series {
        match place {
            Place::First(index) => &mut self.first[index as usize],
            Place::Other(index) => &mut self.others[index as usize],
        }
    }

    /// Adds an upload day, [`NO_DAY`] for a null.
    #[inline]
    pub(super) fn add_created(&mut self, place: Place, day: i32) {
        let series = self.series_mut(place);
        if series.created == day {
            return;
        }
        if series.created == NONE {
            series.created = day;
            return;
        }
        let more = self.more_created.entry(place).or_default();
        if !more.contains(&day) {
            more.push(day);
        }
    }

    /// The cell of a series' month, a new one if need be.
    #[inline]
    pub(super) fn cell(&mut self, place: Place, month: i32) -> &mut MonthCell {
        let Self { first, others, cells, .. } = self;
        let series = match place {
            Place::First(index) => &mut first[index as usize],
            Place::Other(index) => &mut others[index as usize],
        };
        if series.hot.month != month {
            series.move_to(month, cells);
        }
        &mut series.hot
    }

    /// Every series that has rows, in no order.
    pub(super) fn places(&self) -> impl Iterator<Item = (u32, u32, Place)> {
        let seen = (0u32..).zip(&self.first).filter(|(_, series)| series.channel != UNSEEN);
        seen.flat_map(move |(video, series)| {
            let mut next = series.next;
            let others = std::iter::from_fn(move || {
                let index = (next != END).then_some(next)?;
                let series = &self.others[index as usize];
                next = series.next;
                Some((video, series.channel, Place::Other(index)))
            });
            std::iter::once((video, series.channel, Place::First(video))).chain(others)
        })
    }

    /// The upload days of a series, ascending, [`NO_DAY`] for a null.
    pub(super) fn created(&self, place: Place) -> impl Iterator<Item = i32> {
        let first = self.series(place).created;
        let mut days: Vec<i32> = self.more_created.get(&place).cloned().unwrap_or_default();
        days.extend((first != NONE).then_some(first));
        days.sort_unstable();
        days.into_iter()
    }

    /// The months of a series, ascending.
    pub(super) fn months(&self, place: Place) -> impl Iterator<Item = &MonthCell> {
        let series = self.series(place);
        let cells = self.cells.cells(series.months);
        let alone = cells.is_empty() && series.hot.month != EMPTY;
        cells
            .iter()
            .enumerate()
            .map(|(at, cell)| if at == series.hot_at as usize { &series.hot } else { cell })
            .chain(alone.then_some(&series.hot))
    }

    /// Counts the memory that up to `more` rows would bring it to.
    pub(super) fn grow(&self, more: usize, growth: &mut Growth) {
        let size = size_of::<Series>();
        growth.add(self.first.len(), self.first.capacity(), more, size);
        growth.add(self.others.len(), self.others.capacity(), more.min(self.others.len() + 1), size);
        self.cells.grow(more, growth);
    }

    pub(super) fn memory(&self) -> usize {
        let more: usize = self.more_created.values().map(|days| days.capacity() * 4 + 48).sum();
        (self.first.capacity() + self.others.capacity()) * size_of::<Series>() + self.cells.memory() + more
    }
}
