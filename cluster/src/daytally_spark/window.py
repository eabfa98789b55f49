"""The days in question: up to the end date, and those of the data within it."""

from dataclasses import dataclass, replace
from datetime import date

from daytally_spark.calendar import day_number

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
    first, last = dataset.day_range()
    return Window(end_date or last, end_date is not None, first, last)
