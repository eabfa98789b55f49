//! What a run has done.

use serde::Serialize;

use crate::native::InputRecord;
use crate::report::{Diagnostics, ResultKind};
use crate::scan::Problem;
use crate::snapshot::CountSource;

/// A finished run.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// What was odd in the data.
    pub diagnostics: Diagnostics,
    /// How much was done, and how fast.
    pub figures: Figures,
    /// What was written, in the order in which the results are shown.
    pub outputs: Vec<Written>,
    /// The tables among the input, and what of it was skipped.
    pub input: InputRecord,
    /// The provider of the snapshot's counts, if there is a snapshot.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub source: Option<CountSource>,
    /// The results that were not written because no provider was chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_fetched: Vec<ResultKind>,
    /// The files that were skipped because they cannot be read, and why.
    pub skipped: Vec<Problem>,
    /// The ledger of the provider's answers, where another call may answer more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
}

/// How much a run has done.
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
    /// The day that the snapshot's counts are of, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_date: Option<String>,
    /// Ids put to the provider.
    pub asked: u64,
    /// Calls to the provider, those made again among them.
    pub calls: u64,
    /// Calls to the provider that were not answered.
    pub failures: u64,
    /// Units of the provider's quota that were used.
    pub units: u64,
    /// Ids whose answers the ledger knew before.
    pub known: u64,
    /// Ids with an answer.
    pub answered: u64,
    /// Ids without an answer.
    pub unanswered: usize,
    /// Threads that worked.
    pub threads: usize,
    /// Bytes written to disk for want of memory.
    pub spilled_bytes: u64,
    /// The memory of the merged state, in bytes, without what is spilled.
    pub state_bytes: usize,
    /// How long it took from the first footer until every result but those of a snapshot was known
    /// and none written; as long as the page takes until it shows them.
    pub ready_seconds: f64,
    /// How long it took from the first footer on.
    pub seconds: f64,
}

/// A file that a run wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// The result in it.
    pub result: ResultKind,
    /// Its path.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
}
