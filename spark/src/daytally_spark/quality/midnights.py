"""Detects instants that are midnights of another zone, with the arithmetic of `daytally`."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pyspark.sql import functions as F

from daytally_spark.values import days
from daytally_spark.values.calendar import day_number, day_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from daytally_spark.reading.rows import Rows

# Candidate zones, most populous first.
ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "America/Chicago",
    "America/Sao_Paulo",
    "Asia/Tokyo",
    "Asia/Shanghai",
    "Asia/Jakarta",
    "Asia/Karachi",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Europe/Moscow",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Africa/Nairobi",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Mexico_City",
    "America/Bogota",
    "America/Argentina/Buenos_Aires",
    "America/Santiago",
    "America/Caracas",
    "America/Denver",
    "America/Phoenix",
    "America/Halifax",
    "America/St_Johns",
    "America/Anchorage",
    "America/Havana",
    "Pacific/Honolulu",
    "Europe/Athens",
    "Europe/Lisbon",
    "Europe/Istanbul",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Asia/Tehran",
    "Asia/Kabul",
    "Asia/Baku",
    "Asia/Tashkent",
    "Asia/Almaty",
    "Asia/Colombo",
    "Asia/Kathmandu",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Manila",
    "Asia/Seoul",
    "Australia/Perth",
    "Australia/Eucla",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Australia/Brisbane",
    "Atlantic/Azores",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Noumea",
    "Pacific/Fiji",
    "Australia/Lord_Howe",
    "America/Noronha",
    "Atlantic/Cape_Verde",
    "Pacific/Pago_Pago",
    "Pacific/Marquesas",
    "Pacific/Gambier",
)
DAY_SECONDS = 86_400
# Days between the instants at which the offset of a zone is looked up, and their max number.
STEP, MAX_STEPS = 15, 100
MAX_NAMED = 3
# The number of UTC times that midnight has, with and without daylight saving.
MAX_TIMES = 2
# The first rows of most data already have more times.
FIRST_ROWS = 1000


def times_of_day(dataset: Rows, wanted: Collection[str]) -> dict[str, set[int] | None]:
    """Return the times of day of instants by role, in seconds since midnight UTC.

    They are None if there are more than two, or if one is not exactly on :00, :15, :30 or :45. Roles
    without instants and roles with a date format are omitted.
    """
    roles = [role for role in ("created_date", "date") if role in wanted and has_instants(dataset, role)]
    found: dict[str, set[int] | None] = {}
    for limit in (FIRST_ROWS, None):
        roles = [role for role in roles if found.get(role, ()) is not None]
        if roles:
            frame = dataset.frame(*roles, values=True)
            frame = frame if limit is None else frame.limit(limit)
            sets = (F.collect_set(f"time_{role}").alias(role) for role in roles)
            [line] = frame.agg(*sets).collect()
            found |= {role: few(set(line[role])) for role in roles}
    return {role: times for role, times in found.items() if times is None or times}


def has_instants(dataset: Rows, role: str) -> bool:
    """Return whether a column of a role may have instants."""
    if role in dataset.formats:
        return False
    kinds = {dataset.source(place, role)[1].kind for place in range(len(dataset.files))}
    return bool(kinds & {"instant", "text"})


def few(times: set[int]) -> set[int] | None:
    """Return times of day, or None if they cannot be the midnights of one zone."""
    return None if days.OTHER in times or len(times) > MAX_TIMES else times


def zones(times: set[int], first: date, last: date) -> list[str]:
    """Return zones whose midnights from `first` to `last`, inclusive, are exactly the times.

    If no zone fits, return zones in which each of the times is a midnight. Midnight UTC alone fits no
    zone.
    """
    if times <= {0}:
        return []
    start = day_number(first)
    end = max(day_number(last), start)
    step = max(STEP, (end - start) // MAX_STEPS)
    numbers = [*range(start, end + 1, step), end]
    found = [(name, midnights(name, numbers)) for name in ZONES]
    exact = [name for name, known in found if known == times][:MAX_NAMED]
    # A zone that is at UTC for half of the year must have the other time too.
    return exact if exact or 0 in times else [name for name, known in found if times <= known][:MAX_NAMED]


def midnights(name: str, numbers: Iterable[int]) -> set[int]:
    """Return the UTC times at which days of a zone begin, in seconds; empty for an unknown zone."""
    try:
        zone = ZoneInfo(name)
        moments = (datetime.combine(day_of(number), time(), timezone.utc) for number in numbers)
        east = (moment.astimezone(zone).utcoffset() or timedelta() for moment in moments)
        return {int(-each.total_seconds()) % DAY_SECONDS for each in east}
    except (KeyError, ValueError, OSError, OverflowError):
        return set()
