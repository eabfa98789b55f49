"""Reads days: dates, timestamps, INT96 and ISO 8601 text."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa

from fault import Fault
from identifier import decode, is_text, raw_bytes

EPOCH = date(1970, 1, 1).toordinal()
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?P<offset>Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)


def from_epoch_days(days):
    """Gives (day, readable) for days since 1970-01-01."""
    ordinal = EPOCH + days
    if 1 <= ordinal <= date.max.toordinal():
        return date.fromordinal(ordinal), True
    return None, False


def from_instant(seconds, zone):
    """Gives (civil day in the zone, readable) for seconds since the epoch in UTC."""
    if zone in (None, "UTC"):
        return from_epoch_days(seconds // 86400)
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        return moment.astimezone(ZoneInfo(zone)).date(), True
    except OverflowError:
        return None, False


def offset_seconds(text):
    """Gives the seconds east of UTC that an ISO offset names."""
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if minutes > 59 or hours * 60 + minutes > 18 * 60:
        raise ValueError(f"no offset is {text}")
    seconds = hours * 3600 + minutes * 60
    return -seconds if text[0] == "-" else seconds


def from_text(text, zone):
    """Gives (day, readable) for ISO 8601 text; without an offset it is taken as written."""
    match = ISO.fullmatch(text.strip(" \t\r\n"))
    if not match:
        return None, False
    part = match.groupdict()
    try:
        moment = datetime(
            int(part["year"]),
            int(part["month"]),
            int(part["day"]),
            int(part["hour"] or 0),
            int(part["minute"] or 0),
            int(part["second"] or 0),
            tzinfo=UTC,
        )
        offset = part["offset"] and offset_seconds(part["offset"])
    except ValueError:
        return None, False
    if offset is None:
        return moment.date(), True
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return from_instant(since.days * 86400 + since.seconds - offset, zone)


def read_text(value, zone):
    """Gives (day, readable) for the bytes of a text value."""
    text, readable = decode(value)
    return (text, readable) if text is None else from_text(text, zone)


def read(array, physical, zone, file, column):
    """Lists (day, readable) for each value of one column of one row group."""
    kind = array.type
    if pa.types.is_null(kind):
        return [(None, True)] * len(array)
    if pa.types.is_date32(kind):
        numbers, convert = array.cast(pa.int32()).to_pylist(), from_epoch_days
    elif pa.types.is_timestamp(kind):
        numbers, unit = array.cast(pa.int64()).to_pylist(), PER_SECOND[kind.unit]
        if kind.tz is not None or physical == "INT96":
            convert = lambda number: from_instant(number // unit, zone)
        else:
            convert = lambda number: from_epoch_days(number // (unit * 86400))
    elif is_text(kind):
        return [read_text(value, zone) for value in raw_bytes(array)]
    else:
        raise Fault("unreadable_type", [file, column])
    return [(None, True) if number is None else convert(number) for number in numbers]
