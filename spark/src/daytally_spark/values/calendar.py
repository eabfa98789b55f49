"""Days and months as numbers, which are cheaper than text and dates."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pyspark.sql import functions as F

from daytally_spark.errors import DaytallyError

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = 1 - EPOCH, date.max.toordinal() - EPOCH


def day_of(number: int) -> date:
    """Return the Python date `number` days after 1970-01-01."""
    return date.fromordinal(EPOCH + number)


def day_number(day: date) -> int:
    """Return the number of days from 1970-01-01 to a Python date."""
    return day.toordinal() - EPOCH


def today(zone: str | None = None) -> date:
    """Return today's date in a zone, or in the system's zone if none is given."""
    return datetime.now(ZoneInfo(zone)).date() if zone else date.today()


def is_zone(zone: str) -> bool:
    """Return whether a time zone exists."""
    try:
        return bool(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        return False


def checked_zone(zone: str | None) -> str | None:
    """Return a time zone. Raises `invalid_option` if it does not exist."""
    if zone is not None and not (isinstance(zone, str) and is_zone(zone)):
        raise DaytallyError("invalid_option", f"timezone: expected a zone such as Asia/Kolkata, found {zone!r}")
    return zone


def literal(day: date | str | None) -> Column:
    """Return a Python date, its text or None as a literal; py4j fails for dates in the year 1."""
    return F.lit(None if day is None else str(day)).cast("date")


def parse(text: str, option: str) -> date:
    """Parse YYYY-MM-DD as a Python date; errors name `option`."""
    try:
        # fromisoformat also accepts weeks and other forms.
        if not DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as problem:
        raise ValueError(f"{option}: expected a day as YYYY-MM-DD, found {text!r}") from problem


def month_number(name: str) -> Column:
    """Return the number of months since the year 0 of a date column."""
    return F.year(name) * 12 + F.month(name) - 1


def month_text(name: str) -> Column:
    """Format a month number as YYYY-MM."""
    year = F.floor(F.col(name) / 12).cast("int")
    month = F.col(name) % 12 + 1
    return F.concat(F.lpad(year.cast("string"), 4, "0"), F.lit("-"), F.lpad(month.cast("string"), 2, "0"))


def bounds(frame: DataFrame) -> tuple[date | None, date | None]:
    """Return the first and last date of a frame as Python dates, or None each."""
    # As text, because py4j's conversion of dates depends on the time zone.
    [(first, last)] = frame.agg(F.min("date").cast("string"), F.max("date").cast("string")).collect()
    return first and date.fromisoformat(first), last and date.fromisoformat(last)
