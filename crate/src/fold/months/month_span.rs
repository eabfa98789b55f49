//! The month of a day, cached because neighbouring rows mostly lie in one month.

use crate::calendar::{Day, Month};
use crate::fold::MonthCell;

/// A day that is null; less than every day.
pub(crate) const NO_DAY: i32 = Day::MIN.number() - 1;

/// The last month that was looked up, as a range of days.
#[derive(Clone, Copy, Debug)]
pub(in crate::fold) struct MonthSpan {
    month: i32,
    first_day: i32,
    days: u32,
}

/// Neighbouring rows in one month.
#[derive(Clone, Copy, Debug)]
pub(in crate::fold) struct Days {
    pub(in crate::fold) rows: usize,
    /// Their days, bit 0 for the first of the month.
    pub(in crate::fold) bits: u32,
    pub(in crate::fold) first: i32,
    pub(in crate::fold) last: i32,
    pub(in crate::fold) are_different: bool,
}

impl MonthSpan {
    pub(in crate::fold) fn new() -> Self {
        Self { month: 0, first_day: 0, days: 0 }
    }

    /// Returns the month of a day and the day's bit in it, 0 for the first. For [`NO_DAY`] it is
    /// the month of rows without a date, and no bit.
    #[inline]
    pub(in crate::fold) fn of(&mut self, day: i32) -> (i32, u32) {
        let offset = self.offset(day);
        if offset < self.days {
            return (self.month, 1 << offset);
        }
        self.move_to(day)
    }

    /// Returns the day's bit if it lies in the last month that was looked up.
    #[inline]
    pub(in crate::fold) fn within(&self, day: i32) -> Option<u32> {
        let offset = self.offset(day);
        (offset < self.days).then(|| 1 << offset)
    }

    /// Returns the leading days of some that lie in the last month that was looked up. The first
    /// does, or is no day.
    #[inline]
    pub(in crate::fold) fn leading(&self, days: &[i32]) -> Days {
        let Some(first) = days.first().copied().filter(|&day| self.offset(day) < self.days) else {
            let day = days.first().copied().unwrap_or_default();
            return Days { rows: days.len().min(1), bits: 0, first: day, last: day, are_different: false };
        };
        let left = (self.days - self.offset(first)) as usize;
        let mut rows = left.min(days.len());
        // Loops without branches, which the compiler vectorises.
        let is_after = |is_after: bool, pair: (&i32, &i32)| is_after & (pair.0 < pair.1);
        if !days[..rows].iter().zip(&days[1..rows]).fold(true, is_after) {
            return self.unsorted(days);
        }
        while self.offset(days[rows - 1]) >= self.days {
            rows -= 1;
        }
        let last = days[rows - 1];
        let bits = days[..rows].iter().fold(0, |bits, &day| bits | 1 << (self.offset(day) & 31));
        Days { rows, bits, first, last, are_different: true }
    }

    /// The same for days in any order.
    fn unsorted(&self, days: &[i32]) -> Days {
        let mut found = Days { rows: 0, bits: 0, first: i32::MAX, last: i32::MIN, are_different: true };
        for &day in days {
            let Some(bit) = self.within(day) else { break };
            found.are_different &= found.bits & bit == 0;
            found.bits |= bit;
            found.rows += 1;
            (found.first, found.last) = (found.first.min(day), found.last.max(day));
        }
        found
    }

    /// Returns how far a day is after the first of the month; a large number if it is before.
    #[inline]
    fn offset(&self, day: i32) -> u32 {
        day.wrapping_sub(self.first_day).cast_unsigned()
    }

    #[cold]
    fn move_to(&mut self, day: i32) -> (i32, u32) {
        if day == NO_DAY {
            return (MonthCell::NO_MONTH, 0);
        }
        // Sorted days continue with the next month, whose first day needs no calendar.
        let next = self.first_day.wrapping_add(self.days.cast_signed());
        let month = if day == next && self.days > 0 {
            Month::new(self.month + 1).map(|month| (month, next))
        } else {
            None
        };
        let (month, first_day) = month.unwrap_or_else(|| {
            let month = Day::new(day).unwrap_or(Day::MIN).month();
            (month, month.first_day().number())
        });
        *self = Self { month: month.number(), first_day, days: month.days() };
        (self.month, 1 << self.offset(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_the_calendars_month_wherever_one_comes_from() {
        let (first, last) = (Day::MIN.number(), Day::MAX.number());
        let days = (first..first + 800).chain(-1_000..1_000).chain(last - 800..=last);
        let mut span = MonthSpan::new();
        for day in days.clone().chain(days.rev().step_by(7)) {
            let month = Day::new(day).unwrap().month();
            let place = (day - month.first_day().number()).cast_unsigned();
            assert_eq!(span.of(day), (month.number(), 1 << place), "{day}");
            assert_eq!(span.of(NO_DAY), (MonthCell::NO_MONTH, 0));
        }
    }
}
