//! The pages of a column chunk: headers, limits, and bytes that the decoder does not read as they are.

#[cfg(not(target_arch = "wasm32"))]
mod bodies;
pub(super) mod brotli;
pub(super) mod chunk_pages;
pub(super) mod chunks;
mod decompressed;
#[cfg(not(target_arch = "wasm32"))]
mod delta_lengths;
mod header;
pub(super) mod limit;
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod row_group_pages;
pub(super) mod sizes;
pub(super) mod spare_bytes;
pub(super) mod values;
