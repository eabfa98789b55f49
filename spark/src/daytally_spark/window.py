"""The days in question: up to the end date, and those of the data within it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from daytally_spark.calendar import bounds, day_number, parse
from daytally_spark.fault import DaytallyError

# Days that are kept as words of 64 bits; more are kept as a set.
MOST_WORDS = 32


@dataclass(frozen=True)
class Window:
    """`end`: the last expected day, inclusive, None where there is none; `given` by the user.

    `first` and `last` are the first and last day of the data, None where there are none.
    """

    end: date | None
    given: bool
    first: date | None
    last: date | None

    def clipped(self):
        """Gives the same without the data's days after the end, which no gap is made of."""
        return replace(self, last=min(self.last, self.end)) if self.last and self.end else self

    @property
    def base(self):
        """The number of the first day that a word holds."""
        return day_number(self.first)

    @property
    def words(self):
        """How many words of 64 days hold the data's days; 0 where a set holds them."""
        if self.first is None:
            return 1
        words = max(1, (day_number(self.last) - self.base) // 64 + 1)
        return words if words <= MOST_WORDS else 0


# Where nothing is asked about days.
NONE = Window(None, False, None, None)


def of(dataset, end_date=None):
    """Gives the window of a dataset; the days are the footers' where those tell, else read."""
    return between(dataset.day_range(), end_date)


def of_frame(frame, end_date=None):
    """Returns the window of a frame with a `date`, by one look at its dates.

    Of a `Window` only the end is taken: its days are those of some other frame perhaps.
    """
    if isinstance(end_date, Window):
        return replace(between(bounds(frame)), end=end_date.end, given=end_date.given)
    return between(bounds(frame), end_date)


def between(days, end_date=None):
    """Returns the window of (first, last) `days` up to `end_date`, a date or its text."""
    first, last = days
    end = as_day(end_date)
    return Window(end or last, end is not None, first, last)


def as_day(end_date):
    """Returns an end date as a Python date, None for None. Raises `invalid_option`."""
    if isinstance(end_date, str):
        try:
            return parse(end_date, "end_date")
        except ValueError as problem:
            raise DaytallyError("invalid_option", str(problem)) from problem
    if isinstance(end_date, datetime) or not isinstance(end_date, (date, type(None))):
        message = f"end_date: expected a day as YYYY-MM-DD, found {end_date!r}"
        raise DaytallyError("invalid_option", message)
    return end_date
