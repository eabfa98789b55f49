"""Converts old days of Spark 2, which are Julian before 1582-10-15, to the Gregorian calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo
    from typing import Any

    import numpy.typing as npt

# The first day of the Gregorian calendar, 1582-10-15, as the days since 1970-01-01.
GREGORIAN = -141_427
DAY = 86_400
# The second of 1900-01-01. Before it, Spark's old calendar uses the current standard time of a zone,
# but the time zone database has local mean time.
STANDARD_BEFORE = -25_567 * DAY
# The second of 0001-01-03, which is in year 1 in every zone.
FIRST_SECOND = -62_135_424_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
VERSION, ZONE = b"org.apache.spark.version", b"org.apache.spark.timeZone"
ROW_TYPE = b"org.apache.spark.sql.parquet.row.metadata"
DATES, INT96 = b"org.apache.spark.legacyDateTime", b"org.apache.spark.legacyINT96"


@dataclass(frozen=True)
class Julian:
    """Whether old `dates` and timestamps, and old `int96` values, are Julian.

    `zone` is the writer's, empty if unknown.
    """

    dates: bool = False
    int96: bool = False
    zone: str = ""

    def __bool__(self) -> bool:
        """Whether any old values are Julian."""
        return self.dates or self.int96


def of(keys: Mapping[bytes, bytes]) -> Julian:
    """Return the calendars that the metadata of a footer states, like Spark interprets it."""
    # Spark did not write its version before 2.4.6.
    version = keys.get(VERSION, b"" if ROW_TYPE in keys else None)

    def legacy(flag: bytes, first: bytes) -> bool:
        return flag in keys or version is not None and version < first

    zone = keys.get(ZONE, b"").decode("utf-8", "replace")
    return Julian(legacy(DATES, b"3.0.0"), legacy(INT96, b"3.1.0"), zone)


def gregorian(days: Any) -> Any:
    """Convert day numbers to those with the same date in the Gregorian calendar."""
    # Years start in March here, counted from 1 March of the year 0.
    years = (4 * (days + 719_470) + 3) // 1461
    return np.where(days < GREGORIAN, days - (years // 100 - years // 400 - 2), days)


def of_days(array: pa.Array) -> pa.Array:
    """Convert an array of dates to the Gregorian calendar."""
    numbers = array.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    absent = array.is_null().to_numpy(zero_copy_only=False)
    return pa.array(gregorian(numbers).astype(np.int32), pa.int32(), mask=absent).cast(pa.date32())


def of_instants(micros: npt.NDArray[np.int64], zone: str) -> npt.NDArray[np.int64]:
    """Convert instants in microseconds to those with the same Gregorian date and time in a zone."""
    known: tzinfo
    try:
        known = ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        known = timezone.utc
    old = micros < STANDARD_BEFORE * 10**6
    if not old.any():
        return micros
    # Many rows share a few days.
    seconds, places = np.unique(micros[old] // 10**6, return_inverse=True)
    moved: npt.NDArray[np.int64] = micros.copy()
    moved[old] += (np.array([shift(second, known) for second in seconds.tolist()]) * 10**6)[places]
    return moved


def shift(second: int, zone: tzinfo) -> int:
    """Return the seconds by which an instant before 1900 moves in a zone."""
    today = datetime(2024, 1, 1, tzinfo=zone)
    standard = offset(today) - int((today.dst() or timedelta()).total_seconds())
    day = (second + standard) // DAY
    moved = (int(gregorian(np.int64(day))) - day) * DAY
    # Python has no time before year 1; offsets were the same then.
    there = (EPOCH + timedelta(seconds=max(second + moved, FIRST_SECOND))).astimezone(zone)
    return moved + standard - offset(there)


def offset(moment: datetime) -> int:
    """Return the offset of a moment from UTC in seconds, positive to the east."""
    return int((moment.utcoffset() or timedelta()).total_seconds())
