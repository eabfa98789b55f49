//! Delta tables: the replay of their log.
//!
//! It takes the log as lines of JSON, also for checkpoints, whose Parquet rows the host turns into
//! such lines with [`CheckpointRows`](crate::scan::CheckpointRows). Nothing here decodes Parquet.

mod action;
mod checksum;
mod log_file;
mod log_path;
mod protocol;
mod replay;
mod schema;
mod segment;
mod table_log;

pub use log_path::path_below;
pub use table_log::{LogNeed, TableLog};

#[cfg(test)]
mod tests;
