"""Days: dates, timestamps, INT96 and ISO 8601 text.

A day is a date of the years 1 to 9999; everything else is null.
"""

from pyspark.sql import functions as F

from daytally_spark import ids

# Space and the control characters of ASCII, as Spark's casts pass over them.
BLANK = r"[\x00-\x20\x7f]*"
ISO = (
    rf"\A{BLANK}(\d{{4}})-(\d\d)-(\d\d)"
    r"(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?)?)?"
    rf"{BLANK}\z"
)
FIRST, LAST = "0001-01-01", "9999-12-31"
DAY_SECONDS = 86_400
# Epoch seconds of the first and the last moment of the calendar in UTC.
FIRST_SECOND, LAST_SECOND = -62_135_596_800, 253_402_300_799


def read(raw, kind, zone):
    """Gives the day of each value; `zone` is the zone in which an instant becomes a day."""
    if kind == "date":
        found = raw
    elif kind == "wall":
        found = raw.cast("date")
    elif kind == "instant":
        found = of_instant(raw, zone)
    else:
        return of_text(ids.read(raw, kind, zone), zone)
    return F.when(found.between(F.lit(FIRST).cast("date"), F.lit(LAST).cast("date")), found)


def of_instant(instant, zone):
    """Gives the civil day of a timestamp in a zone, whatever the session's own zone is."""
    seconds = F.unix_seconds(instant)
    if zone not in (None, "UTC"):
        # A zone moves an instant by less than a day; further out the shift may leave Spark's range.
        near = seconds.between(FIRST_SECOND - DAY_SECONDS, LAST_SECOND + DAY_SECONDS)
        seconds = F.when(near, F.unix_seconds(F.from_utc_timestamp(instant, zone)))
    return F.date_from_unix_date(F.floor(seconds / DAY_SECONDS).cast("int"))


def of_text(text, zone):
    """Gives the day of ISO 8601 text: with an offset an instant's, without one as written."""
    def part(place):
        found = F.regexp_extract(text, ISO, place)
        return F.when(found == "", 0).otherwise(F.when(found != "", found).cast("int"))

    year, month, day = part(1), part(2), part(3)
    hour, minute, second = part(4), part(5), part(6)
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    long = F.when(month == 2, F.when(leap, 29).otherwise(28)).otherwise(
        F.when(month.isin(4, 6, 9, 11), 30).otherwise(31)
    )
    written = (
        text.rlike(ISO)
        & (year >= 1)
        & month.between(1, 12)
        & day.between(1, long)
        & (hour <= 23)
        & (minute <= 59)
        & (second <= 59)
    )
    date = F.when(written, F.make_date(year, month, day))
    sign, hours, minutes = F.regexp_extract(text, ISO, 8), part(9), part(10)
    east = F.when(sign == "-", -1).otherwise(1) * (hours * 3600 + minutes * 60)
    moved = (sign != "") | (F.regexp_extract(text, ISO, 7) != "")
    possible = (minutes <= 59) & (hours * 60 + minutes <= 18 * 60)
    clock = (hour * 3600 + minute * 60 + second - east).cast("bigint")
    moment = F.unix_date(date).cast("bigint") * DAY_SECONDS + clock
    instant = of_instant(F.timestamp_seconds(moment), zone)
    in_range = instant.between(F.lit(FIRST).cast("date"), F.lit(LAST).cast("date"))
    return F.when(~moved, date).otherwise(F.when(possible & in_range, instant))
