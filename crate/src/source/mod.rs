//! The sources of data: footers, Hive folders, files.
//!
//! Nothing here does I/O. A [`FooterDecoder`] returns the ranges of a file that it needs, takes
//! their bytes, and returns a [`File`].

mod bounds;
mod column;
mod column_name;
mod deletes;
mod file;
mod footer;
mod hive;
mod in_table;
mod legacy_calendar;
mod metadata;
pub(crate) mod parts;
mod placed;
mod read_schema;
mod struct_leaves;
mod summary;
pub mod table;
mod thrift;
mod type_code;

pub use column::{Column, Kind, Origin, units_per_second};
pub use column_name::{column_index, matched_name};
pub use deletes::{DeleteReader, KeyGroup, NeededFile, ReadFiles};
pub use file::File;
pub use footer::FooterDecoder;
pub use hive::{HiveKey, KeySearch, hive_keys};
pub use in_table::placed_columns;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use in_table::{InTable, Matching};
pub use legacy_calendar::{LegacyCalendar, gregorian_day};
pub use placed::{PlacedColumn, StoredColumn};
pub use summary::{ColumnSummary, FileSummary, RowGroupSummary};
pub(crate) use thrift::Thrift;
pub(crate) use type_code::{code_of_type, type_of_code};
