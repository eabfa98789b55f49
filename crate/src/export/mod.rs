//! Results as files: Parquet, CSV, JSON Lines, and Arrow IPC as a file or a stream.
//!
//! A [`TableWriter`] takes a result batch by batch and holds at most one row group of it.

mod arrow;
mod cells;
mod csv;
mod encoded_chunk;
mod failure;
mod format;
#[cfg(not(target_arch = "wasm32"))]
mod json_lines;
mod parquet;
mod parquet_column;
mod writer;

#[cfg(test)]
#[cfg(all(feature = "gzip", feature = "zstd", not(target_arch = "wasm32")))]
mod conformance;

pub use encoded_chunk::EncodedChunk;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use failure::of_parquet;
pub use format::Format;
pub use parquet::{ParquetColumns, parquet_schema};
pub use writer::TableWriter;
