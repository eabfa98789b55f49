//! From row groups to canonical columns: roles, types, and only the bytes that a job needs.

mod brotli;
mod columns;
mod counts;
mod days;
mod decoder;
mod ids;
mod instant;
mod mapping;
mod plan;
mod reader;
mod role;
mod task;
mod unreadable;

pub use columns::{Columns, Dictionary, Ids};
pub use mapping::{Mapping, NamedColumns, Question, RoleChoice};
pub use plan::{Plan, Problem, RowGroupTask, ScanOptions};
pub use role::{Role, Roles};
pub use task::{Step, Task};
pub use unreadable::Unreadable;
