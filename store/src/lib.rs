//! Object stores and http folders, without I/O.
//!
//! This crate names the requests that list a place and read a file, and understands their replies.
//! The program sends them and passes in the time: the crate uses no network, clock or environment.
//! So the command line and a WebAssembly module share it.
//!
//! ```
//! use daytally_store::{Access, AwsKeys, Bucket, Listing, Location, Moment, Secret};
//!
//! let location = Location::parse("s3://views/daily/")?;
//! let keys = AwsKeys { id: "AKIDEXAMPLE".into(), secret: Secret::new("key"), session: None };
//! let access = Access::Aws { keys, requester_pays: false };
//! let bucket = Bucket::s3(&location.container, "eu-west-1", None, access)?;
//! let mut listing = Listing::s3(&location.key);
//! let query = listing.need().unwrap_or_default();
//! let request = bucket.list(&query, Moment::from_unix(1_700_000_000));
//! assert!(request.url.starts_with("https://views.s3.eu-west-1.amazonaws.com/?"));
//! let page = b"<ListBucketResult><IsTruncated>false</IsTruncated>
//!   <Contents><Key>daily/a.parquet</Key><Size>9</Size></Contents></ListBucketResult>";
//! assert_eq!(listing.push(page)?[0].key, "daily/a.parquet");
//! assert_eq!(listing.need(), None);
//! # Ok::<(), daytally_store::StoreError>(())
//! ```

mod access;
mod bucket;
mod encoding;
mod error;
mod list;
mod location;
mod moment;
mod reply;
mod request;
mod role;
mod secret;
mod sign;
mod xml;

pub use access::{Access, AwsKeys};
pub use bucket::Bucket;
pub use error::{Reason, StoreError};
pub use list::index::{MAX_DEPTH, read_index};
pub use list::listed::Listed;
pub use list::pages::{Listing, MAX_ENTRIES, MAX_PAGES};
pub use list::webdav::read_webdav;
pub use location::{Location, StoreKind};
pub use moment::Moment;
pub use reply::{Reply, Verdict};
pub use request::Request;
pub use role::{Form, Role, sts_endpoint};
pub use secret::Secret;
