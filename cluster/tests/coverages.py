"""Outages, stopped videos, completeness and lifetime counts, by the examples that every build answers."""

import json
from datetime import date, timedelta

from case import FIXTURES

EXAMPLES = FIXTURES.parent / "oracle" / "coverage.json"


def days_of(spans):
    """Lists the days of spans, FIRST/LAST, both inclusive."""
    for span in spans:
        first, last = map(date.fromisoformat, span.split("/"))
        yield from (first + timedelta(at) for at in range((last - first).days + 1))


def rows_of(example):
    """Writes an example's videos as rows, each video in one or two channels."""
    for at, video in enumerate(example["videos"]):
        created = video["created_date"] and date.fromisoformat(video["created_date"])
        later = created + timedelta(7) if created and at % 3 == 0 else created
        yield "UC0", video["video_id"], created, None
        for day in days_of(video["days"]):
            other = at % 3 and day.toordinal() % 2 == 0
            yield ("UC1" if other else "UC0"), video["video_id"], (later if other else created), day


def the_examples_are_met(spark):
    """Finds what plain Python finds of each example, by words of days and by sets."""
    from daytally_spark import series as by_series
    from daytally_spark import window as windows
    from daytally_spark.coverage import coverage

    examples = json.loads(EXAMPLES.read_text("utf-8"))
    assert len(examples) > 15
    for number, example in enumerate(examples):
        rows = spark.createDataFrame(
            list(rows_of(example)), "channel_id string, video_id string, created_date date, date date"
        )
        window = windows.of_frame(rows, example["end_date"])
        found = coverage(by_series.series(rows, window), window, example["outage_share"])
        check(example, found)
        if number % 5 == 0 and found:
            check(example, coverage(by_series.series(rows, Wide(window)), Wide(window), example["outage_share"]))


class Wide:
    """A window whose days are collected as sets, as those of a long time are."""

    words = 0

    def __new__(cls, window):
        """Makes one of another window."""
        from dataclasses import dataclass

        from daytally_spark.window import Window

        @dataclass(frozen=True)
        class Sets(Window):
            words = 0

        return Sets(window.end, window.given, window.first, window.last)


def check(example, found):
    """Compares a coverage with what is expected."""
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
    """Judges counts that rise, that are corrected, that are few, and that are views of a day."""
    from daytally_spark import lifetime

    first = date(2023, 4, 1)

    def judged(videos, days, count):
        rows = [(f"v{video}", first + timedelta(day), count(video, day)) for video in range(videos) for day in range(days)]
        rows += [(None, first, 1), ("v0", None, 1), ("v0", first, None), ("v0", first, -5)]
        frame = spark.createDataFrame(rows, "video_id string, date date, viewCount bigint")
        found = lifetime.pairs(frame, len(rows))
        return (found["differing"], found["rising"], found["videos"], lifetime.verdict(found))

    assert judged(10, 11, lambda video, day: day * 10 + video) == (100, 100, 10, "yes")
    assert judged(9, 60, lambda video, day: day * 10 + video) == (531, 531, 9, "possible")
    assert judged(10, 11, lambda video, day: (video + day * 7) % 5)[3] == "no"
    assert judged(40, 60, lambda video, day: day * 10 - 15 * ((day + video) % 60 == 0))[3] == "yes"


def hold(spark):
    """Runs every test."""
    the_examples_are_met(spark)
    lifetime_counts_rise(spark)
