"""Outages, stopped videos, completeness and lifetime counts, with the examples of all builds."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta

import session  # noqa: F401  # first, because it sets the module path

# isort: split

from case import FIXTURES

EXAMPLES = FIXTURES.parent / "oracle" / "coverage.json"


def frame_of(spark, example):
    """Make a frame of an example's videos, each in one or two channels with different upload days."""
    from pyspark.sql import functions as F

    spans = []
    for at, video in enumerate(example["videos"]):
        spans.append((at, video["video_id"], video["created_date"], None, None))
        spans += [(at, video["video_id"], video["created_date"], *span.split("/")) for span in video["days"]]
    found = spark.createDataFrame(spans, "at int, video_id string, created string, first string, last string")
    days = F.sequence(F.col("first").cast("date"), F.col("last").cast("date"))
    found = found.select("*", F.explode_outer(days).alias("date"))
    other = F.coalesce((F.col("at") % 3 > 0) & (F.unix_date("date") % 2 == 0), F.lit(False))
    created = F.col("created").cast("date")
    return found.select(
        F.when(other, "UC1").otherwise("UC0").alias("channel_id"),
        "video_id",
        F.when(other, F.date_add(created, 7)).otherwise(created).alias("created_date"),
        "date",
    )


def the_examples_are_met(spark):
    """Compare examples with plain Python, with words and sets of days."""
    from daytally_spark.quality.coverage import coverage
    from daytally_spark.results import series as by_series
    from daytally_spark.results import window as windows

    examples = json.loads(EXAMPLES.read_text("utf-8"))
    assert len(examples) > 15

    def tried(number, example):
        rows = frame_of(spark, example)
        window = windows.of_frame(rows, example["end_date"])
        check(example, coverage(by_series.series(rows, window), window, example["outage_share"]))
        if number == 1:
            sets = wide(window)
            check(example, coverage(by_series.series(rows, sets), sets, example["outage_share"]))

    # Small jobs are mostly planning, which threads can do in parallel.
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tried, *zip(*enumerate(examples))))


def wide(window):
    """Return a window so wide that days are collected as sets."""
    from daytally_spark.results.window import Window

    @dataclass(frozen=True)
    class Sets(Window):
        words = 0

    return Sets(window.end, window.given, window.first, window.last)


def check(example, found):
    """Compare a coverage with the expected one."""
    expected = example["expected"]
    if expected is None:
        assert found is None, example["title"]
        return
    numbers = {
        "outages": [outage.json() for outage in found.outages],
        "stopped_videos": found.stopped,
        "video_days_expected": found.expected,
        "video_days_with_data": found.with_data,
        "video_days_before_first": found.before_first,
        "video_days_after_last": found.after_last,
    }
    assert numbers == expected, (example["title"], numbers, expected)


def lifetime_counts_rise(spark):
    """Check counts that rise, are corrected, are few, or are daily views."""
    from daytally_spark.quality import lifetime

    first = date(2023, 4, 1)

    def judged(videos, days, count):
        rows = [
            (f"v{video}", first + timedelta(day), count(video, day)) for video in range(videos) for day in range(days)
        ]
        rows += [(None, first, 1), ("v0", None, 1), ("v0", first, None), ("v0", first, -5)]
        frame = spark.createDataFrame(rows, "video_id string, date date, viewCount bigint")
        found = lifetime.pairs(frame, len(rows))
        return (found["differing"], found["rising"], found["videos"], lifetime.verdict(found))

    assert judged(10, 11, lambda video, day: day * 10 + video) == (100, 100, 10, "yes")
    assert judged(9, 60, lambda video, day: day * 10 + video) == (531, 531, 9, "possible")
    assert judged(10, 11, lambda video, day: (video + day * 7) % 5)[3] == "no"
    assert judged(40, 60, lambda video, day: day * 10 - 15 * ((day + video) % 60 == 0))[3] == "yes"
    many_days_are_sampled(spark)


def many_days_are_sampled(spark):
    """Use more days than the sample has, of few and of many videos: whole videos, at least twelve, are sampled."""
    from pyspark.sql import functions as F

    from daytally_spark.quality import lifetime

    first = F.lit("1970-01-01").cast("date")
    for videos, days in ((14, 2000), (600, 50)):
        rows = spark.range(videos * days)
        day = F.floor(F.col("id") / videos).cast("int")
        frame = rows.select(
            (F.col("id") % videos).cast("string").alias("video_id"),
            F.date_add(first, day).alias("date"),
            day.cast("bigint").alias("viewCount"),
        )
        found = lifetime.pairs(frame, videos * days)
        assert found["differing"] == found["rising"] == found["videos"] * (days - 1), found
        assert lifetime.verdict(found) == "yes"
        if videos == 14:
            assert found["videos"] == lifetime.MIN_VIDEOS, found
        else:
            assert 0.75 * lifetime.SAMPLE < found["videos"] * days < 1.25 * lifetime.SAMPLE, found


def hold(spark):
    """Run every test."""
    the_examples_are_met(spark)
    lifetime_counts_rise(spark)
