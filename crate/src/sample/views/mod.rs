//! Daily views of made-up videos, as many as are asked for, to measure with.
//!
//! A [`Shape`] says what is wanted. Its [`Walk`] goes through the rows in the order of the file
//! and holds four bytes for each video and nothing for a row; an [`Encoder`] makes row groups of
//! them, on as many threads as there are, and a [`DataFile`] takes these in their order.

mod encoder;
mod file;
mod shape;
mod videos;
mod walk;

pub use encoder::{Encoder, RowGroup};
pub use file::DataFile;
pub use shape::{Layout, Shape};
pub use walk::{Rows, Walk};
