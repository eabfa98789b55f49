//! Names that the page uses for the crate's types.

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

/// A plan and the results that can be had from it.
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
    /// Distinct (channel, video) here.
    pub(super) series: usize,
}

/// How far a snapshot has come.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotProgress {
    /// Ids asked.
    pub(super) asked: u64,
    /// Calls made.
    pub(super) calls: u64,
    /// Whether every id is answered or known to be unanswered.
    pub(super) done: bool,
}

/// What a snapshot needs now; moments are milliseconds since 1970.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SnapshotNext {
    /// A call has to be made; what it says is in `body`.
    Call { id: u64, method: String, url: String, headers: Vec<(String, String)>, body: Option<String> },
    /// More ids.
    Ids,
    /// The reply of a call that is under way.
    Reply,
    /// Nothing before this moment.
    At { until: i64 },
    /// Nothing before this moment, when there is quota again, or before somebody says so.
    Quota { until: i64 },
    /// Somebody has to mend something.
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
