//! Object stores and http servers, read by threads.

mod aws;
mod azure;
mod choice;
mod client;
mod gcs;
mod objects;
mod root;
mod spool;
mod stores;
mod walk;

pub(crate) use choice::StoreChoice;
pub(crate) use stores::Stores;
