//! Where data comes from: footers, hive folders, files.
//!
//! Nothing here reads a byte itself. A [`FooterDecoder`] says which ranges of a file it needs, is
//! handed them, and gives a [`File`], of which everything but the data is then known.

mod column;
mod column_name;
mod file;
mod footer;
mod hive;
mod legacy_calendar;
mod metadata;
mod read_schema;
mod struct_leaves;
mod summary;
pub mod table;
mod thrift;

pub use column::{Column, Kind, Origin, units_per_second};
pub use column_name::{column_index, matched_name};
pub use file::File;
pub use footer::FooterDecoder;
pub use hive::{HiveKey, KeySearch, hive_keys};
pub use legacy_calendar::{LegacyCalendar, gregorian_day};
pub use summary::{ColumnSummary, FileSummary, RowGroupSummary};
pub(crate) use thrift::Thrift;
