"""Patterns of dates in text that need no format; they match only complete and valid dates.

The patterns work in Java and in Python. Text that matches is a day of the calendar, so later steps
need no checks.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

# Space and ASCII control characters, which Spark's casts ignore too.
BLANK = r"[\x00-\x20\x7f]*"
# A year, month and day with `{dash}` between; `{zero}` is the zero of a month or day below ten.
CALENDAR = (
    r"(?:{year}{dash}(?:"
    r"(?:{zero}[13578]|1[02]){dash}(?:{zero}[1-9]|[12][0-9]|3[01])"
    r"|(?:{zero}[469]|11){dash}(?:{zero}[1-9]|[12][0-9]|30)"
    r"|{zero}2{dash}(?:{zero}[1-9]|1[0-9]|2[0-8]))"
    r"|{leap}{dash}{zero}2{dash}29)"
)
LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
DATE = CALENDAR.format(year="(?!0000)[0-9]{4}", dash="-", zero="0?", leap=LEAP)
NEAR = "(?:19[0-9]{2}|20[0-9]{2}|2100)"
NEAR_LEAP = "(?:(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000)"
EIGHT_DIGITS = CALENDAR.format(year=NEAR, dash="", zero="0", leap=NEAR_LEAP)
TIME = r"[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
ZONE = "(?:Z|UTC|GMT|[+-](?:(?:0[0-9]|1[0-7])(?::?[0-5][0-9])?|18(?::?00)?))"
# The forms: a day, an instant (the most common first), and eight digits.
WRITTEN = f"{DATE}(?:{TIME})?"
TIMED = rf"{DATE}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)? ?{ZONE}"
INSTANT = f"{DATE}{TIME} ?{ZONE}"
FORMS = "YYYY-MM-DD, alone or with a time HH:MM[:SS[.fraction]] and a zone such as Z, UTC or +05:30, or YYYYMMDD"
PARTS = re.compile(rf"{BLANK}([0-9]{{4}})-([0-9]+)-([0-9]+)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)? ?(.*?))?{BLANK}")
UNIX = datetime(1970, 1, 1, tzinfo=timezone.utc)


def whole(pattern: str) -> str:
    """Return the Java pattern that matches text with blanks around it."""
    return rf"\A{BLANK}(?:{pattern}){BLANK}\z"


def fits(pattern: str, text: str) -> bool:
    """Return whether text matches, ignoring blanks around it."""
    return re.fullmatch(f"{BLANK}(?:{pattern}){BLANK}", text) is not None


def day_of(text: str, zone: str | None = None) -> date | None:
    """Return the day of a text as a Python date, or None if it is not a date."""
    if fits(EIGHT_DIGITS, text):
        digits = text.strip("\x7f" + "".join(map(chr, range(33))))
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    instant = fits(INSTANT, text)
    parts = PARTS.fullmatch(text) if instant or fits(WRITTEN, text) else None
    if not parts:
        return None
    year, month, day, hour, minute, second, offset = parts.groups()
    found = date(int(year), int(month), int(day))
    if not instant:
        return found
    clock = timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0)) - east(offset)
    try:
        moment = datetime(found.year, found.month, found.day, tzinfo=timezone.utc) + clock
        return (moment.astimezone(ZoneInfo(zone)) if zone else moment).date()
    except OverflowError:
        return None


def east(offset: str) -> timedelta:
    """Return the offset from UTC of a zone that matches `ZONE`, positive to the east."""
    if offset[0] not in "+-":
        return timedelta()
    digits = offset[1:].replace(":", "").ljust(4, "0")
    found = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -found if offset[0] == "-" else found
