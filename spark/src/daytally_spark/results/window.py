"""The range of days up to the end date, and the days of the data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError
from daytally_spark.values.calendar import bounds, day_number, parse

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from daytally_spark.reading.rows import Rows

# Max 64-bit words for the days of a video; wider ranges use a set.
MAX_WORDS = 32


@dataclass(frozen=True)
class Window:
    """`end` is the last expected day, inclusive, or None; `given` is whether the user set it.

    `first` and `last` are the first and last day of the data, or None.
    """

    end: date | None
    given: bool
    first: date | None
    last: date | None

    def clipped(self) -> Window:
        """Return the window without days after the end date, which are not gaps."""
        return replace(self, last=min(self.last, self.end)) if self.last and self.end else self

    @property
    def base(self) -> int:
        """The day number of the first bit of the first word; the data has a first day."""
        assert self.first is not None
        return day_number(self.first)

    @property
    def words(self) -> int:
        """The number of 64-day words for the days of the data; 0 if a set is used."""
        if self.first is None or self.last is None:
            return 1
        words = max(1, (day_number(self.last) - self.base) // 64 + 1)
        return words if words <= MAX_WORDS else 0


# For jobs that do not use days.
NONE = Window(None, False, None, None)


def of(dataset: Rows, end_date: date | str | None = None) -> Window:
    """Return the window of a dataset; its days come from the footers if possible, else from the rows."""
    return between(dataset.day_range(), end_date)


def of_frame(frame: DataFrame, end_date: date | str | Window | None = None) -> Window:
    """Return the window of a frame with a `date`, in one job.

    If `end_date` is a `Window`, only its end is used, because its days may be those of another frame.
    """
    if isinstance(end_date, Window):
        return replace(between(bounds(frame)), end=end_date.end, given=end_date.given)
    return between(bounds(frame), end_date)


def between(days: tuple[date | None, date | None], end_date: date | str | None = None) -> Window:
    """Return the window of (first, last) `days` up to `end_date`, a date or its text."""
    first, last = days
    end = as_day(end_date)
    return Window(end or last, end is not None, first, last)


def as_day(end_date: date | str | None) -> date | None:
    """Return an end date as a Python date, or None for None. Raises `invalid_option`."""
    if isinstance(end_date, str):
        try:
            return parse(end_date, "end_date")
        except ValueError as problem:
            raise DaytallyError("invalid_option", str(problem)) from problem
    if isinstance(end_date, datetime) or not isinstance(end_date, (date, type(None))):
        message = f"end_date: expected a day as YYYY-MM-DD, found {end_date!r}"
        raise DaytallyError("invalid_option", message)
    return end_date
