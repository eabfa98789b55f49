//! Daily video view counts in Parquet: views per month, missing days, and snapshots, in one pass.

pub mod calendar;
pub mod error;
pub mod export;
pub mod fold;
pub mod merge;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
pub mod report;
pub mod sample;
pub mod scan;
pub mod snapshot;
pub mod source;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use calendar::{Day, Month};
pub use error::{Error, ErrorCode, Location, Result};
