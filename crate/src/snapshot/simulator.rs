//! The reference simulator: counts made from the ids.

use std::num::NonZeroUsize;

use crate::error::Result;

use super::service::too_many;
use super::{Batch, Provider, python_hash};

const LIMIT: usize = 10;

/// Answers every id with `abs(hash(video_id) % 1000)`, computed as Python does.
///
/// ```
/// assert_eq!(daytally::snapshot::Simulator::views("abc"), 242);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Simulator;

impl Simulator {
    /// Returns the count for one id, 0 to 999.
    pub fn views(id: &str) -> i64 {
        // Python's `%` takes the sign of its right side, which makes the reference's `abs`
        // redundant.
        python_hash(id).rem_euclid(1000)
    }
}

impl Provider for Simulator {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MIN.saturating_add(LIMIT - 1)
    }

    fn answer(&mut self, batch: &mut Batch) -> Result<()> {
        let requested = batch.len();
        if requested > LIMIT {
            return Err(too_many(requested, LIMIT));
        }
        batch.answer_each(|id| Some(Self::views(id)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn answers_as_the_contract_says() {
        for (text, views) in [
            ("", 0),
            ("a", 19),
            ("abc", 242),
            ("dQw4w9WgXcQ", 585),
            ("-_-", 442),
            ("é", 195),
            ("日本", 705),
            ("😀", 156),
        ] {
            assert_eq!(Simulator::views(text), views, "{text:?}");
        }
    }

    #[test]
    fn refuses_more_than_ten() {
        let ids: Vec<String> = (10..21).map(|number| number.to_string()).collect();
        let refusal = Simulator.answer(&mut Batch::of(&ids)).unwrap_err();
        assert_eq!(refusal.code(), ErrorCode::Provider);
        assert_eq!(refusal.to_string(), "Too many (11) videos in the list. Expected up to 10");

        let mut ten = Batch::of(&ids[..10]);
        Simulator.answer(&mut ten).unwrap();
        assert!(ten.unanswered().next().is_none());
    }
}
