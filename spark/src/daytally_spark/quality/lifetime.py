"""Detects lifetime counts, whose sums are meaningless.

docs/coverage.md of the project states the rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import Window as Over
from pyspark.sql import functions as F

from daytally_spark.results.series import count_if

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import DataFrame

# The approximate number of sampled days with a count, and the min number of sampled videos. Videos are
# chosen by hash, with all their days.
SAMPLE, MIN_VIDEOS = 16_384, 12
# Min differing pairs, and min videos that they come from, for a verdict and for a suspicion.
PAIRS, VIDEOS, FEW_PAIRS = 100, 10, 20
# Min percentage of rising pairs.
RISING = 98
# The max absolute value of a hash.
HASHES = 2.0**63


def pairs(frame: DataFrame, rows: int) -> dict[str, int]:
    """Count the pairs of consecutive days with counts, from `video_id`, `date` and `viewCount`, in one job.

    A repeated (video, date) counts once, with its greatest count. `rows` is the number of rows of the
    frame. If it exceeds the sample, videos are chosen by hash, and a second job finds the smallest
    hashes if too few videos remain.
    """
    counted = frame.where(F.col("video_id").isNotNull() & F.col("date").isNotNull() & F.col("viewCount").isNotNull())
    if rows <= SAMPLE:
        return of_sample(counted)[0]
    hashed = counted.withColumn("hash", F.abs(F.xxhash64("video_id").cast("double")))
    found, videos = of_sample(hashed.where(F.col("hash") <= HASHES * SAMPLE / rows))
    if videos >= MIN_VIDEOS:
        return found
    smallest = [line.hash for line in hashed.select("hash").distinct().orderBy("hash").limit(MIN_VIDEOS).collect()]
    return of_sample(hashed.where(F.col("hash") <= smallest[-1]))[0] if smallest else found


def of_sample(counted: DataFrame) -> tuple[dict[str, int], int]:
    """Return (the pairs, the number of videos) of rows with a video, a date and a count."""
    daily = counted.groupBy("video_id", "date").agg(F.max("viewCount").alias("count"))
    before = F.lag("count").over(Over.partitionBy("video_id").orderBy("date"))
    steps = daily.select("video_id", "count", before.alias("before"))
    by_video = steps.groupBy("video_id").agg(
        count_if(F.col("count") != F.col("before")).alias("differing"),
        count_if(F.col("count") > F.col("before")).alias("rising"),
    )
    [found] = by_video.agg(
        F.sum("differing").alias("differing"),
        F.sum("rising").alias("rising"),
        count_if(F.col("differing") > 0).alias("videos"),
        F.count("*").alias("sampled"),
    ).collect()
    counts = {name: count or 0 for name, count in found.asDict().items()}
    return {name: counts[name] for name in ("differing", "rising", "videos")}, counts["sampled"]


def verdict(found: Mapping[str, int]) -> str:
    """Return the verdict of the pairs: `no`, `possible` or `yes`."""
    differing, rising = found["differing"], found["rising"]
    if differing >= PAIRS and found["videos"] >= VIDEOS:
        return "yes" if rising * 100 >= differing * RISING else "no"
    return "possible" if differing >= FEW_PAIRS and rising == differing else "no"
