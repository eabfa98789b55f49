"""Date formats: `role=FORMAT`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pyspark.sql import functions as F

from daytally_spark.errors import DaytallyError
from daytally_spark.values import counts, day_text, days

if TYPE_CHECKING:
    from pyspark.sql import Column

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
# By directive: the part of a date or time, and the pattern of its text, longer numbers first.
FIELDS = {
    "Y": ("year", "(?!0000)[0-9]{4}"),
    "y": ("short_year", "[0-9]{2}"),
    "m": ("month", "1[0-2]|0[1-9]|[1-9]"),
    "b": ("short_name", "|".join(name[:3] for name in MONTHS)),
    "B": ("name", "|".join(MONTHS)),
    "d": ("day", "3[01]|[12][0-9]|0[1-9]|[1-9]"),
    "H": ("hour", "2[0-3]|[01][0-9]|[0-9]"),
    "M": ("minute", "[0-5][0-9]|[0-9]"),
    "S": ("second", "[0-5][0-9]|[0-9]"),
    "f": ("fraction", "[0-9]{1,9}"),
    "z": ("zone", f"(?-i:{day_text.ZONE})"),
}
YEARS, NAMES = ("year", "short_year"), ("month", "short_name", "name")
# Formats of whole numbers: units per second, or 0 for days.
NUMBERS = {"yyyymmdd": 0, "epoch_days": 0, "epoch_s": 1, "epoch_ms": 10**3, "epoch_us": 10**6}
DIRECTIVES = (
    "%Y %y %m %d %H %M %S %f %b %B %z with text between, or for whole numbers yyyymmdd, epoch_days, epoch_s, "
    "epoch_ms or epoch_us"
)
MAX_CHARS = 100
EPOCH = date(1970, 1, 1)
FIRST_SECOND, LAST_SECOND = -(2**38), 2**38


class DateFormat:
    """A format of dates in text or numbers, parsed and checked.

    Directives are those of CPython's `strptime`, with English month names in every locale. Raises
    `invalid_option` for one that is unknown or repeated, naming its position from 1, and for a format
    without a year, a month or a day.
    """

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.number = self.text if self.text in NUMBERS else ""
        self.parts: list[str] = []
        self.pattern = "" if self.number else self.parsed(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DateFormat) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def parsed(self, text: str) -> str:
        """Return the pattern, with a group for each of `parts`."""
        if len(text) > MAX_CHARS:
            raise self.wrong(f"is too long; expected at most {MAX_CHARS} characters")
        pattern, at = "", 0
        while at < len(text):
            letter = text[at + 1 : at + 2]
            if text[at] != "%":
                blank = text[at].isspace()
                pattern += r"\s+" if blank else re.escape(text[at])
                at += 1
                while blank and text[at : at + 1].isspace():
                    at += 1
                continue
            if letter != "%":
                pattern += f"({self.field(letter, at + 1)})"
            else:
                pattern += "%"
            at += 2
        for names, part, directive in (
            (YEARS, "year", "%Y or %y"),
            (NAMES, "month", "%m, %b or %B"),
            (("day",), "day", "%d"),
        ):
            if not set(names) & set(self.parts):
                raise self.wrong(f"has no {part} ({directive}); expected {DIRECTIVES}")
        return f"(?iu){pattern}"

    def field(self, letter: str, position: int) -> str:
        """Record a directive and return its pattern."""
        if letter not in FIELDS or not letter:
            raise self.wrong(f"has an unknown directive %{letter} at position {position}; expected {DIRECTIVES}")
        part, pattern = FIELDS[letter]
        for names in (YEARS, NAMES, (part,)):
            if part in names and set(names) & set(self.parts):
                raise self.wrong(f"gives the {names[0]} a second time with %{letter} at position {position}")
        self.parts.append(part)
        return pattern

    def wrong(self, what: str) -> DaytallyError:
        """Return the error for an invalid format."""
        shown = self.text if len(self.text) <= MAX_CHARS else "…"
        return DaytallyError("invalid_option", f"the date format {shown!r} {what}")

    def of_text(self, text: Column, zone: str | None) -> Column:
        """Return the day of each text."""
        if self.number == "yyyymmdd":
            text = F.when(F.length(F.regexp_replace(text, r"\A[\x00-\x20\x7f]+|[\x00-\x20\x7f]+\z", "")) == 8, text)
        if self.number:
            return self.of_number(counts.of_text(text), zone)
        pattern = day_text.whole(self.pattern)
        found = {part: F.regexp_extract(text, pattern, at) for at, part in enumerate(self.parts, 1)}
        year = found.get("year")
        if year is None:
            short = found["short_year"]
            year = F.concat(F.when(short >= "69", "19").otherwise("20"), short)
        month = found.get("month")
        if month is None:
            name = F.lower(F.substring(found["short_name" if "short_name" in found else "name"], 1, 3))
            known = F.lit("".join(month[:3] for month in MONTHS))
            month = ((F.call_function("locate", name, known) + 2) / 3).cast("int").cast("string")
        written = F.concat_ws("-", year, month, found["day"])
        if "zone" in found:
            clock = (
                F.lpad(found[part], 2, "0") if part in found else F.lit("00") for part in ("hour", "minute", "second")
            )
            written = F.concat(written, F.lit("T"), F.concat_ws(":", *clock), found["zone"])
        return days.of_text(F.when(text.rlike(pattern), written), zone)

    def day_of(self, text: str, zone: str | None = None) -> date | None:
        """Return the day of one text as a Python date, or None if it does not fit."""
        if self.number:
            number = counts.number_of(text)
            digits = len(re.sub(r"\A[\x00-\x20\x7f]+|[\x00-\x20\x7f]+\Z", "", text))
            return (
                None
                if number is None or self.number == "yyyymmdd" and digits != 8
                else self.day_of_number(number, zone)
            )
        found = re.fullmatch(
            f"{day_text.BLANK}(?:{self.pattern.removeprefix('(?iu)')}){day_text.BLANK}", text, re.IGNORECASE
        )
        if not found:
            return None
        part = dict(zip(self.parts, found.groups()))
        year = part.get("year") or ("19" if part["short_year"] >= "69" else "20") + part["short_year"]
        name = part.get("short_name") or part.get("name") or ""
        month = part.get("month") or 1 + [each[:3] for each in MONTHS].index(name[:3].lower())
        written = f"{year}-{month}-{part['day']}"
        if "zone" in part:
            clock = ":".join(part.get(each, "0").zfill(2) for each in ("hour", "minute", "second"))
            written += f"T{clock}{part['zone']}"
        return day_text.day_of(written, zone)

    def day_of_number(self, number: int, zone: str | None) -> date | None:
        """Return the day of one whole number."""
        if self.number == "yyyymmdd":
            return day_text.day_of(f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}")
        try:
            if self.number == "epoch_days":
                return EPOCH + timedelta(days=number)
            moment = day_text.UNIX + timedelta(seconds=number // NUMBERS[self.number])
            return (moment.astimezone(ZoneInfo(zone)) if zone else moment).date()
        except OverflowError:
            return None

    def of_number(self, number: Column, zone: str | None) -> Column:
        """Return the day of each whole number, or of its text by a pattern."""
        if not self.number:
            return self.of_text(number.cast("string"), zone)
        if self.number == "yyyymmdd":
            digits = F.lpad(F.when(number.between(10101, 99991231), number).cast("string"), 8, "0")
            parts = (F.substring(digits, *part) for part in ((1, 4), (5, 2), (7, 2)))
            return days.of_text(F.concat_ws("-", *parts), zone)
        if self.number == "epoch_days":
            near = number.between(-(10**6), 10**7)
            return days.in_calendar(F.date_from_unix_date(F.when(near, number).cast("int")))
        seconds = F.floor(number / F.lit(NUMBERS[self.number]).cast("decimal(20,0)"))
        near = F.when(seconds.between(FIRST_SECOND, LAST_SECOND), seconds.cast("bigint"))
        return days.of_instant(F.timestamp_seconds(near), zone)


def parse(text: str) -> tuple[str, DateFormat]:
    """Parse `role=FORMAT` to (role, `DateFormat`). Raises ValueError."""
    role, equals, form = text.partition("=")
    if not equals or role not in ("created_date", "date"):
        raise ValueError(f"expected created_date=FORMAT or date=FORMAT, found {text!r}")
    try:
        return role, DateFormat(form)
    except DaytallyError as problem:
        raise ValueError(str(problem)) from problem
