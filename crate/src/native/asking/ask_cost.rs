//! The cost of the remaining videos.

use std::fmt;

use serde::Serialize;

use crate::native::asking::text::counted;
use crate::snapshot::service::Cost;

/// The cost of some videos if no call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AskCost {
    /// Distinct videos whose answers are not in the ledger.
    pub videos: u64,
    /// Their cost.
    #[serde(flatten)]
    pub cost: Cost,
}

impl fmt::Display for AskCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cost { calls, units, daily_units, days, .. } = self.cost;
        let (videos, calls, units) =
            (counted(self.videos, "video"), counted(calls, "call"), counted(units, "unit"));
        write!(f, "Asking for {videos} takes {calls}, {units}")?;
        if let (Some(daily_units), Some(days)) = (daily_units, days) {
            let (days, daily_units) = (counted(days, "day"), counted(daily_units, "unit"));
            write!(f, ", {days} of a quota of {daily_units}")?;
        }
        f.write_str(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_is_a_sentence() {
        let cost = Cost { batch_size: 50, calls: 1, units: 1, daily_units: None, days: None };
        let free = AskCost { videos: 1, cost };
        assert_eq!(free.to_string(), "Asking for 1 video takes 1 call, 1 unit.");
        let cost = Cost { calls: 20_000, units: 20_000, daily_units: Some(10_000), days: Some(2), ..cost };
        assert_eq!(
            AskCost { videos: 1_000_000, cost }.to_string(),
            "Asking for 1000000 videos takes 20000 calls, 20000 units, 2 days of a quota of 10000 units."
        );
    }
}
