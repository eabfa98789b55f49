//! From row groups to canonical columns: roles, types, and the bytes that a job needs.

mod brotli;
mod chunk_pages;
mod chunks;
mod columns;
mod copied_chunk;
mod copied_row_group;
mod copies;
mod counts;
mod date_format;
mod date_guesses;
mod day_text;
mod days;
mod decoder;
mod decompressed_pages;
#[cfg(not(target_arch = "wasm32"))]
mod delta_lengths;
mod example;
#[cfg(not(target_arch = "wasm32"))]
mod file_rows;
mod guard;
mod ids;
mod instant;
mod julian;
mod keys;
mod mapping;
mod midnights;
mod near_names;
mod odd_rows;
#[cfg(not(target_arch = "wasm32"))]
mod page_bodies;
mod page_check;
mod page_header;
mod page_limit;
mod plan;
mod reader;
mod rewritten_chunks;
mod role;
mod sample;
mod spare_bytes;
mod task;
mod times_of_day;
mod unreadable;

pub use chunk_pages::Checksum;
pub use columns::{Columns, Dictionary, Ids};
pub use copied_chunk::CopiedChunk;
pub use copied_row_group::{CopiedRowGroup, FooterStats};
pub use date_format::DateFormat;
pub use date_guesses::{FormatOffer, ValueCheck, check_values};
pub use example::Example;
#[cfg(not(target_arch = "wasm32"))]
pub use file_rows::{FileRows, RowsStep};
pub(crate) use guard::decoding;
#[cfg(not(target_arch = "wasm32"))]
pub use guard::is_decoding;
pub use mapping::{DateFormats, Mapping, NamedColumns, Question, RoleChoice};
pub use midnights::zones_of_midnights;
pub use odd_rows::{OddCounts, OddRows};
pub use page_check::PageCheck;
pub use page_limit::PAGE_BYTES;
pub use plan::{Plan, Problem, RowGroupTask, ScanOptions};
pub use role::{Role, Roles};
pub use sample::{first_values, values_at};
pub use task::{Step, Task};
pub use times_of_day::TimesOfDay;
pub use unreadable::{UnreadColumn, quoted_example, unread_columns};
