//! Daily video view counts in Parquet: views per month, missing days, and snapshots, in one pass.

pub mod calendar;
pub mod error;

pub use calendar::{Day, Month};
pub use error::{Error, ErrorCode, Location, Result};
