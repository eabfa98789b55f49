//! Listings of buckets and http folders.

mod azure;
pub(crate) mod index;
pub(crate) mod listed;
pub(crate) mod pages;
mod s3;
pub(crate) mod webdav;
