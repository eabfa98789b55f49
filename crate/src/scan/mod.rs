//! From row groups to canonical columns: roles, types, and the bytes that a job needs.

mod checkpoint_rows;
mod columns;
mod copy;
mod decoder;
mod deletes;
mod example;
#[cfg(not(target_arch = "wasm32"))]
mod file_rows;
mod findings;
mod guard;
mod pages;
mod plan;
mod readers;
mod role;
mod row_issues;
mod sample;
#[cfg(not(target_arch = "wasm32"))]
mod table_rows;
mod task;
mod unreadable;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod written;

pub use checkpoint_rows::{CheckpointRows, LinesStep};
pub use columns::date_format::DateFormat;
pub use columns::date_guesses::{FormatOffer, ValueCheck, check_values};
pub use columns::midnights::zones_of_midnights;
pub use columns::times_of_day::TimesOfDay;
pub use columns::{Columns, Dictionary, Ids};
pub use copy::chunk::CopiedChunk;
pub use copy::page_check::PageCheck;
pub use copy::row_group::{CopiedRowGroup, FooterStats};
pub use deletes::ValueRows;
#[cfg(not(target_arch = "wasm32"))]
pub use deletes::{DeletesStep, KeyRows, PositionRows};
pub use example::Example;
#[cfg(not(target_arch = "wasm32"))]
pub use file_rows::{FileRows, RowsStep};
pub use findings::Findings;
pub(crate) use guard::decoding;
#[cfg(not(target_arch = "wasm32"))]
pub use guard::is_decoding;
pub use pages::chunk_pages::Checksum;
#[cfg(not(target_arch = "wasm32"))]
pub use pages::row_group_pages::{PART_ROWS, RowGroupPages};
pub use pages::sizes::MAX_PAGE_BYTES;
pub use plan::mapping::{DateFormats, Mapping, NamedColumns, Question, RoleChoice};
pub use plan::{Plan, Problem, RowGroupTask, ScanOptions};
pub use role::{Role, Roles};
pub use row_issues::{IssueCounts, RowIssues};
pub use sample::{first_rows, first_values, values_at};
pub use task::{Step, Task};
pub use unreadable::{UnreadColumn, quoted_example, unread_columns};
