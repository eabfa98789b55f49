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

mod asking;
mod between;
mod clock;
mod dataset;
mod failures;
mod generate;
mod inputs;
mod io;
mod json_row;
mod run;
mod threads;
mod watch;

pub use asking::{AskCost, OnQuota, ServiceRequest};
pub use between::{Between, BetweenOutcome, DayRead, DaySources};
pub use clock::today;
pub use dataset::Dataset;
pub use failures::{Failures, OnBadFile};
pub use generate::Generate;
pub use inputs::{Input, InputRecord, Inputs, Links};
pub use json_row::JsonRow;
pub use run::Run;
pub use run::outcome::{Figures, Outcome, Written};
pub use run::request::{CountProvider, Limits, Outages, Outputs, Request};
pub use threads::available_threads;
pub use watch::{AskProgress, Watch};
