"""Days: dates, timestamps, INT96, text, and numbers with a format.

A day is a date of the years 1 to 9999; everything else is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from daytally_spark.values.day_text import EIGHT_DIGITS, INSTANT, TIMED, WRITTEN, whole

if TYPE_CHECKING:
    from typing import Protocol

    from pyspark.sql import Column

    class TextFormat(Protocol):
        """The format of days in text or numbers: a `DateFormat`."""

        def of_text(self, text: Column, zone: str | None) -> Column:
            """Return the day of each text."""

        def of_number(self, number: Column, zone: str | None) -> Column:
            """Return the day of each number."""


FIRST, LAST = "0001-01-01", "9999-12-31"
DAY_SECONDS = 86_400
QUARTER = 900
# The time of day of an instant that is not on a quarter of an hour.
OTHER = -1
# Epoch seconds of the first and last second of the calendar in UTC.
FIRST_SECOND, LAST_SECOND = -62_135_596_800, 253_402_300_799


def read(raw: Column, kind: str, zone: str | None, form: TextFormat | None = None) -> Column:
    """Return the day of each value; `zone` converts instants to days.

    `form` is the `DateFormat` of text and numbers; without one numbers are not read.
    """
    if kind == "date":
        return in_calendar(raw)
    if kind == "wall":
        return in_calendar(raw.cast("date"))
    if kind == "instant":
        return of_instant(raw, zone)
    text = raw.cast("string")
    if form:
        return form.of_text(text, zone) if kind == "text" else form.of_number(raw, zone)
    return of_text(text, zone)


def in_calendar(day: Column) -> Column:
    """Return days within the calendar; others become null."""
    return F.when(day.between(F.lit(FIRST).cast("date"), F.lit(LAST).cast("date")), day)


def of_instant(instant: Column, zone: str | None) -> Column:
    """Return the civil day of a timestamp in a zone, regardless of the session's zone."""
    seconds = F.unix_seconds(instant)
    # A zone moves an instant by less than a day; further out Spark's range may end.
    near = seconds.between(FIRST_SECOND - DAY_SECONDS, LAST_SECOND + DAY_SECONDS)
    return F.when(near, of_near(instant, zone))


def of_near(instant: Column, zone: str | None) -> Column:
    """Return the civil day of a timestamp that is at most a day outside the calendar."""
    if zone not in (None, "UTC"):
        instant = F.from_utc_timestamp(instant, zone)
    return in_calendar(F.date_from_unix_date(F.floor(F.unix_seconds(instant) / DAY_SECONDS).cast("int")))


def time_of_day(raw: Column, kind: str) -> Column:
    """Return the seconds since midnight UTC of each instant: `OTHER` off the quarter hours, null for other values."""
    if kind == "instant":
        moment = raw
    elif kind == "text":
        text = raw.cast("string")
        moment = F.when(text.rlike(whole(TIMED)), F.try_to_timestamp(text))
        moment = moment.when(text.rlike(whole(INSTANT)), F.try_to_timestamp(with_seconds(text)))
    else:
        return F.lit(None).cast("int")
    micros = F.unix_micros(moment) % (DAY_SECONDS * 10**6)
    micros = F.when(micros < 0, micros + DAY_SECONDS * 10**6).otherwise(micros)
    time = F.when(micros % (QUARTER * 10**6) == 0, F.floor(micros / 10**6)).otherwise(OTHER)
    return F.when(moment.isNotNull(), time.cast("int"))


def with_seconds(text: Column) -> Column:
    """Add seconds to instants in text, which Spark requires if there is a zone."""
    return F.regexp_replace(text, r"([T ][0-9]{2}:[0-9]{2})(?!:)( ?[ZUG+-])", "$1:00$2")


def of_text(text: Column, zone: str | None) -> Column:
    """Return the day of text in the forms of `day_text`: of instants in the zone, else as written.

    The patterns match only valid dates, so Spark's casts cannot fail. A plain date is matched once,
    other values a few times at most.
    """
    digits = F.regexp_replace(text, r"[^0-9]", "")
    dashed = F.concat_ws("-", *(F.substring(digits, *part) for part in ((1, 4), (5, 2), (7, 2))))
    return (
        F.when(text.rlike(whole(WRITTEN)), text.cast("date"))
        .when(text.rlike(whole(TIMED)), of_near(F.try_to_timestamp(text), zone))
        .when(text.rlike(whole(INSTANT)), of_near(F.try_to_timestamp(with_seconds(text)), zone))
        .when(text.rlike(whole(EIGHT_DIGITS)), dashed.cast("date"))
    )
