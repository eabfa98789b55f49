"""Checks whether the values of needed columns are readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from daytally_spark.errors import DaytallyError
from daytally_spark.reading.frame_columns import EXPECTED
from daytally_spark.reading.keys_by_role import is_readable
from daytally_spark.reading.rows import Found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyspark.sql import DataFrame

    from daytally_spark.reading.rows import Rows

# Kinds by role for which a footer can show that some value is readable.
SURE = {
    "channel_id": ("null", "text"),
    "video_id": ("null", "text"),
    "created_date": ("null", "date"),
    "date": ("null", "date"),
    "viewCount": ("null", "integer"),
}
# Max characters of an example.
EXCERPT = 40


def check(dataset: Rows, wanted: Sequence[str]) -> dict[tuple[int, str], Found]:
    """Return `Found` by (ordinal of a file, role) for columns whose footers do not show readability.

    A hive key has one value for all rows of its file. Columns are read in one job, if there are any.
    """
    found: dict[tuple[int, str], Found] = {}
    unchecked: dict[int, list[str]] = {}
    for place in range(len(dataset.files)):
        rows = sum(dataset.row_groups(place))
        for role in wanted:
            name, column = dataset.source(place, role)
            if column.reader == "key":
                value = dict(dataset.files[place].keys)[name]
                lost = value is not None and not is_readable(role, value, dataset.formats, dataset.zone)
                found[place, role] = Found(
                    name, 0 if value is None else rows, rows if lost else 0, value if lost else None
                )
            elif rows and not (column.sure and column.kind in SURE[role]):
                unchecked.setdefault(place, []).append(role)
    alike: dict[tuple[str, ...], list[int]] = {}
    for place, place_roles in unchecked.items():
        alike.setdefault(tuple(place_roles), []).append(place)
    counted = [counts(dataset, places, place_roles) for place_roles, places in alike.items()]
    for part in counted:
        for line in part.collect():
            found[line.file, line.role] = Found(
                dataset.source(line.file, line.role)[0], line.present, line.unreadable, line.example
            )
    return found


def counts(dataset: Rows, places: Sequence[int], wanted: Sequence[str]) -> DataFrame:
    """Count the values of some files by file and role."""
    frame = dataset.frame(*wanted, places=places, placed=True, values=True)
    each = F.explode(
        F.array(
            *(
                F.struct(
                    F.lit(role).alias("role"),
                    F.col(f"present_{role}").alias("present"),
                    F.col(f"unreadable_{role}").alias("lost"),
                )
                for role in wanted
            )
        )
    )
    lines = frame.select("file", each.alias("each")).select("file", "each.*")
    return lines.groupBy("file", "role").agg(
        F.sum(F.col("present").cast("bigint")).alias("present"),
        F.count("lost").alias("unreadable"),
        F.substring(F.min("lost"), 1, EXCERPT).alias("example"),
    )


def is_empty(dataset: Rows, role: str) -> bool:
    """Return whether no file has a readable value of a checked role."""
    for place, file in enumerate(dataset.files):
        found = dataset.checked.get((file.name, role))
        if found:
            some = found.present > found.unreadable
        else:
            # Footers show at least one value, or only nulls.
            some = dataset.source(place, role)[1].kind != "null" and any(dataset.row_groups(place))
        if some:
            return False
    return True


def problems(dataset: Rows, checked: Mapping[tuple[int, str], Found]) -> dict[int, DaytallyError]:
    """Return errors by ordinal for files with a needed column in which no value is readable."""
    found: dict[int, DaytallyError] = {}
    for (place, role), counted in checked.items():
        if counted.present and counted.unreadable == counted.present:
            form = dataset.formats.get(role)
            expected = f"the format {form.text}" if form else EXPECTED[role]
            message = f"{dataset.files[place].name}, column {counted.column}: none of its {counted.present} values"
            message += f" can be read as {role}; expected {expected}, found {counted.example!r}"
            hint = f"--date-format {role}=FORMAT" if "date" in role else f"--columns {role}=NAME"
            found.setdefault(place, DaytallyError("unreadable_values", f"{message}. See whether {hint} helps"))
    return found
