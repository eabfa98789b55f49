//! Views of every video on one day: ids cut into batches, put to a provider, joined by id.
//!
//! A [`SnapshotJob`] does no I/O. It says which streams of ids it needs more of, hands out each
//! [`Batch`] to be filled in by a [`Provider`] (or by whoever speaks to one), and gives the answers
//! back in the order in which the ids came.

mod answers;
mod batch;
mod ids;
mod job;
mod provider;
mod python_hash;
mod simulator;
mod unanswered;

pub use answers::answers_schema;
pub use batch::Batch;
pub use ids::ids_schema;
pub use job::{Progress, SnapshotJob};
pub use provider::Provider;
pub use python_hash::python_hash;
pub use simulator::Simulator;
pub use unanswered::unanswered_schema;
