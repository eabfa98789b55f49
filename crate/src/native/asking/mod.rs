//! Services, called by threads over HTTP, with a ledger on disk.
//!
//! One thread drives [`Asking`](crate::snapshot::Asking); others make calls.

mod ask_cost;
mod carrier;
mod count;
mod crew;
mod drive;
mod ledger_file;
mod order;
mod service_job;
mod streams;
mod words;

pub use ask_cost::AskCost;
pub use order::{OnQuota, ServiceRequest};
pub(super) use service_job::{Answered, ServiceJob};
pub(super) use streams::Streams;
pub(super) use words::moment;
