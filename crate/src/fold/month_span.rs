//! The month of a day, remembered: neighbouring rows mostly lie in one month.

use crate::calendar::Day;

/// The last month that was looked up.
#[derive(Clone, Copy, Debug)]
pub(super) struct MonthSpan {
    month: i32,
    first_day: i32,
    days: u32,
}

impl MonthSpan {
    pub(super) fn new() -> Self {
        Self { month: 0, first_day: 0, days: 0 }
    }

    /// The month of a day and the day's place in it, from 0.
    #[inline]
    pub(super) fn of(&mut self, day: i32) -> (i32, u32) {
        let offset = day.wrapping_sub(self.first_day).cast_unsigned();
        if offset < self.days {
            return (self.month, offset);
        }
        self.move_to(day)
    }

    #[cold]
    fn move_to(&mut self, day: i32) -> (i32, u32) {
        let month = Day::new(day).unwrap_or(Day::MIN).month();
        *self = Self { month: month.number(), first_day: month.first_day().number(), days: month.days() };
        (self.month, day.wrapping_sub(self.first_day).cast_unsigned())
    }
}
