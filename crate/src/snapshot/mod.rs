//! Views of every video on one day: ids cut into batches, sent to a provider, joined by id.
//!
//! A [`SnapshotJob`] does no I/O. It returns which streams of ids it needs, passes each [`Batch`]
//! to a [`Provider`] or to the code that calls one, and returns the answers in the order of the
//! ids.

mod answers;
mod batch;
mod fetch;
mod ids;
mod job;
mod json;
mod ledger;
mod pace;
mod provider;
mod python_hash;
mod retry;
pub mod service;
mod simulator;
mod source;
mod unanswered;

pub use answers::answers_schema;
pub use batch::Batch;
pub use fetch::{CallId, Fetch, FetchProgress, Next};
pub use ids::ids_schema;
pub use job::{Progress, SnapshotJob};
pub use ledger::{Ledger, LedgerHeader, LedgerReader};
pub use pace::{Allowed, Limits, Millis, Pace, next_midnight};
pub use provider::Provider;
pub use python_hash::python_hash;
pub use retry::Retry;
pub use simulator::Simulator;
pub use source::{CountSource, PROVIDER_KEY};
pub use unanswered::unanswered_schema;
