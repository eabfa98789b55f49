//! Where state is written that memory has no room for, and when.
//!
//! A [`Budget`] limits the memory of one worker. A [`Store`] is a file, or what stands for one, to
//! which batches are appended and from which they are read. Neither knows the content of a batch.

mod budget;
mod store;

pub use budget::Budget;
pub use store::{Shared, Store, broken};
