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

pub use encoder::{Encoder, RowGroup};
pub use file::DataFile;
pub use shape::{Layout, Shape};
pub use walk::{Rows, Walk};
