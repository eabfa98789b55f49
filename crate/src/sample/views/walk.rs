//! The rows in the order of the file.

use crate::error::Result;
use crate::sample::random::at;
use crate::sample::views::shape::{Layout, Shape};
use crate::sample::views::videos::{LAST_DAY, Videos};

/// Consecutive rows: a video and a day each.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub(super) videos: Vec<u32>,
    pub(super) days: Vec<i32>,
}

impl Rows {
    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }
}

/// Visits the rows of a shape once.
#[derive(Debug)]
pub struct Walk {
    videos: Videos,
    /// The first day of the video with the highest number, chosen to give the exact number of rows.
    newest: (u32, i32),
    order: Order,
}

#[derive(Debug)]
enum Order {
    Clustered {
        video: u32,
        day: i32,
    },
    Daily {
        /// Sorted by created day; those alive are shuffled before each day.
        videos: Vec<u32>,
        alive: usize,
        next: usize,
        day: i32,
        shuffle: u64,
        swaps: u64,
    },
}

impl Walk {
    /// Starts at the first row.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for a shape that cannot be.
    pub fn new(shape: &Shape) -> Result<Self> {
        shape.check()?;
        let videos = Videos::new(shape);
        let newest = newest(&videos, shape.rows);
        let order = match shape.layout {
            Layout::Clustered => Order::Clustered { video: 0, day: i32::MIN },
            Layout::Daily => {
                let count = if shape.rows == 0 { 0 } else { newest.0 + 1 };
                let mut order: Vec<u32> = (0..count).collect();
                order.sort_unstable_by_key(|&video| (videos.created(video), video));
                let day = LAST_DAY - videos.longest();
                Order::Daily { videos: order, alive: 0, next: 0, day, shuffle: at(shape.seed, 0), swaps: 0 }
            }
        };
        Ok(Self { videos, newest, order })
    }

    pub(super) fn videos(&self) -> Videos {
        self.videos
    }

    /// Returns the next rows, fewer at the end, and `None` after it.
    pub fn next(&mut self, rows: usize) -> Option<Rows> {
        let mut found = Rows::default();
        while found.len() < rows
            && let Some((video, day)) = self.step()
        {
            if self.videos.has(video, day) && (video != self.newest.0 || day >= self.newest.1) {
                found.videos.push(video);
                found.days.push(day);
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// Returns the next day of a video's life.
    fn step(&mut self) -> Option<(u32, i32)> {
        match &mut self.order {
            Order::Clustered { video, day } => {
                if *day > LAST_DAY {
                    *video += 1;
                    *day = i32::MIN;
                }
                if *video > self.newest.0 || self.newest.1 > LAST_DAY {
                    return None;
                }
                if *day == i32::MIN {
                    *day = self.videos.created(*video);
                }
                *day += 1;
                Some((*video, *day - 1))
            }
            Order::Daily { videos, alive, next, day, shuffle, swaps } => {
                while *next == *alive {
                    if *day >= LAST_DAY {
                        return None;
                    }
                    *day += 1;
                    let created = |video: &&u32| self.videos.created(**video) == *day;
                    *alive += videos[*alive..].iter().take_while(created).count();
                    *next = 0;
                }
                // Fisher-Yates: one of the videos that this day has not had yet.
                let left = (*alive - *next) as u128;
                let chosen = *next + ((u128::from(at(*shuffle, *swaps)) * left) >> 64) as usize;
                *swaps += 1;
                videos.swap(*next, chosen);
                *next += 1;
                Some((videos[*next - 1], *day))
            }
        }
    }
}

/// Returns the video with which the number of rows is reached, and the day on which it has to
/// begin.
fn newest(videos: &Videos, rows: u64) -> (u32, i32) {
    let mut left = rows;
    if left == 0 {
        return (0, i32::MAX);
    }
    for video in 0.. {
        for day in (videos.created(video)..=LAST_DAY).rev() {
            left -= u64::from(videos.has(video, day));
            if left == 0 {
                return (video, day);
            }
        }
    }
    (u32::MAX, i32::MIN)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn walk(shape: &Shape, step: usize) -> Vec<(u32, i32)> {
        let mut walk = Walk::new(shape).unwrap();
        let mut rows = Vec::new();
        while let Some(some) = walk.next(step) {
            rows.extend(some.videos.into_iter().zip(some.days));
        }
        rows
    }

    #[test]
    fn every_shape_has_its_rows_once() {
        for (rows, avg_days) in [(0, 400), (1, 1), (17, 1), (1_000, 30), (54_321, 400), (54_321, 3)] {
            let shape = Shape { rows, avg_days, ..Shape::default() };
            let clustered = walk(&shape, 1 << 20);
            let daily = walk(&Shape { layout: Layout::Daily, ..shape }, 1 << 20);
            assert_eq!(clustered.len() as u64, rows);
            let set: HashSet<_> = clustered.iter().copied().collect();
            assert_eq!(set.len() as u64, rows);
            assert_eq!(set, daily.iter().copied().collect());
            assert_eq!(daily.len() as u64, rows);
            assert!(clustered.is_sorted());
            assert!(daily.is_sorted_by_key(|row| row.1));
        }
    }

    #[test]
    fn steps_do_not_matter() {
        for layout in [Layout::Clustered, Layout::Daily] {
            let shape = Shape { rows: 20_000, layout, ..Shape::default() };
            assert_eq!(walk(&shape, 1), walk(&shape, 20_000));
            assert_ne!(walk(&shape, 99), walk(&Shape { seed: 8, ..shape }, 99));
        }
    }

    #[test]
    fn a_day_has_its_videos_in_another_order_than_the_day_before() {
        let rows = walk(&Shape { rows: 50_000, layout: Layout::Daily, ..Shape::default() }, 50_000);
        let of = |day: i32| rows.iter().filter(move |row| row.1 == day).map(|row| row.0).collect::<Vec<_>>();
        let (before, last) = (of(LAST_DAY - 1), of(LAST_DAY));
        assert!(last.len() > 100 && !last.is_sorted());
        let kept = |rows: &[u32], other: &[u32]| -> Vec<u32> {
            rows.iter().copied().filter(|video| other.contains(video)).collect()
        };
        assert_ne!(kept(&before, &last), kept(&last, &before));
    }

    #[test]
    fn impossible_shapes_are_refused() {
        let fine = Shape::default();
        for shape in [
            Shape { avg_days: 0, ..fine },
            Shape { avg_days: 10_001, ..fine },
            Shape { rows: u64::MAX, ..fine },
            Shape { row_group: 0, ..fine },
        ] {
            assert!(Walk::new(&shape).is_err(), "{shape:?}");
        }
    }
}
