//! Delta tables: the replay of their log.
//!
//! It takes the log as lines of JSON, also for checkpoints, whose Parquet rows the host turns into
//! such lines with [`CheckpointRows`](crate::scan::CheckpointRows). Nothing here decodes Parquet.

mod action;
mod checksum;
mod commit_time;
mod delta_log;
pub(super) mod log_file;
mod log_path;
mod protocol;
mod replay;
mod schema;
mod segment;

pub use commit_time::commit_time;
pub use delta_log::DeltaLog;
pub use log_path::vector_path;
pub use segment::readable_versions;

#[cfg(test)]
mod tests;
