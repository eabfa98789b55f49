//! What every build takes from the time zone database.

/// The names that every build accepts, one in a line, sorted.
#[cfg(any(test, target_arch = "wasm32"))]
pub(super) const NAMES: &str = include_str!("names.txt");

/// 1800-01-01, before the first change of any zone, and 2100-01-01. Later instants have the offset
/// of that day.
pub(super) const KNOWN: std::ops::RangeInclusive<i64> = -5_364_662_400..=4_102_444_800;
