"""The rows of a DataFrame, read by role like those of files, without Spark's JVM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from daytally_spark.reading import frame_columns, readable
from daytally_spark.reading.rows import Found, Rows
from daytally_spark.source.listing import File
from daytally_spark.values import days
from daytally_spark.values.calendar import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from pyspark.sql import DataFrame

    from daytally_spark.source.footer import Column
    from daytally_spark.values.date_format import DateFormat


class Origin(File):
    """The only file of a frame: the name of its table or path."""

    @property
    def spellings(self) -> list[str]:
        """Nothing, because a failure that names a table is not one of a file."""
        return []


class FrameRows(Rows):
    """A DataFrame whose columns have roles. Its rows have no order."""

    def __init__(
        self,
        frame: DataFrame,
        name: str = frame_columns.FRAME,
        columns: Mapping[str, str] | None = None,
        timezone: str | None = None,
        date_formats: Mapping[str, str | DateFormat] | None = None,
    ) -> None:
        super().__init__(frame.sparkSession, columns, timezone, date_formats)
        self.given, self.name = frame, name
        self.files = [Origin(name, "", name, 0)]
        self.days: tuple[date | None, date | None] | None = None
        self.counted: int | None = None

    def row_groups(self, place: int) -> Sequence[int]:
        """Count the rows in one job, once."""
        if self.counted is None:
            self.counted = self.given.count()
        return (self.counted,)

    def digest(self, place: int) -> bytes:
        """Return nothing, because a frame has no footer."""
        return b""

    def day_range(self) -> tuple[date | None, date | None]:
        """Find the first and last `date` in one job, once."""
        if self.days is None:
            self.days = bounds(self.frame("date"))
        return self.days

    def source(self, place: int, role: str) -> tuple[str, Column]:
        """Return (name, `Column`) of the column that has a role."""
        return frame_columns.source(self.given, role, self.by_hand, self.formats, self.name)

    def frame(
        self, *wanted: str, places: Sequence[int] | None = None, placed: bool = False, values: bool = False
    ) -> DataFrame:
        """Return the roles `wanted` of all rows; `row` is always 0, because a frame has no row numbers."""
        found = []
        for role in wanted:
            _, column = self.source(0, role)
            given, value = frame_columns.given(column), frame_columns.read(column, role, self.zone, self.formats)
            found.append(value.alias(role))
            if values:
                unreadable = F.when(given.isNotNull() & value.isNull(), given.cast("string"))
                found += [unreadable.alias(f"unreadable_{role}"), given.isNotNull().alias(f"present_{role}")]
                kind = "null" if role in self.formats else column.kind
                found.append(days.time_of_day(given, kind).alias(f"time_{role}"))
        if placed:
            found += [F.lit(0).alias("file"), F.lit(0).cast("bigint").alias("row")]
        return self.given.select(found)

    def prepare(self, wanted: Iterable[str]) -> None:
        """Check that each of the roles `wanted` has a column with some readable values.

        One job counts the values, unless the types show that all are readable.
        """
        wanted = [role for role in wanted if role not in self.prepared]
        unsure = [role for role in wanted if role in self.formats or not self.source(0, role)[1].sure]
        found = {}
        if unsure:
            for line in readable.counts(self, [0], unsure).collect():
                column = self.source(0, line.role)[0]
                found[0, line.role] = Found(column, line.present, line.unreadable, line.example)
        for problem in readable.problems(self, found).values():
            raise problem
        self.checked |= {(self.name, role): each for (_, role), each in found.items()}
        self.prepared.update(wanted)
