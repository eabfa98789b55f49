//! What a snapshot will cost.

use serde::Serialize;

use super::{ServiceOptions, Terms};
use crate::error::Result;

/// The cost of a number of videos if no call fails.
///
/// ```
/// use daytally::snapshot::service::{ServiceName, ServiceOptions};
///
/// let cost = ServiceOptions::new(ServiceName::Youtube).cost(1_000_000)?;
/// assert_eq!((cost.calls, cost.units, cost.days), (20_000, 20_000, Some(2)));
/// # Ok::<(), daytally::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// The number of ids in a full call.
    pub batch_size: usize,
    /// The number of calls.
    pub calls: u64,
    /// Units of the daily quota.
    pub units: u64,
    /// Units that may be used in a day, if there is a limit.
    pub daily_units: Option<u64>,
    /// Days of quota that it takes, if there is a limit.
    pub days: Option<u64>,
}

impl ServiceOptions {
    /// Returns the cost of a number of videos.
    ///
    /// # Errors
    ///
    /// As [`service`](Self::service), except that a key is not needed yet.
    pub fn cost(&self, videos: u64) -> Result<Cost> {
        let terms = self.service_with("")?.terms();
        let batch_size = terms.batch_size(self.batch_size)?.get();
        let calls = videos.div_ceil(batch_size as u64);
        let Terms { units_per_call, daily_units, .. } = terms;
        let daily_units = self.daily_units.or(daily_units);
        let calls_a_day = daily_units.map(|units| units / units_per_call.max(1));
        Ok(Cost {
            batch_size,
            calls,
            units: calls * units_per_call,
            daily_units,
            days: calls_a_day.filter(|&max| max > 0).map(|max| calls.div_ceil(max)),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;
    use crate::snapshot::service::ServiceName;

    #[test]
    fn a_service_without_a_quota_takes_no_days() {
        let url = Some("http://localhost/".to_owned());
        let mut options = ServiceOptions { url, ..ServiceOptions::new(ServiceName::Http) };
        options.batch_size = NonZeroUsize::new(10);
        let cost = options.cost(1_000_001).unwrap();
        assert_eq!((cost.calls, cost.days), (100_001, None));
        options.daily_units = Some(100_000);
        assert_eq!(options.cost(1_000_001).unwrap().days, Some(2));
        assert_eq!(options.cost(0).unwrap().days, Some(0));
    }
}
