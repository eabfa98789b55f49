"""Writes frames that are used more than once, so that they are computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame



def materialize(frame: DataFrame, path: str) -> DataFrame:
    """Write a frame to the folder `path` and return the frame that reads it.

    Files are used instead of cached blocks: they survive the loss of an executor, do not occupy it, and
    adaptive execution coalesces their partitions, unlike those of a cached plan on Spark 3.5.
    """
    frame.write.mode("overwrite").parquet(path)
    return frame.sparkSession.read.schema(frame.schema).parquet(path)
