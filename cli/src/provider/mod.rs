//! Services, called by threads over HTTP, with a ledger on disk.
//!
//! One thread drives [`Fetch`](daytally::snapshot::Fetch); others make calls.

mod call_pool;
mod count;
mod fetch_driver;
mod http_client;
mod ledger_file;
mod service_fetcher;
mod service_job;
mod service_request;

pub(crate) use service_fetcher::ServiceFetcher;
pub(crate) use service_request::{OnQuota, ServiceRequest};
