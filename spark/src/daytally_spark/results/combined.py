"""The combined result: every input row unchanged, followed by the rows of the snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daytally_spark.values.role import ROLES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from daytally_spark.reading.rows import Rows

# Max files that are read one by one, which keeps their order without a shuffle.
MAX_SCANS = 512


def combined(dataset: Rows, snapshot: DataFrame, max_scans: int = MAX_SCANS) -> DataFrame:
    """Return the five roles: the rows of the files by path and row, then those of `snapshot`.

    The columns are `channel_id, video_id` (text), `created_date, date` (dates) and `viewCount` (bigint).
    The metadata of `viewCount` states the provider of the snapshot's counts.
    With more than `max_scans` files, a shuffle of all rows puts them in order.
    """
    places = range(len(dataset.files))
    if len(places) > max_scans:
        placed = dataset.frame(*ROLES, placed=True)
        return stated(placed.orderBy("file", "row").select(*ROLES).unionAll(snapshot), snapshot)
    # Spark keeps the order of the parts of a file and of the frames of a union.
    whole = dataset.frame(*ROLES, places=[0])
    for place in places[1:]:
        whole = whole.unionAll(dataset.frame(*ROLES, places=[place]))
    return stated(whole.unionAll(snapshot), snapshot)


def stated(frame: DataFrame, snapshot: DataFrame) -> DataFrame:
    """Add the provider of a snapshot's counts to the metadata."""
    return frame.withMetadata("viewCount", snapshot.schema["viewCount"].metadata)
