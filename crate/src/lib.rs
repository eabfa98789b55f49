//! Daily video view counts in Parquet: views per month, missing days, and snapshots, in one pass.
//!
//! With the feature `fs`, a [`Dataset`] reads files on a disk with all processors. Its [`Results`]
//! are Arrow record batches, or files in Parquet, CSV or Arrow:
//!
#![cfg_attr(feature = "fs", doc = "```no_run")]
#![cfg_attr(not(feature = "fs"), doc = "```ignore")]
//! use daytally::{Dataset, Options, ResultKind};
//!
//! let data = Dataset::open(["views/"])?; // reads the footers
//! println!("{} rows to read", data.plan().rows);
//!
//! let options = Options::new().end_date("2023-04-18".parse()?).memory(2 << 30);
//! let results = data.analyze(&options)?; // reads the rows
//! for batch in results.batches(ResultKind::Monthly) {
//!     let batch: daytally::arrow::array::RecordBatch = batch?;
//!     println!("{} rows", batch.num_rows());
//! }
//! results.write(ResultKind::GapsRanges, "gaps.parquet")?;
//! # Ok::<(), daytally::Failures>(())
//! ```
//!
//! [`Options`] names columns, date formats, the time zone and limits. [`Results::diagnostics`] has
//! the warnings to read before the results are used. [`fs::Run`] writes several results together,
//! as the command line does.
//!
//! # Stages
//!
//! Without the feature `fs`, the crate does no I/O. A program that reads bytes itself, from a network
//! or in a browser, drives these stages:
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
//! [`source`] and [`scan`] state which byte ranges they need, and are handed them. Here the file is
//! in memory:
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
//!             Step::Rows(rows) => task.count_issues(fold.update(&rows)),
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
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod wasm;

pub use arrow;
pub use calendar::{Day, Month};
pub use error::{Error, ErrorCode, Location, Result};
#[cfg(feature = "fs")]
pub use fs::{Dataset, Failures, Options, Results};
pub use report::ResultKind;
pub use warning::{Warning, WarningCode};
