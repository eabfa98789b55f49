//! What every build takes from the time zone database.

/// The names that every build accepts, one in a line, sorted.
pub(super) const NAMES: &str = include_str!("names.txt");

/// 1800-01-01, before the first change of any zone, and 2100-01-01, after which chrono-tz has none.
pub(super) const KNOWN: std::ops::RangeInclusive<i64> = -5_364_662_400..=4_102_444_800;
