"""The options of the gaps, and the gaps with these options: without outages, and with a limit of missing days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError
from daytally_spark.quality.coverage import coverage
from daytally_spark.results.gaps import check, missing_days, of_days
from daytally_spark.results.series import series

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyspark.sql import DataFrame

    from daytally_spark.quality.coverage import Coverage
    from daytally_spark.quality.outages import Outage
    from daytally_spark.results.window import Window


@dataclass(frozen=True)
class GapOptions:
    """The `form` of the gaps and their limits; raises `invalid_option` for invalid values.

    `exclude_outages` treats the days of outages as days with data; `outage_share` is the fixed threshold
    of `coverage` for them. More than `max_days` missing days in lists or rows raise `over_limit`; None
    means no limit.
    """

    form: str = "list"
    exclude_outages: bool = False
    outage_share: float | None = None
    max_days: int | None = None

    def __post_init__(self) -> None:
        check(self.form)
        share, days = self.outage_share, self.max_days
        if share is not None and (not isinstance(share, (int, float)) or not 0 < share <= 1):
            message = f"outage_share: expected a number above 0 and up to 1, found {share!r}"
            raise DaytallyError("invalid_option", message)
        if days is not None and (not isinstance(days, int) or days < 1):
            raise DaytallyError("invalid_option", f"max_gap_days: expected a whole number above 0, found {days!r}")
        if not isinstance(self.exclude_outages, bool):
            message = f"exclude_outages: expected True or False, found {self.exclude_outages!r}"
            raise DaytallyError("invalid_option", message)

    def without_needless(self) -> GapOptions:
        """Return the options. Raises `invalid_option` for one that has no effect."""
        if self.outage_share is not None and not self.exclude_outages:
            raise DaytallyError("invalid_option", "outage_share has no effect without exclude_outages=True")
        return self

    def gaps(
        self, frame: DataFrame, window: Window, keep: Callable[[DataFrame], DataFrame] = lambda days: days
    ) -> tuple[DataFrame, Coverage | None]:
        """Return the gaps of a frame of roles, and the `Coverage` if outages are excluded.

        The window must not be clipped. `keep` stores the days, because they are read several times if
        there is a limit or if outages are excluded.
        """
        # Days after the end date are not gaps, but they keep a video active.
        window = window if self.exclude_outages else window.clipped()
        days = series(frame, window)
        if self.exclude_outages or self.max_days:
            days = keep(days)
        covered = coverage(days, window, self.outage_share, True) if self.exclude_outages else None
        left_out = covered.outages if covered else []
        if self.form != "ranges":
            refuse_gap_days(days, window, left_out, self.max_days)
        return of_days(days, window, self.form, left_out), covered


def refuse_gap_days(days: DataFrame, window: Window, left_out: Sequence[Outage], max_missing: int | None) -> None:
    """Raise `over_limit` for more missing days than `max_missing`, if there is a limit."""
    if max_missing is None:
        return
    found, videos, longest = missing_days(days, window, left_out)
    if found > max_missing:
        raise DaytallyError(
            "over_limit",
            f"the gaps would have too many days: expected at most {max_missing} missing days, "
            f"found {found} in {videos} lists, up to {longest} in one. Correct the upload days, give another "
            f"--end-date, have the gaps as --form ranges, or allow them by --max-gap-days {found}",
        )
