//! Services, called by threads over HTTP, with a ledger on disk.
//!
//! One thread drives [`Asking`](crate::snapshot::Asking); others make calls.

mod ask_cost;
mod call_pool;
mod count;
mod fetch_driver;
mod http_client;
mod ledger_file;
mod provider_request;
mod service_job;
mod streams;
mod text;

pub use ask_cost::AskCost;
pub use provider_request::{OnQuota, ServiceRequest};
pub(super) use service_job::{Answered, ServiceJob};
pub(super) use streams::Streams;
pub(super) use text::moment;
