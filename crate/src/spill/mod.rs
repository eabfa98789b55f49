//! Where state goes that memory has no room for, and when.
//!
//! A [`Budget`] says how much memory one worker may take; a [`Store`] is a file, or what stands
//! for one, to which batches are appended and from which they are read back. Neither knows what
//! is in a batch.

mod budget;
mod store;

pub use budget::Budget;
pub use store::{Shared, Store, broken};
