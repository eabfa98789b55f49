//! One month of one series.

use crate::calendar::{Day, Month};

/// The days with data and the sum of one month of one series.
///
/// The sum has 96 bits, so that 2^32 rows of any 64-bit count fit. Only the final sum decides
/// whether it is outside int64, never the order of adding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthCell {
    /// The month's number, or [`MonthCell::NO_MONTH`] for rows without a date.
    pub month: i32,
    /// Bit `d` is set if the month's day `d + 1` has data; bit 31 if any count was not null.
    pub days: u32,
    /// The low 64 bits of the sum.
    pub sum_low: u64,
    /// The high 32 bits of the sum, signed.
    pub sum_high: i32,
}

impl MonthCell {
    /// The bit that distinguishes a sum of nulls only from a sum of zero.
    pub(crate) const COUNTED: u32 = 1 << 31;

    /// The month of rows whose date is null; less than every month.
    pub const NO_MONTH: i32 = i32::MIN;

    /// Creates a month without data.
    pub fn new(month: i32) -> Self {
        Self { month, days: 0, sum_low: 0, sum_high: 0 }
    }

    /// Adds a row: the bit of its day, which may be 0, and its count, which may be null. Returns
    /// whether the day was there before.
    #[inline]
    pub(crate) fn add(&mut self, day: u32, count: Option<i64>) -> bool {
        let repeated = self.days & day != 0;
        self.days |= day;
        if let Some(count) = count {
            let (low, carry) = self.sum_low.overflowing_add(count.cast_unsigned());
            self.sum_low = low;
            // The sign extension of a negative count is -1 in the high word.
            let sign = if count < 0 { -1 } else { 0 };
            self.sum_high = self.sum_high.wrapping_add(sign + i32::from(carry));
            self.days |= Self::COUNTED;
        }
        repeated
    }

    /// Adds rows of different days without data: the bits of the days, and their counts unless the
    /// job does not read them. There are fewer than 2^31.
    #[inline]
    pub(crate) fn add_days(&mut self, days: u32, counts: Option<&[i64]>) {
        self.days |= days;
        let Some(counts) = counts else { return };
        // The halves of so many counts fit into 64 bits, and such sums are vectorised.
        let (mut low, mut high) = (0u64, 0i64);
        for &count in counts {
            low += count.cast_unsigned() & u64::from(u32::MAX);
            high += count >> 32;
        }
        let sum = (i128::from(high) << 32) + i128::from(low);
        let (sum_low, sum_high) = (sum as u64, (sum >> 64) as i32);
        self.merge(&Self { month: self.month, days: Self::COUNTED, sum_low, sum_high });
    }

    /// Adds another cell of the same month. Returns the days that both had.
    pub(crate) fn merge(&mut self, other: &Self) -> u32 {
        let both = self.day_bits() & other.day_bits();
        self.days |= other.days;
        let (low, carry) = self.sum_low.overflowing_add(other.sum_low);
        self.sum_low = low;
        self.sum_high = self.sum_high.wrapping_add(other.sum_high).wrapping_add(i32::from(carry));
        both
    }

    /// Returns the days with data, bit 0 for the first of the month.
    pub fn day_bits(&self) -> u32 {
        self.days & !Self::COUNTED
    }

    /// Returns the exact sum, or `None` if all counts are null.
    pub fn sum(&self) -> Option<i128> {
        let sum = i128::from(self.sum_high) << 64 | i128::from(self.sum_low);
        (self.days & Self::COUNTED != 0).then_some(sum)
    }

    /// Returns the days of a bit set of this month as day numbers, ascending.
    pub(crate) fn days_of(month: i32, bits: u32) -> impl Iterator<Item = Day> {
        let first = Month::new(month).map_or(0, |month| month.first_day().number());
        (0..31).filter(move |day| bits >> day & 1 == 1).filter_map(move |day| Day::new(first + day))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_to_the_32_rows_of_any_count_fit() {
        for count in [i64::MAX, i64::MIN, -1, 1] {
            let mut cell = MonthCell::new(0);
            cell.add(1, Some(count));
            for _ in 0..32 {
                let same = cell;
                assert_eq!(cell.merge(&same), 1);
            }
            assert_eq!(cell.sum(), Some(i128::from(count) << 32));
        }
    }

    proptest! {
        #[test]
        fn sums_are_exact_in_any_order(counts in prop::collection::vec(any::<i64>(), 0..50), split in 0usize..50) {
            let mut whole = MonthCell::new(0);
            counts.iter().for_each(|&count| { whole.add(0, Some(count)); });
            let expected: i128 = counts.iter().map(|&count| i128::from(count)).sum();
            prop_assert_eq!(whole.sum(), (!counts.is_empty()).then_some(expected));

            let (left, right) = counts.split_at(split.min(counts.len()));
            let (mut a, mut b) = (MonthCell::new(0), MonthCell::new(0));
            left.iter().for_each(|&count| { a.add(0, Some(count)); });
            right.iter().for_each(|&count| { b.add(0, Some(count)); });
            b.merge(&a);
            prop_assert_eq!(b, whole);
        }
    }
}
