//! The outcome of a run.

use arrow::array::RecordBatch;
use serde::Serialize;

use crate::fs::InputRecord;
use crate::report::{Diagnostics, ResultKind};
use crate::scan::Problem;
use crate::snapshot::CountSource;

/// A finished run.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The data issues.
    pub diagnostics: Diagnostics,
    /// How much was read and written, and how fast.
    pub figures: Figures,
    /// The written files, in the order in which the results are shown.
    pub outputs: Vec<Written>,
    /// The tables among the input, and what was skipped of it.
    pub input: InputRecord,
    /// The provider of the snapshot's counts, if there is a snapshot.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub source: Option<CountSource>,
    /// The results that were not written because no provider was chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_fetched: Vec<ResultKind>,
    /// The files that were skipped because they cannot be read, and why.
    pub skipped: Vec<Problem>,
    /// The path of the ledger, if another call may answer more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
    /// The first rows, if only these were requested.
    #[serde(skip)]
    pub first_rows: Vec<RecordBatch>,
}

/// The amounts of work of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Files read.
    pub files: usize,
    /// Row groups read, each once.
    pub row_groups: usize,
    /// Rows read.
    pub rows: u64,
    /// Bytes of the columns read, compressed.
    pub bytes: u64,
    /// Distinct (channel, video).
    pub series: usize,
    /// The day of the snapshot's counts, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_date: Option<String>,
    /// Ids sent to the provider.
    pub requested: u64,
    /// Calls to the provider, including retries.
    pub calls: u64,
    /// Calls to the provider that were not answered.
    pub failures: u64,
    /// Units of the provider's quota that were used.
    pub units: u64,
    /// Ids whose answers were in the ledger before.
    pub known: u64,
    /// Ids with an answer.
    pub answered: u64,
    /// Ids without an answer.
    pub unanswered: usize,
    /// The number of threads.
    pub threads: usize,
    /// Bytes written to disk because memory ran out.
    pub spilled_bytes: u64,
    /// The memory of the merged state, in bytes, without what is spilled.
    pub state_bytes: usize,
    /// Seconds from the first footer until every result except the snapshot was known and none
    /// written, which is when the page shows them.
    pub ready_seconds: f64,
    /// Seconds from the first footer on.
    pub seconds: f64,
}

/// A file that a run wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// The result in it.
    pub result: ResultKind,
    /// Its path, `-` for the standard output.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
}
