//! Files and threads: how a command line, a test or a bench drives the rest of the crate.
//!
//! A [`Run`] is prepared from paths, which reads only footers. Executing it reads each row group
//! once, writes the results beside their final paths, and moves them there when all are complete.
//!
//! ```no_run
//! use daytally::native::{Outputs, Request, Run, Watch};
//! use daytally::report::ResultKind;
//!
//! let outputs = Outputs::File { result: ResultKind::Monthly, path: "monthly.csv".into() };
//! let run = Run::prepare(Request::new(vec!["views/".into()], outputs))?;
//! println!("{} rows to read", run.plan().rows);
//! let outcome = run.execute(&Watch::default())?;
//! println!("{} rows written", outcome.outputs[0].rows);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod cli;

mod analysis;
mod asking;
mod bad_files;
mod between;
mod chunk_reader;
mod clock;
mod copying;
mod dataset;
mod disk;
mod early_sync;
mod failures;
mod generate;
mod in_order;
mod inputs;
mod json_row;
mod limits;
mod outcome;
mod output;
mod parts;
mod request;
mod result_file;
mod run;
mod scan;
mod shares;
mod spilling;
mod stale;
mod temp_store;
mod threads;
mod watch;

pub use asking::{AskCost, OnQuota, ServiceRequest};
pub use bad_files::OnBadFile;
pub use between::{Between, BetweenOutcome, DayRead, DaySources};
pub use clock::today;
pub use dataset::Dataset;
pub use failures::Failures;
pub use generate::Generate;
pub use inputs::{Input, InputRecord, Inputs, Links};
pub use json_row::JsonRow;
pub use limits::Limits;
pub use outcome::{Figures, Outcome, Written};
pub use request::{CountProvider, Outages, Outputs, Request};
pub use run::Run;
pub use threads::available_threads;
pub use watch::{AskProgress, Watch};
