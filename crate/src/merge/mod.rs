//! Partials, which merge in any order, and the totals that they become.
//!
//! A [`Partial`] is the state of one fold, sorted by channel and video. Partials of a run are cut
//! by hash of the video, so that each [`Totals`] has every row of its videos. Totals are cut again
//! by ranges of the result order, so that the results of several workers follow each other.
//!
//! If memory is short, a fold becomes one of a worker's [`Runs`], in a store and in the order of
//! the hashes. Merging them gives one partition after the other, each as large as memory allows.
//! Merging, cutting and joining are the same then, with one batch of each list in memory.

mod batch;
mod builder;
mod cells;
mod cursor;
mod directory;
mod ipc;
mod keys;
mod lists;
mod partial;
mod recent;
mod runs;
mod schema;
mod siblings;
mod sort;
mod totals;

pub use batch::Spill;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use cells::Cells;
pub use keys::Splitters;
pub(crate) use keys::{Key, encode as encode_keys};
pub use partial::Partial;
pub(crate) use recent::Recent;
pub use runs::Runs;
pub(crate) use schema::{Series, StateBatch};
pub use totals::Totals;
