//! From row groups to canonical columns: roles, types, and only the bytes that a job needs.

mod brotli;
mod chunks;
mod columns;
mod counts;
mod days;
mod decoder;
mod example;
mod ids;
mod instant;
mod mapping;
mod odd_rows;
mod plan;
mod reader;
mod role;
mod sample;
mod task;
mod unreadable;

pub use columns::{Columns, Dictionary, Ids};
pub use example::Example;
pub use mapping::{Mapping, NamedColumns, Question, RoleChoice};
pub use odd_rows::{OddCounts, OddRows};
pub use plan::{Plan, Problem, RowGroupTask, ScanOptions};
pub use role::{Role, Roles};
pub use sample::{first_values, values_at};
pub use task::{Step, Task};
