//! Names that the page uses for the crate's types.

use serde::{Deserialize, Serialize};
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::report::ResultKind;
use crate::scan::Plan;

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
