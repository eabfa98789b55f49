//! What data is wanted.

use std::io::Write;

use crate::error::{Error, ErrorCode, Result};

use super::{DataFile, Encoder, Walk};

/// The most days that videos may live on the average, some 27 years.
const MOST_DAYS: u32 = 10_000;

/// The order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// By channel, video and date, as a table is after it was compacted.
    Clustered,
    /// By date, and the videos of a date in no order, as a daily pull appends them.
    Daily,
}

/// Data of made-up videos; the same shape always gives the same rows.
///
/// A channel has 40 videos, which live from 1 to twice the average days, all up to 2023-04-18.
/// On six days of an outage three in ten rows are missing, and each video has gaps of its own, of
/// up to three days. Counts are a few for most videos and millions for some.
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
    /// How many days a video lives on the average, 1 to 10,000.
    pub avg_days: u32,
    /// Other seeds give other rows.
    pub seed: u64,
    /// How many rows a row group has, except for the last of a file.
    pub row_group: usize,
}

impl Default for Shape {
    fn default() -> Self {
        Self { rows: 10_000_000, layout: Layout::Clustered, avg_days: 400, seed: 7, row_group: 1 << 20 }
    }
}

impl Shape {
    /// Writes all rows as one Parquet file, on this thread alone.
    ///
    /// # Errors
    /// `InvalidOption` for a shape that cannot be; `Io` if the sink fails.
    pub fn write<W: Write + Send>(&self, sink: W) -> Result<W> {
        let mut walk = Walk::new(self)?;
        let encoder = Encoder::of(&walk)?;
        let mut file = DataFile::new(sink)?;
        while let Some(rows) = walk.next(self.row_group) {
            file.append(encoder.encode(&rows)?)?;
        }
        file.finish()
    }

    /// Whether there can be such data.
    pub(super) fn check(&self) -> Result<()> {
        let wrong = |what: &str, expected: String, found: u64| {
            Err(Error::new(ErrorCode::InvalidOption, what).expected(expected).found(found.to_string()))
        };
        if !(1..=MOST_DAYS).contains(&self.avg_days) {
            let expected = format!("1 to {MOST_DAYS} days");
            return wrong("videos cannot live so long", expected, self.avg_days.into());
        }
        // The videos are numbered by 32 bits, and gaps need some more of them.
        let most = u64::from(self.avg_days) * u64::from(u32::MAX / 2);
        if self.rows > most {
            return wrong("there are not so many videos", format!("at most {most} rows"), self.rows);
        }
        if self.row_group == 0 {
            return wrong("a row group cannot be empty", "at least one row".to_owned(), 0);
        }
        Ok(())
    }
}
