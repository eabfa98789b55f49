"""Outages: days on which the collection failed, not single videos."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from daytally_spark.values.calendar import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

# Days before and after a day that it is compared with, and the min number of active videos.
NEIGHBOURS, FEWEST = 60, 5


@dataclass(frozen=True)
class Outage:
    """A day, as a number, on which `missing` of `active` videos have no data."""

    day: int
    missing: int
    active: int

    @property
    def share(self) -> float:
        """The fraction of active videos without data."""
        return self.missing / self.active

    def json(self) -> dict[str, Any]:
        """Return the fields of `diagnostics.json`."""
        return {
            "date": str(day_of(self.day)),
            "missing": self.missing,
            "active": self.active,
            "share": self.share,
        }

    def __str__(self) -> str:
        return f"{day_of(self.day)}: {self.missing} of {self.active} active videos without data ({self.share:.1%})."


def outages_of(counts: Mapping[int, tuple[int, int]], share: float | None = None) -> list[Outage]:
    """Return the outages of (active, missing) by day number, ascending; `share` is a fixed threshold."""
    found = []
    for day, (active, missing) in sorted(counts.items()):
        if is_outage(day, counts) if share is None else active >= FEWEST and missing / active > share:
            found.append(Outage(day, missing, active))
    return found


def is_outage(day: int, counts: Mapping[int, tuple[int, int]]) -> bool:
    """Return whether a day is an outage, given the days around it; the order of operations matters."""
    n, k = counts[day]
    if n < FEWEST or k == 0:
        return False
    near = (other for other in range(day - NEIGHBOURS, day + NEIGHBOURS + 1) if other != day)
    shares = [counts[other][1] / counts[other][0] for other in near if other in counts]
    if not shares:
        return False
    s, m = k / n, median(shares)
    d = median(abs(share - m) for share in shares)
    p = max(m, 1 / n)
    return s >= min(m + 0.10, (1 + m) / 2) and s - m > 6 * d and k > n * p + 4 * sqrt(n * p * (1 - p))
