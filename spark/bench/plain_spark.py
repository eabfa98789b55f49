"""The questions in idiomatic plain Spark, without a calendar of rows, for comparison with the package.

Each video listing's days are collected as a set and subtracted from the expected days. This counts the
days of a listing, not those of its video in all channels, which would need a join.
"""

from notebook_gaps import SERIES, monthly
from pyspark.sql import functions as F

__all__ = ["gaps", "monthly"]


def gaps(frame, end_date):
    """Return the missing days of each video listing, ascending."""
    expected = F.sequence("created_date", F.lit(end_date).cast("date"))
    return (
        frame.where(F.col("created_date") <= end_date)
        .groupBy(*SERIES)
        .agg(F.collect_set("date").alias("days"))
        .select(*SERIES, F.array_except(expected, "days").alias("missing_dates"))
        .where(F.size("missing_dates") > 0)
        .orderBy(*SERIES)
    )
