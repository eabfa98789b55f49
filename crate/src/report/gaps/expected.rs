//! The days on which data is expected.

use crate::calendar::{Day, months};
use crate::report::Outage;

/// The last day on which data is expected, inclusive, and the days before it on which it is not.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct Expected {
    end: Option<Day>,
    /// The months with outages that are excluded, ascending.
    months: Vec<i32>,
    /// Their days, bit 0 for the first of the month.
    bits: Vec<u32>,
}

impl Expected {
    /// Expects data on every day up to the end, or on none without an end.
    pub(in crate::report) fn until(end: Option<Day>) -> Self {
        Self { end, ..Self::default() }
    }

    pub(in crate::report) fn end(&self) -> Option<Day> {
        self.end
    }

    /// Returns the same, but with no data expected on the days of these outages.
    pub(in crate::report) fn without(&self, outages: &[Outage]) -> Self {
        let mut expected = Self::until(self.end);
        let mut days: Vec<i32> = outages.iter().map(|outage| outage.day).collect();
        days.sort_unstable();
        for day in days.into_iter().filter_map(Day::new) {
            let month = day.month();
            if expected.months.last() != Some(&month.number()) {
                expected.months.push(month.number());
                expected.bits.push(0);
            }
            if let Some(bits) = expected.bits.last_mut() {
                *bits |= 1 << (day.number() - month.first_day().number());
            }
        }
        expected
    }

    /// Returns on how many days between two days, inclusive, data is expected.
    pub(in crate::report) fn days(&self, first: Day, last: Day) -> u64 {
        months(first, last)
            .map(|month| u64::from((month.days & !self.excused(month.number)).count_ones()))
            .sum()
    }

    /// Returns the days of a month on which no data is expected.
    #[inline]
    pub(in crate::report) fn excused(&self, month: i32) -> u32 {
        if self.months.is_empty() {
            return 0;
        }
        self.months.binary_search(&month).map_or(0, |at| self.bits[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outages_are_days_of_months_in_any_order() {
        // 1970-02-28 to 1970-03-02, and 1970-01-01.
        let outages = [58, 59, 60, 0].map(|day| Outage { day, missing: 1, active: 1, share: 1.0 });
        let expected = Expected::until(Day::new(100)).without(&outages);
        assert_eq!(expected.end(), Day::new(100));
        assert_eq!([0, 1, 2, 3].map(|month| expected.excused(month)), [1, 1 << 27, 0b11, 0]);
    }
}
