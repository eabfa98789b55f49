"""Days and months as numbers, which cost less than texts and dates."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pyspark.sql import functions as F

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = 1 - EPOCH, date.max.toordinal() - EPOCH


def day_of(number):
    """Gives the Python date that many days after 1970-01-01."""
    return date.fromordinal(EPOCH + number)


def day_number(day):
    """Gives the days from 1970-01-01 to a Python date."""
    return day.toordinal() - EPOCH


def today(zone=None):
    """Gives the day it is in a zone, or in the user's own where none is given."""
    return datetime.now(ZoneInfo(zone)).date() if zone else date.today()


def literal(day):
    """Gives a Python date, its text or None as a literal; py4j's own way fails in the year 1."""
    return F.lit(None if day is None else str(day)).cast("date")


def parse(text, option):
    """Reads YYYY-MM-DD as a Python date; `option` is what an error names."""
    try:
        # Python reads weeks and other forms too.
        if not DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as problem:
        raise ValueError(f"{option}: expected a day as YYYY-MM-DD, found {text!r}") from problem


def month_number(name):
    """Gives the months since the year 0 of a date column."""
    return F.year(name) * 12 + F.month(name) - 1


def month_text(name):
    """Writes a month's number as YYYY-MM."""
    year = F.floor(F.col(name) / 12).cast("int")
    month = F.col(name) % 12 + 1
    return F.concat(F.lpad(year.cast("string"), 4, "0"), F.lit("-"), F.lpad(month.cast("string"), 2, "0"))


def bounds(frame):
    """Gives the first and the last date of a frame as Python dates, each None if there is none."""
    # As text: Python's own conversion of dates depends on nothing, and py4j's on the time zone.
    least, most = frame.agg(F.min("date").cast("string"), F.max("date").cast("string")).first()
    return tuple(text and date.fromisoformat(text) for text in (least, most))
