//! Where and when state is written that does not fit into memory.
//!
//! A [`Budget`] limits the memory of one worker. A [`Store`] is a file, or something that acts as
//! one, to which batches are appended and from which they are read. Neither knows the content of a
//! batch.

mod budget;
mod store;

pub use budget::Budget;
pub use store::{Shared, Store, broken};
