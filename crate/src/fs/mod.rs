//! Files on a disk, read by threads. This module needs the feature `fs`.
//!
//! A [`Dataset`] is opened from paths, which reads only footers. Analysing it reads each row group
//! once, and its [`Results`] are Arrow record batches or files.
//!
//! A [`Run`] does the same for a command line: it writes several results together, with the file of
//! diagnostics, and fetches a snapshot from a provider while another thread watches.
//!
//! ```no_run
//! use daytally::fs::{Outputs, Request, Run, Watch};
//! use daytally::report::ResultKind;
//!
//! let outputs = Outputs::One { result: ResultKind::Monthly, target: "monthly.csv".into() };
//! let run = Run::prepare(Request::new(vec!["views/".into()], outputs))?;
//! let outcome = run.execute(&Watch::default())?;
//! println!("{} rows written", outcome.outputs[0].rows);
//! # Ok::<(), daytally::Failures>(())
//! ```

mod between;
mod clock;
mod dataset;
mod failures;
mod fetch;
mod generate;
mod inputs;
mod io;
mod options;
mod outputs;
mod remote;
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
pub use inputs::{Deletions, Input, InputRecord, Inputs, Links, Place, TablePart};
pub use io::folder::{folder_of, sync_folder};
pub use options::{Limits, Options, Outages};
pub use outputs::Outputs;
pub use remote::{Peeked, Remote, RemoteFacts, RemoteFile, RemotePlace};
pub use run::Run;
pub use run::batches::Batches;
pub use run::outcome::{Figures, Outcome, Written};
pub use run::request::{CountProvider, Request};
pub use run::results::Results;
pub use target::Target;
pub use threads::available_threads;
pub use watch::{FetchProgress, Watch};
