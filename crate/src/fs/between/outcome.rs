//! What was read of two days, and what was written.

use arrow::array::RecordBatch;
use serde::Serialize;

use crate::fs::{DaySources, InputRecord};
use crate::report::{Diagnostics, LeftOut};
use crate::warning::Warning;

/// The outcome of the views between two days.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BetweenOutcome {
    /// What was read of the earlier day.
    pub earlier: DayRead,
    /// What was read of the later day.
    pub later: DayRead,
    /// What to know of both days before using the views.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// The (channel, video) that have no row.
    pub left_out: LeftOut,
    /// The path of the file, `-` for the standard output.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// The number of threads.
    pub threads: usize,
    /// Bytes written to disk because memory ran out.
    pub spilled_bytes: u64,
    /// The duration in seconds.
    pub seconds: f64,
    /// The first rows, if only these were requested.
    #[serde(skip)]
    pub first_rows: Vec<RecordBatch>,
}

/// What was read of a day.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DayRead {
    /// The path of its file or folder.
    pub path: String,
    /// The day.
    pub day: String,
    /// Its files.
    pub files: usize,
    /// Its rows.
    pub rows: u64,
    /// The providers of its counts.
    #[serde(flatten)]
    pub sources: DaySources,
    /// The data issues in them.
    pub diagnostics: Diagnostics,
    /// The tables among the input, and what was skipped of it.
    pub input: InputRecord,
}
