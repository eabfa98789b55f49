//! The description of generated data.

use crate::error::{Error, ErrorCode, Result};

/// The maximum average lifetime in days, some 27 years.
const MAX_DAYS: u32 = 10_000;

/// The order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// By channel, video and date, like a compacted table.
    Clustered,
    /// By date, with the videos of a date in random order, as a daily pull appends them.
    Daily,
}

/// Data of made-up videos; the same shape always gives the same rows.
///
/// A channel has 40 videos, which live from 1 to twice the average number of days, up to
/// 2023-04-18. On six outage days three in ten rows are missing. Each video has gaps of up to three
/// days. Counts are small for most videos and millions for some.
///
/// ```
/// use daytally::sample::{Layout, Shape};
///
/// let shape = Shape { rows: 1000, ..Shape::default() };
/// let file = shape.write(Vec::new())?;
/// assert!(file.starts_with(b"PAR1"));
/// assert_eq!(shape.write(Vec::new())?, file);
/// assert_ne!(Shape { layout: Layout::Daily, ..shape }.write(Vec::new())?, file);
/// # Ok::<(), daytally::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// How many rows, exactly.
    pub rows: u64,
    /// Their order.
    pub layout: Layout,
    /// The average lifetime of a video in days, 1 to 10,000.
    pub avg_days: u32,
    /// The seed; another one gives other rows.
    pub seed: u64,
    /// The number of rows of a row group, except for the last of a file.
    pub row_group: usize,
}

impl Default for Shape {
    fn default() -> Self {
        Self { rows: 10_000_000, layout: Layout::Clustered, avg_days: 400, seed: 7, row_group: 1 << 20 }
    }
}

impl Shape {
    /// Checks that such data is possible.
    pub(super) fn check(&self) -> Result<()> {
        let wrong = |what: &str, expected: String, found: u64| {
            Err(Error::new(ErrorCode::InvalidOption, what).expected(expected).found(found.to_string()))
        };
        if !(1..=MAX_DAYS).contains(&self.avg_days) {
            let expected = format!("1 to {MAX_DAYS} days");
            return wrong("videos cannot live so long", expected, self.avg_days.into());
        }
        // Videos are numbered with 32 bits, and gaps need some numbers in addition.
        let max = u64::from(self.avg_days) * u64::from(u32::MAX / 2);
        if self.rows > max {
            return wrong("the rows need too many videos", format!("at most {max} rows"), self.rows);
        }
        if self.row_group == 0 {
            return wrong("a row group cannot be empty", "at least one row".to_owned(), 0);
        }
        Ok(())
    }
}
