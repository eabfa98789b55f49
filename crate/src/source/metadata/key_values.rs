//! The few keys of a footer that change what its values mean.

use crate::source::legacy_calendar::LegacyCalendar;
use crate::source::metadata::DEEPEST;
use crate::source::thrift::Thrift;

/// Reads the list of keys and values, which may be any bytes, and returns the calendar they name.
pub(super) fn calendar(thrift: &mut Thrift<'_>) -> Option<LegacyCalendar> {
    let mut calendar = LegacyCalendar::default();
    thrift.elements(Thrift::STRUCT, DEEPEST, &mut |thrift| {
        let (mut key, mut value) = (&b""[..], None);
        thrift.fields(DEEPEST, &mut |thrift, field, kind| {
            match (field, kind) {
                (1, Thrift::BINARY) => key = thrift.bytes()?,
                (2, Thrift::BINARY) => value = Some(thrift.bytes()?),
                _ => return Some(false),
            }
            Some(true)
        })?;
        calendar.take(key, value.unwrap_or_default());
        Some(())
    })?;
    Some(calendar)
}
