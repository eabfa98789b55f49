//! Daily views of made-up videos, of any number, for measurements.
//!
//! A [`Shape`] describes the data. Its [`Walk`] visits the rows in the order of the file and holds
//! four bytes per video. An [`Encoder`] makes row groups from them, on any number of threads, and a
//! [`DataFile`] takes these in order.

mod encoder;
mod file;
mod shape;
mod videos;
mod walk;

use std::io::Write;

use crate::error::Result;

pub use encoder::Encoder;
pub use file::{DataFile, RowGroup};
pub use shape::{Layout, Shape};
pub use walk::{Rows, Walk};

impl Shape {
    /// Writes all rows as one Parquet file, on the calling thread.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for a shape that cannot be;
    /// [`Io`](crate::ErrorCode::Io) if the sink fails.
    pub fn write<W: Write + Send>(&self, sink: W) -> Result<W> {
        let mut walk = Walk::new(self)?;
        let encoder = Encoder::of(&walk)?;
        let mut file = DataFile::new(sink)?;
        while let Some(rows) = walk.next(self.row_group) {
            file.append(encoder.encode(&rows)?)?;
        }
        file.finish()
    }
}
