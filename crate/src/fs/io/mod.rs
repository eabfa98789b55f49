//! Files on disk: byte ranges that are read, and outputs that appear only when complete.

mod buffers;
pub(super) mod chunk_reader;
pub(super) mod deleted_rows;
pub(super) mod disk;
pub(super) mod early_sync;
pub(super) mod folder;
pub(super) mod merged;
pub(super) mod output;
pub(super) mod output_folder;
pub(super) mod output_sink;
pub(super) mod parts;
pub(super) mod prefetch;
pub(super) mod temp_store;
