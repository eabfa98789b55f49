//! Offsets from the tables of chrono-tz.

use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rules(Tz);

impl Rules {
    pub(super) fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    pub(super) fn offset(self, seconds: i64) -> i64 {
        let instant: Option<DateTime<Utc>> = DateTime::from_timestamp(seconds, 0);
        // No instant outside chrono's calendar has a day in ours.
        instant.map_or(0, |instant| {
            self.0.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc().into()
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{OffsetComponents, TZ_VARIANTS};

    use super::*;
    use crate::time_zone::database::{KNOWN, NAMES};
    use crate::time_zone::rules_are_outdated;
    use crate::time_zone::spans::Spans;

    const DAY: i64 = 86_400;

    #[test]
    fn the_list_of_names_is_that_of_the_tables() {
        let names: Vec<&str> = TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
        assert_eq!(NAMES.lines().collect::<Vec<_>>(), names);
        assert!(names.is_sorted());
    }

    #[test]
    fn no_zone_changes_outside_the_known_range() {
        for &zone in TZ_VARIANTS.iter() {
            let rules = Rules(zone);
            for (end, beyond) in [(*KNOWN.start(), -62_135_596_800), (*KNOWN.end(), 253_402_300_799)] {
                for step in 0..=24 {
                    let seconds = end + (beyond - end) / 24 * step;
                    assert_eq!(rules.offset(seconds), rules.offset(end), "{zone} at {seconds}");
                }
            }
        }
    }

    #[test]
    fn spans_between_samples_give_every_offset() {
        for (number, &zone) in TZ_VARIANTS.iter().enumerate() {
            let rules = Rules(zone);
            let spans = Spans::new(move |seconds| rules.offset(seconds));
            // 1880 to 2100, at other times of day for every zone.
            let first = -2_840_140_800 + i64::try_from(number).unwrap() * 6_007;
            for seconds in (first..*KNOWN.end()).step_by(usize::try_from(11 * DAY + 3_601).unwrap()) {
                assert_eq!(spans.offset(seconds), rules.offset(seconds), "{zone} at {seconds}");
            }
        }
    }

    #[test]
    fn standard_time_is_that_of_the_tables() {
        // The tables call Ireland's summer time its standard time; Java calls it summer time.
        let instant: DateTime<Utc> = DateTime::from_timestamp(1_704_067_200, 0).unwrap();
        let differ = TZ_VARIANTS.iter().filter(|&&zone| {
            let offset = zone.offset_from_utc_datetime(&instant.naive_utc());
            let standard = crate::time_zone::TimeZone(Rules(zone)).standard();
            offset.base_utc_offset().num_seconds() != standard
        });
        assert_eq!(differ.map(|zone| zone.name()).collect::<Vec<_>>(), ["Eire", "Europe/Dublin"]);
    }

    #[test]
    fn the_tables_have_the_newest_rules() {
        assert!(!rules_are_outdated());
    }
}
