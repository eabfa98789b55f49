//! Moments as signatures state them.

/// A moment in UTC, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(u64);

impl Moment {
    /// Returns the moment `seconds` seconds after 1970-01-01.
    pub const fn from_unix(seconds: u64) -> Self {
        Self(seconds)
    }

    /// Returns the moment `seconds` seconds later.
    pub(crate) fn plus(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Returns the day as `YYYYMMDD`.
    pub(crate) fn day(self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}{month:02}{day:02}")
    }

    /// Returns the moment as `YYYYMMDDTHHMMSSZ`.
    pub(crate) fn basic(self) -> String {
        let (hour, minute, second) = self.time();
        format!("{}T{hour:02}{minute:02}{second:02}Z", self.day())
    }

    /// Returns the moment as `YYYY-MM-DDTHH:MM:SSZ`.
    pub(crate) fn extended(self) -> String {
        let ((year, month, day), (hour, minute, second)) = (self.date(), self.time());
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    fn time(self) -> (u64, u64, u64) {
        (self.0 / 3600 % 24, self.0 / 60 % 60, self.0 % 60)
    }

    /// Returns year, month and day. Years begin in March here, so that a leap day is the last.
    fn date(self) -> (u64, u64, u64) {
        let days = self.0 / 86_400 + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        (era * 400 + year + next, month, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By CPython's `datetime.fromtimestamp(n, UTC)`.
    #[test]
    fn moments_are_those_of_another_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_868_799, "2000-02-29T23:59:59Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_369_353_600, "2013-05-24T00:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(Moment::from_unix(seconds).extended(), expected);
        }
        assert_eq!(Moment::from_unix(1_735_689_599).basic(), "20241231T235959Z");
    }
}
