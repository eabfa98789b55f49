//! Partials that merge in any order, and the totals they end in.
//!
//! A [`Partial`] is what one fold knows, sorted by channel and video. Partials of a run are cut by
//! hash of the video, so that each [`Totals`] has every row of its videos; totals are cut again
//! by ranges of the order, so that the results of several workers follow each other.

mod builder;
mod cursor;
mod ipc;
mod keys;
mod partial;
mod schema;
mod siblings;
mod totals;

pub use partial::Partial;
pub(crate) use schema::{Series, StateBatch};
pub use totals::Totals;
