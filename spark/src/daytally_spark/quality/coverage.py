"""Completeness of the data: outages, stopped videos, and expected days with data.

docs/coverage.md of the project states the arithmetic, which is the same in every build.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from daytally_spark.quality.outages import outages_of
from daytally_spark.results.gaps import missing, runs
from daytally_spark.results.kept import kept
from daytally_spark.results.series import number, words
from daytally_spark.values.calendar import day_number, day_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pyspark.sql import Column, DataFrame, Row

    from daytally_spark.quality.outages import Outage
    from daytally_spark.results.window import Window

# Days that a video stays active after its last day with data; days without data until it is stopped.
ACTIVE_DAYS, STOPPED_DAYS = 28, 3


@dataclass(frozen=True)
class Coverage:
    """The coverage of a dataset: `outages` are ascending, the rest are counts.

    `outage_share` is the fixed threshold, or None for the rule. `excluded` is whether the gaps exclude
    outages. `first_expected` is the earliest created date as a day number, None without one.
    """

    outages: list[Outage]
    outage_share: float | None
    excluded: bool
    stopped: int
    expected: int
    with_data: int
    before_first: int
    after_last: int
    end_after_last: int
    first_expected: int | None

    def json(self) -> dict[str, Any]:
        """Return the fields of `diagnostics.json`."""
        found = {
            "outages": [outage.json() for outage in self.outages],
            "outagesExcluded": self.excluded,
            "stoppedVideos": self.stopped,
            "videoDaysExpected": self.expected,
            "videoDaysWithData": self.with_data,
            "videoDaysBeforeFirst": self.before_first,
            "videoDaysAfterLast": self.after_last,
            "endDaysAfterLast": self.end_after_last,
        }
        if self.outage_share is not None:
            found["outageShare"] = self.outage_share
        if self.expected:
            found["completeness"] = self.with_data / self.expected
        if self.first_expected is not None:
            found["firstExpected"] = str(day_of(self.first_expected))
        return found


def coverage(days: DataFrame, window: Window, share: float | None = None, excluded: bool = False) -> Coverage | None:
    """Return the `Coverage` of `days` (from `series`) in four small jobs; None without any date.

    The window must not be clipped, because days after the end date also keep a video active. `share`
    is a fixed threshold from 0 to 1: days on which more videos lack data are outages.
    """
    if window.first is None or window.last is None or window.end is None:
        return None
    first, end = day_number(window.first), day_number(window.end)
    last = min(end, day_number(window.last))
    with kept(by_video(days, window, last)) as videos:
        sums = totals(videos, first, last, end)
        lacking = missing(videos, replace(window, end=day_of(last)), beside=("newest",))
        inside = lacking.select("newest", F.filter("missing", lambda day: day >= first).alias("missing"))
        [(without,)] = inside.agg(F.sum(F.size("missing").cast("bigint"))).collect()
        counted = by_day(active(videos, first, last).unionAll(lapses(inside, last)), first, last)
        ends = videos.groupBy(silent_from().alias("day")).agg(F.count("*").alias("videos"))
        silent = ends.where(F.col("day").isNotNull()).collect()
    found, expected = outages_of(counted, share), sums.expected or 0
    return Coverage(
        found,
        share,
        excluded,
        stopped(silent, first, last, found),
        expected,
        expected - (without or 0),
        sums.before or 0,
        sums.after or 0,
        max(0, end - day_number(window.last)),
        sums.earliest,
    )


def by_video(days: DataFrame, window: Window, last: int) -> DataFrame:
    """Return a row for each video: its earliest `created_date`, its days, and its newest days.

    `newest` is its last day with data, `known` the last one up to `last`.
    """
    held = [F.first(name).alias(name) for name in (words(window) or ["days"])]
    found = (
        days.where(F.col("video_id").isNotNull())
        .groupBy("video_id")
        .agg(F.min("created_date").alias("created_date"), *held)
    )
    found = found.withColumn("channel_id", F.lit(None).cast("string"))
    if not window.words:
        known = F.array_max(F.filter("days", lambda day: day <= last))
        return found.withColumns({"newest": F.array_max("days"), "known": known})
    every: list[Column] = []
    reached: list[Column] = []
    for place, name in enumerate(words(window)):
        start = window.base + 64 * place
        every.append(highest(F.col(name), start))
        until = last - start + 1
        if until > 0:
            mask = -1 if until >= 64 else 2**until - 1
            reached.append(highest(F.col(name).bitwiseAND(F.lit(mask).cast("bigint")), start))
    return found.withColumns({"newest": latest(every), "known": latest(reached)})


def highest(bits: Column, start: int) -> Column:
    """Return the day of the highest bit of a word whose first bit is the day `start`, or null."""
    return F.when(bits != 0, F.length(F.bin(bits)) - 1 + start)


def latest(days: Sequence[Column]) -> Column:
    """Return the latest of some days, or null if all are null."""
    return F.greatest(*days) if len(days) > 1 else days[0] if days else F.lit(None).cast("int")


def totals(videos: DataFrame, first: int, last: int, end: int) -> Row:
    """Sum the expected days within, before and after the dates of the data."""
    created = number("created_date")

    def span(start: Column, until: int) -> Column:
        return F.sum(F.greatest(F.lit(0), F.lit(until) - start + 1).cast("bigint"))

    # greatest() ignores nulls.
    [found] = (
        videos.where(created.isNotNull())
        .agg(
            span(F.greatest(created, F.lit(first)), last).alias("expected"),
            span(created, min(first - 1, end)).alias("before"),
            span(F.greatest(created, F.lit(last + 1)), end).alias("after"),
            F.min(created).alias("earliest"),
        )
        .collect()
    )
    return found


def active(videos: DataFrame, first: int, last: int) -> DataFrame:
    """Return changes in the number of active videos: `day`, `active`, `lacking`."""
    begin = F.greatest(number("created_date"), F.lit(first))
    until = F.least(F.col("newest") + ACTIVE_DAYS, F.lit(last))
    # A video without any day is never active; least() ignores nulls.
    known = F.col("created_date").isNotNull() & F.col("newest").isNotNull()
    there = (
        videos.where(known).select(begin.alias("begin"), until.alias("until")).where(F.col("begin") <= F.col("until"))
    )
    both = F.inline(
        F.array(
            F.struct(F.col("begin").alias("day"), F.lit(1).alias("active"), F.lit(0).alias("lacking")),
            F.struct((F.col("until") + 1).alias("day"), F.lit(-1).alias("active"), F.lit(0).alias("lacking")),
        )
    )
    return there.select(both)


def lapses(inside: DataFrame, last: int) -> DataFrame:
    """Return changes in the number of active videos without data."""
    until = F.least(F.col("newest") + ACTIVE_DAYS, F.lit(last))
    # The function of filter() can use other columns.
    near = inside.where(F.col("newest").isNotNull()).withColumn("until", until)
    near = near.select(F.filter("missing", lambda day: day <= F.col("until")).alias("missing"))
    both = F.inline(
        F.array(
            F.struct(F.col("first").alias("day"), F.lit(0).alias("active"), F.lit(1).alias("lacking")),
            F.struct((F.col("last") + 1).alias("day"), F.lit(0).alias("active"), F.lit(-1).alias("lacking")),
        )
    )
    return runs(near).select(both)


def by_day(changes: DataFrame, first: int, last: int) -> dict[int, tuple[int, int]]:
    """Return (active, lacking) by day, for days with active videos, in one job."""
    summed = changes.groupBy("day").agg(F.sum("active"), F.sum("lacking")).collect()
    steps = {day: (more, lacking) for day, more, lacking in summed}
    found, now, lacks = {}, 0, 0
    for day in range(first, last + 1):
        more, lacking = steps.get(day, (0, 0))
        now, lacks = now + more, lacks + lacking
        if now:
            found[day] = (now, lacks)
    return found


def silent_from() -> Column:
    """Return the first day after the last data of a video; null for a video without data."""
    after = F.col("known") + 1
    return F.when(F.col("known").isNotNull(), F.greatest(after, F.coalesce(number("created_date"), after)))


def stopped(silent: Sequence[Row], first: int, last: int, outages: Sequence[Outage]) -> int:
    """Count the videos without data since the third-last day without an outage, or longer."""
    out = {outage.day for outage in outages}
    counted = [day for day in range(last, first - 1, -1) if day not in out][:STOPPED_DAYS]
    return sum(line.videos for line in silent if len(counted) == STOPPED_DAYS and line.day <= counted[-1])
