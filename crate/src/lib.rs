//! Daily video view counts in Parquet: views per month, missing days, and snapshots, in one pass.
//!
//! ```text
//! source ──▶ scan ──▶ fold ──▶ merge ──▶ report ──▶ export
//! footer,    row-group Partial   Totals    monthly, gaps   Parquet, CSV,
//! hive keys  tasks,    per       by hash,  snapshot,       Arrow IPC
//!            columns   worker    then by   combined
//!                                range
//!                                    ▲ snapshot: batches ─▶ provider ─▶ answers
//! ```
//!
//! Nothing but `fs` and `wasm` does I/O: [`source`] and [`scan`] say which byte ranges they
//! need, and are handed them. Here the file is in memory:
//!
//! ```
//! use bytes::Bytes;
//! use daytally::fold::Fold;
//! use daytally::merge::{Partial, Totals};
//! use daytally::report::{Filter, ResultKind, Share};
//! use daytally::scan::{Plan, Roles, ScanOptions, Step, Task};
//! use daytally::source::FooterDecoder;
//!
//! let bytes = Bytes::from(daytally::sample::sample_file()?);
//! let read = |range: &std::ops::Range<u64>| bytes.slice(range.start as usize..range.end as usize);
//!
//! let mut footer = FooterDecoder::new("sample.parquet", bytes.len() as u64);
//! while let Some(range) = footer.needs().first().cloned() {
//!     footer.push(range.start, read(&range))?;
//! }
//! let file = footer.finish()?;
//! let plan = Plan::new(&[file.summary(0)], &ScanOptions::default(), Roles::ALL);
//!
//! let mut fold = Fold::new();
//! for task in &plan.tasks {
//!     let row_group = task.row_group as usize;
//!     let mut task = Task::open(&file, row_group, &plan.mapping()?, Roles::ALL, None, None)?;
//!     loop {
//!         match task.step()? {
//!             Step::Needs(ranges) => {
//!                 for range in ranges {
//!                     task.push(range.start, read(&range))?;
//!                 }
//!             }
//!             Step::Rows(rows) => task.count_odd(fold.update(&rows)),
//!             Step::Finished => {
//!                 fold.end(&task);
//!                 break;
//!             }
//!         }
//!     }
//! }
//! let mut share = Share::new(Totals::new(Partial::from_fold(fold)?)?);
//! share.set_end_date(share.last_day(), false);
//! let first = share.window(ResultKind::GapsRanges, &Filter::default(), 0, 10)?;
//! assert_eq!(first.num_rows(), 10);
//! # Ok::<(), daytally::Error>(())
//! ```

pub mod calendar;
pub mod error;
pub mod export;
pub mod fold;
#[cfg(feature = "fs")]
pub mod fs;
pub mod merge;
pub mod order;
pub mod report;
pub mod sample;
pub mod scan;
pub mod snapshot;
pub mod source;
pub mod spark;
pub mod spill;
mod time_zone;
pub mod warning;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use calendar::{Day, Month};
pub use error::{Error, ErrorCode, Location, Result};
pub use warning::{Warning, WarningCode};
