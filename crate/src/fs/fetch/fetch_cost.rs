//! The cost of the remaining videos.

use serde::Serialize;

use crate::snapshot::service::Cost;

/// The cost of some videos if no call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FetchCost {
    /// Distinct videos whose answers are not known.
    pub videos: u64,
    /// Their cost.
    #[serde(flatten)]
    pub cost: Cost,
}
