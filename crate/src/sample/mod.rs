//! Data made at run time: a small dataset to try, and one of any size for measurements.

mod random;
mod small;
#[cfg(not(target_arch = "wasm32"))]
mod views;

pub use small::sample_file;
#[cfg(not(target_arch = "wasm32"))]
pub use views::{DataFile, Encoder, Layout, RowGroup, Rows, Shape, Walk};
