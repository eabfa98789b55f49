"""Reads days: dates, timestamps, INT96, text, and numbers with a format."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa

from rows import count
from rows.fault import Fault
from rows.identifier import decode, is_text, raw_bytes

EPOCH = date(1970, 1, 1).toordinal()
EPOCHS = {"epoch_s": 1, "epoch_ms": 10**3, "epoch_us": 10**6}
NUMBERS = {"yyyymmdd", "epoch_days", *EPOCHS}
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?: ?(?P<offset>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?",
    re.ASCII,
)
DIGITS = re.compile(r"\d{8}", re.ASCII)


def from_epoch_days(days):
    """Return (day, readable) for days since 1970-01-01."""
    ordinal = EPOCH + days
    if 1 <= ordinal <= date.max.toordinal():
        return date.fromordinal(ordinal), True
    return None, False


def from_instant(seconds, zone):
    """Return (civil day in the zone, readable) for seconds since the epoch in UTC."""
    if zone in (None, "UTC"):
        return from_epoch_days(seconds // 86400)
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        return moment.astimezone(ZoneInfo(zone)).date(), True
    except OverflowError:
        return None, False


def offset_seconds(text):
    """Return the seconds east of UTC of an ISO offset."""
    if text in ("Z", "UTC", "GMT"):
        return 0
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if minutes > 59 or hours * 60 + minutes > 18 * 60:
        raise ValueError(f"no offset is {text}")
    seconds = hours * 3600 + minutes * 60
    return -seconds if text[0] == "-" else seconds


def from_text(text, zone):
    """Return (day, readable) for text; text without an offset is not converted."""
    text = text.strip(" \t\r\n")
    if DIGITS.fullmatch(text):
        return from_digits(text)
    match = ISO.fullmatch(text)
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
        offset = offset_seconds(part["offset"]) if part["offset"] else None
    except ValueError:
        return None, False
    if offset is None:
        return moment.date(), True
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return from_instant(since.days * 86400 + since.seconds - offset, zone)


def from_digits(text):
    """Return (day, readable) for eight digits that are a day between 1900 and 2100."""
    try:
        day = datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        return None, False
    return (day, True) if 1900 <= day.year <= 2100 else (None, False)


def from_format(text, form, zone):
    """Return (day, readable) for text in a format of strptime."""
    try:
        moment = datetime.strptime(text.strip(" \t\r\n"), form)
    except ValueError:
        return None, False
    if moment.tzinfo is None:
        return moment.date(), True
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return from_instant(since.days * 86400 + since.seconds, zone)


def from_number(number, form, zone):
    """Return (day, readable) for a whole number in a format."""
    if form == "yyyymmdd":
        try:
            return date(number // 10000, number // 100 % 100, number % 100), True
        except ValueError:
            return None, False
    if form == "epoch_days":
        return from_epoch_days(number)
    if form in EPOCHS:
        return from_instant(number // EPOCHS[form], zone)
    return from_format(str(number), form, zone)


def read_text(value, zone, form):
    """Return (day, readable) for the bytes of a text value."""
    text, readable = decode(value)
    if text is None:
        return text, readable
    if form is None:
        return from_text(text, zone)
    if form not in NUMBERS:
        return from_format(text, form, zone)
    # "10201" could be a day of year 1 or a truncated day, so text must have eight digits.
    if form == "yyyymmdd" and len(text.strip(" \t\r\n")) != 8:
        return None, False
    number, readable = count.from_text(text)
    return from_number(number, form, zone) if readable else (None, False)


def read(array, physical, zone, file, column, form=None):
    """Return (day, readable) for each value of one column of one row group."""
    kind = array.type
    if pa.types.is_null(kind):
        return [(None, True)] * len(array)
    if pa.types.is_date32(kind):
        numbers, convert = array.cast(pa.int32()).to_pylist(), from_epoch_days
    elif pa.types.is_timestamp(kind):
        numbers, unit = array.cast(pa.int64()).to_pylist(), PER_SECOND[kind.unit]
        if kind.tz is not None or physical == "INT96":

            def convert(number):
                return from_instant(number // unit, zone)

        else:

            def convert(number):
                return from_epoch_days(number // (unit * 86400))

    elif is_text(kind):
        return [read_text(value, zone, form) for value in raw_bytes(array)]
    elif form is not None and (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        found = count.read(array, physical, zone, file, column)
        return [(None, readable) if number is None else from_number(number, form, zone) for number, readable in found]
    else:
        raise Fault("unreadable_type", [file, column])
    return [(None, True) if number is None else convert(number) for number in numbers]
