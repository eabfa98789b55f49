"""Rows whose columns have roles, wherever they come from: the interface that the results are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from daytally_spark.errors import DaytallyError
from daytally_spark.values import role as roles
from daytally_spark.values.calendar import checked_zone
from daytally_spark.values.date_format import DateFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from pyspark.sql import DataFrame, SparkSession

    from daytally_spark.source.footer import Column
    from daytally_spark.source.listing import File


@dataclass(frozen=True)
class Found:
    """The number of values of a `column` of a file, the number of unreadable ones, and an example."""

    column: str
    present: int
    unreadable: int
    example: str | None


class Rows:
    """Files, or a DataFrame, which counts as one file with one row group.

    Frames have the role names as columns: ids as strings, days as dates, counts as bigints.

    `files` are in the order of `combined`. `skipped` lists the entries that do not count, `tables` the
    tables that were found, and `problems` the bad files that were skipped, with `file`, `code` and
    `message`. `checked` has the results of `readable` by (file name, role), and `prepared` the roles
    that were checked. `inputs` are the paths that were given.
    """

    def __init__(
        self,
        spark: SparkSession,
        columns: Mapping[str, str] | None = None,
        timezone: str | None = None,
        date_formats: Mapping[str, str | DateFormat] | None = None,
    ) -> None:
        self.spark, self.by_hand, self.zone = spark, by_role(columns, "columns"), checked_zone(timezone)
        self.formats = formats_by_role(date_formats)
        self.files: list[File] = []
        self.inputs: list[str] = []
        self.skipped: list[dict[str, str]] = []
        self.tables: list[dict[str, Any]] = []
        self.problems: list[dict[str, str]] = []
        self.checked: dict[tuple[str, str], Found] = {}
        self.prepared: set[str] = set()

    @property
    def rows(self) -> int:
        """The number of rows."""
        return sum(sum(self.row_groups(place)) for place in range(len(self.files)))

    def row_groups(self, place: int) -> Sequence[int]:
        """Return the rows of each row group of a file."""
        raise NotImplementedError

    def digest(self, place: int) -> bytes:
        """Return the hash of a file's footer; empty if there is no footer."""
        raise NotImplementedError

    def day_range(self) -> tuple[date | None, date | None]:
        """Return the first and last `date` as Python dates, or None each."""
        raise NotImplementedError

    def source(self, place: int, role: str) -> tuple[str, Column]:
        """Return (name, `Column`) of the column that has a role in a file."""
        raise NotImplementedError

    def frame(
        self, *wanted: str, places: Sequence[int] | None = None, placed: bool = False, values: bool = False
    ) -> DataFrame:
        """Return the roles `wanted` of all rows.

        `placed` adds `file` (the ordinal in `files`) and `row` (within the file). `values` adds
        `unreadable_<role>` (the text of an unreadable value, else null), `present_<role>` (whether
        there is a value) and `time_<role>` (the time of day of an instant, from `days.time_of_day`).
        `places` are the ordinals of the files to read, all by default.
        """
        raise NotImplementedError

    def prepare(self, wanted: Iterable[str]) -> None:
        """Check that every file has the roles `wanted` with some readable values."""
        raise NotImplementedError


def by_role(columns: Mapping[str, str] | None, option: str) -> dict[str, str]:
    """Return column names by role. Raises `invalid_option` for a role that does not exist."""
    found = dict(columns or {})
    for role in found:
        if role not in roles.ROLES:
            message = f"{option}: there is no role {role!r}; the roles are {', '.join(roles.ROLES)}"
            raise DaytallyError("invalid_option", message)
    return found


def formats_by_role(given: Mapping[str, str | DateFormat] | None) -> dict[str, DateFormat]:
    """Return parsed date formats by role. Raises `invalid_option`."""
    found = {role: form if isinstance(form, DateFormat) else DateFormat(form) for role, form in (given or {}).items()}
    by_role({role: form.text for role, form in found.items()}, "date_formats")
    return found
