//! The progress of a fetch.

use serde::Serialize;

use crate::snapshot::pace::Millis;

/// The progress of a fetch job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FetchProgress {
    /// Distinct ids that are answered or known to be unanswered, including those of the ledger and
    /// excluding those of a cancelled job.
    pub settled: u64,
    /// Distinct ids whose answers were in the ledger when the job began.
    pub known: u64,
    /// Calls, including retries.
    pub calls: u64,
    /// Calls without an answer.
    pub failures: u64,
    /// Calls in flight.
    pub in_flight: usize,
    /// Whether the provider is known to have a daily quota.
    pub has_quota: bool,
    /// Units used in the day that ends at `day_ends`.
    pub units: u64,
    /// When the quota's day ends, in milliseconds since 1970.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub day_ends: Millis,
    /// The last failure, as a clause.
    pub last_failure: Option<String>,
}
