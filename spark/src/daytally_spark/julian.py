"""Old days of Spark 2, which counts in the Julian calendar before 1582-10-15, as days of today's calendar."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

# The first day of the Gregorian calendar, 1582-10-15, as the days since 1970-01-01.
GREGORIAN = -141_427
DAY = 86_400
# The second of 1900-01-01: before it Spark's old calendar takes today's standard time for a zone's,
# where the database of time zones has the mean local time of the place.
STANDARD_BEFORE = -25_567 * DAY
# The second of 0001-01-03, which is in the year 1 in every zone.
FIRST_SECOND = -62_135_424_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
VERSION, ZONE = b"org.apache.spark.version", b"org.apache.spark.timeZone"
ROW_TYPE = b"org.apache.spark.sql.parquet.row.metadata"
DATES, INT96 = b"org.apache.spark.legacyDateTime", b"org.apache.spark.legacyINT96"


@dataclass(frozen=True)
class Julian:
    """Whether the old `dates` (of timestamps, too) and those of `int96` are Julian, and the writer's `zone`, empty if unknown."""

    dates: bool = False
    int96: bool = False
    zone: str = ""

    def __bool__(self):
        """Whether any are."""
        return self.dates or self.int96


def of(keys):
    """Returns what the keys of a footer show, as Spark takes them."""
    # Spark did not write its version before 2.4.6.
    version = keys.get(VERSION, b"" if ROW_TYPE in keys else None)

    def legacy(flag, first):
        return flag in keys or version is not None and version < first

    zone = keys.get(ZONE, b"").decode("utf-8", "replace")
    return Julian(legacy(DATES, b"3.0.0"), legacy(INT96, b"3.1.0"), zone)


def gregorian(days):
    """Returns the numbers of days that show the same date in the Gregorian calendar, from those of either."""
    # Years that begin in March, counted from the first of March of the year 0.
    years = (4 * (days + 719_470) + 3) // 1461
    return np.where(days < GREGORIAN, days - (years // 100 - years // 400 - 2), days)


def of_days(array):
    """Returns an array of dates in the Gregorian calendar."""
    numbers = array.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    absent = array.is_null().to_numpy(zero_copy_only=False)
    return pa.array(gregorian(numbers).astype(np.int32), pa.int32(), mask=absent).cast(pa.date32())


def of_instants(micros, zone):
    """Returns the microseconds of instants that show the same date and time of day in the Gregorian calendar in a zone."""
    try:
        known = ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        known = timezone.utc
    old = micros < STANDARD_BEFORE * 10**6
    if not old.any():
        return micros
    # A few days are those of many rows.
    seconds, places = np.unique(micros[old] // 10**6, return_inverse=True)
    moved = micros.copy()
    moved[old] += (np.array([shift(second, known) for second in seconds.tolist()]) * 10**6)[places]
    return moved


def shift(second, zone):
    """Returns by how many seconds an instant before 1900, by its second, moves in a zone."""
    today = datetime(2024, 1, 1, tzinfo=zone)
    standard = int((today.utcoffset() - (today.dst() or timedelta())).total_seconds())
    day = (second + standard) // DAY
    moved = (int(gregorian(np.int64(day))) - day) * DAY
    # Python has no time before the year 1, when offsets were the same.
    there = (EPOCH + timedelta(seconds=max(second + moved, FIRST_SECOND))).astimezone(zone)
    return moved + standard - int(there.utcoffset().total_seconds())
