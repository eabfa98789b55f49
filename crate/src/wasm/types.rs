//! The page's names for the crate's types.

use serde::{Deserialize, Serialize};
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::report::ResultKind;
use crate::scan::Plan;
use crate::snapshot::service::Request;
use crate::snapshot::{CallId, Next};

#[wasm_bindgen(typescript_custom_section)]
const NAMES: &str = r#"
export type ColumnInfo = ColumnSummary;
export type Options = ScanOptions;
export type Task = RowGroupTask;
/** What every method throws. */
export type Failure = Problem;
"#;

/// A plan and its available results.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
// Serde writes a struct with flattened fields as a map.
#[tsify(hashmap_as_object)]
pub struct PlannedRun {
    #[serde(flatten)]
    pub(super) plan: Plan,
    pub(super) kinds: Vec<ResultKind>,
}

/// A worker's share after its join.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Distinct (channel, video) in this share.
    pub(super) series: usize,
}

/// The progress of a snapshot.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotProgress {
    /// Requested ids.
    pub(super) requested: u64,
    /// Calls.
    pub(super) calls: u64,
    /// Whether every id is answered or known to be unanswered.
    pub(super) done: bool,
}

/// What a snapshot needs next; times are milliseconds since 1970.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SnapshotNext {
    /// Make this call.
    Call { id: u64, method: String, url: String, headers: Vec<(String, String)>, body: Option<String> },
    /// More ids.
    Ids,
    /// The reply of a call in flight.
    Reply,
    /// Nothing before this time.
    At { until: i64 },
    /// Nothing before this time, when there is quota again, or before the user resumes.
    Quota { until: i64 },
    /// The user has to fix something.
    Stopped { reason: String },
    /// Nothing: every id is answered or known to be unanswered.
    Done,
}

impl From<Next> for SnapshotNext {
    fn from(next: Next) -> Self {
        match next {
            Next::Call(CallId(id), Request { method, url, headers, body }) => {
                Self::Call { id, method: method.as_str().to_owned(), url, headers, body }
            }
            Next::Ids => Self::Ids,
            Next::Reply => Self::Reply,
            Next::At(until) => Self::At { until },
            Next::Quota(until) => Self::Quota { until },
            Next::Stopped(reason) => Self::Stopped { reason },
            Next::Done => Self::Done,
        }
    }
}
