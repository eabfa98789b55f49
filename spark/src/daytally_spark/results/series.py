"""The days with data of each video, for each (channel_id, video_id, created_date)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from daytally_spark.results.window import Window

SERIES = ("channel_id", "video_id", "created_date")


def word(place: int) -> str:
    """Return the name of the word for the 64 days from 64 × place on, counted from the window's first day."""
    return f"word_{place}"


def words(window: Window) -> list[str]:
    """Return the names of the words."""
    return [word(place) for place in range(window.words)]


def number(name: str) -> Column:
    """Return the days since 1970-01-01 of a date column."""
    return F.unix_date(name)


def series(frame: DataFrame, window: Window) -> DataFrame:
    """Return a row for each distinct series of `frame` (series and `date`), with the days of its video.

    The days are 64-bit words (bigint), as many as the window has; the lowest bit is the first day, and
    null means no days. If the window is wide, `days` is an array of day numbers instead. All rows of
    the video count, whatever their channel. `dated` is the number of rows of the series with a date.
    """
    return of_words(frame, window) if window.words else of_sets(frame)


def of_words(frame: DataFrame, window: Window) -> DataFrame:
    """Combine the bits of days by series first, which leaves few rows, and then by video."""
    offset = number("date") - (window.base if window.first else 0)
    place, bit = F.shiftright(offset, 6), shifted(F.lit(1).cast("bigint"), offset.bitwiseAND(63))
    bits = frame.select(*SERIES, "date", place.alias("place"), bit.alias("bit"))
    # As text: each operator of a Column is a call of the JVM, or of the server.
    own = (F.expr(f"bit_or(CASE WHEN place = {at} THEN bit END) AS {name}") for at, name in enumerate(words(window)))
    partial = bits.groupBy(*SERIES).agg(*own, F.count("date").alias("dated"))
    joined = (f"bit_or({name}) OVER (PARTITION BY video_id) AS {name}" for name in words(window))
    return partial.selectExpr(*SERIES, "dated", *joined)


def of_sets(frame: DataFrame) -> DataFrame:
    """Collect sets of days by series first, and then by video, for windows with too many words."""
    partial = frame.groupBy(*SERIES).agg(F.collect_set(number("date")).alias("own"), F.count("date").alias("dated"))
    rows = F.collect_list(F.struct("channel_id", "created_date", "dated", "own")).alias("rows")
    videos = partial.groupBy("video_id").agg(rows)
    days = videos.select("video_id", "rows", F.array_distinct(F.flatten("rows.own")).alias("days"))
    own = F.inline(F.transform("rows", lambda row: F.struct(row.channel_id, row.created_date, row.dated)))
    found = days.select("video_id", "days", own.alias("channel_id", "created_date", "dated"))
    return found.select(*SERIES, "dated", "days")


def shifted(number: Column, bits: Column) -> Column:
    """Shift a column to the left by a column of bits."""
    return F.call_function("shiftleft", number, bits)


def count_if(condition: Column) -> Column:
    """Count the rows for which a condition is true."""
    return F.sum(F.when(condition, 1).otherwise(0))
