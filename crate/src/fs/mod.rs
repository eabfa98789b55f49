//! Files and threads: how a program drives the rest of the crate over files on a disk.
//!
//! This module needs the feature `fs`.
//!
//! A [`Run`] is prepared from paths, which reads only footers. Executing it reads each row group
//! once, writes the results beside their final paths, and moves them there when all are complete.
//!
//! ```no_run
//! use daytally::fs::{Outputs, Request, Run, Watch};
//! use daytally::report::ResultKind;
//!
//! let outputs = Outputs::One { result: ResultKind::Monthly, target: "monthly.csv".into() };
//! let run = Run::prepare(Request::new(vec!["views/".into()], outputs))?;
//! println!("{} rows to read", run.plan().rows);
//! let outcome = run.execute(&Watch::default())?;
//! println!("{} rows written", outcome.outputs[0].rows);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod between;
mod clock;
mod dataset;
mod failures;
mod fetch;
mod generate;
mod inputs;
mod io;
mod outputs;
mod run;
mod target;
mod threads;
mod watch;

pub use between::{Between, BetweenOutcome, DayRead, DaySources};
pub use clock::{check_zone, today};
pub use dataset::Dataset;
pub use failures::{Failures, OnBadFile};
pub use fetch::{FetchCost, FetchJob, Fetched, Fetcher, Streams};
pub use generate::Generate;
pub use inputs::{Input, InputRecord, Inputs, Links};
pub use io::folder::{folder_of, sync_folder};
pub use outputs::Outputs;
pub use run::Run;
pub use run::outcome::{Figures, Outcome, Written};
pub use run::request::{CountProvider, Limits, Outages, Request};
pub use target::Target;
pub use threads::available_threads;
pub use watch::{FetchProgress, Watch};
