"""Results over Spark Connect, where there is no JVM: of a frame, a view, a table and a path.

Usage: connect.py URL FOLDER, run by `remote.py` in a process of its own.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import session  # noqa: F401  # first, because it sets the module path

# isort: split

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from daytally_spark import Dataset, DaytallyError, gaps, monthly, snapshot, unanswered
from daytally_spark.provider.simulator import Simulator, hashes
from results import coverage

# Days on which more videos lack data are outages.
SHARE = 0.3
FIRST, END = date(2023, 4, 1), date(2023, 4, 12)


def rows():
    """Return rows of videos of which some are in two channels, and all lack some days."""
    found = []
    for video in range(40):
        created = FIRST + timedelta(video % 5)
        for at in range(8):
            day = FIRST + timedelta((at * 5 + video) % 11)
            channel = f"UC{video % 3}" if at % 2 or video % 4 else "UCother"
            found.append((channel, f"v-{video:02}", created, day, video * 1000 + at))
    return [*found, *found[:10], (None, None, None, FIRST, None)]


def expected_months(data):
    """Sum counts in plain Python."""
    sums = {}
    for channel, video, _, day, count in data:
        key = (channel, video, f"{day:%Y-%m}")
        sums[key] = sums.get(key) if count is None else (sums.get(key) or 0) + count
    return sorted(((*key, total) for key, total in sums.items()), key=nulls_first)


def expected_days(data):
    """Return (channel, video, created, missing day) in plain Python."""
    had = {}
    for _, video, _, day, _ in data:
        had.setdefault(video, set()).add(day)
    found = []
    for channel, video, created in sorted({row[:3] for row in data}, key=nulls_first):
        days = [] if created is None else [created + timedelta(at) for at in range((END - created).days + 1)]
        found += [(channel, video, created, day) for day in days if day not in had[video]]
    return found


def nulls_first(row):
    """Return the sort key of a row."""
    return tuple((value is not None, value) for value in row)


def tuples(frame):
    """Collect a frame as tuples, in its order."""
    return [tuple(row) for row in frame.collect()]


def forms_of(spark, data, folder):
    """Return datasets that hold the same rows, by name: frames of several types, a view, a table, a path."""
    plain = spark.createDataFrame(
        data, "channel_id string, video_id string, created_date date, date date, viewCount bigint"
    )
    plain.createOrReplaceTempView("views")
    plain.write.mode("overwrite").saveAsTable("default.daily_views")
    plain.write.mode("overwrite").orc(f"{folder}/orc")
    other = plain.select(
        F.struct(F.col("channel_id").cast("binary").alias("channelId")).alias("snippet"),
        F.col("video_id").alias("content"),
        F.date_format("created_date", "yyyy-MM-dd'T'12:00:00'Z'").alias("publishedAt"),
        F.date_format("date", "d.M.yyyy").alias("fetched"),
        F.col("viewCount").cast("int").alias("views"),
    )
    return {
        "frame": Dataset.of(plain),
        "other names and types": Dataset.of(other, columns={"date": "fetched"}, date_formats={"date": "%d.%m.%Y"}),
        "view": Dataset.of(spark.read.table("views")),
        "table": Dataset.of("spark_catalog.default.daily_views"),
        "path": Dataset.of(f"{folder}/orc", input_format="orc"),
    }


def results_are_those_of_plain_python(datasets, data):
    """Compare all results of each dataset."""
    months, days = expected_months(data), expected_days(data)
    assert len(days) > 100
    for name, dataset in datasets.items():
        assert tuples(dataset.monthly()) == months, name
        assert tuples(dataset.gaps(END, "dates")) == days, name
    frame = datasets["frame"].given
    assert tuples(monthly(frame)) == months and tuples(gaps(frame, end_date=str(END), form="dates")) == days
    found = datasets["other names and types"].diagnostics(END)
    assert (found["rows"], found["videos"], found["nullCountRows"]) == (len(data), 40, 1), found
    assert [each["file"] for each in found["rowIssues"]] == ["the DataFrame"] * len(found["rowIssues"])


def counts_are_fetched(dataset, data, folder):
    """Make a snapshot: every video is answered once, in full batches, and the input's rows stay."""
    answers = dataset.fetch(Simulator(), f"{folder}/answers")
    found = tuples(snapshot(answers, "2023-04-19"))
    ids = [row[1] for row in found]
    views = dict(zip(ids, (abs(each % 1000) for each in hashes(ids).tolist())))
    series = sorted({row[:3] for row in data if row[1]})
    assert found == [(*each, date(2023, 4, 19), views[each[1]]) for each in series]
    assert not unanswered(answers).count()
    whole = tuples(dataset.combined(snapshot(answers, "2023-04-19")))
    assert sorted(whole, key=nulls_first) == sorted([*data, *found], key=nulls_first)
    again = dataset.snapshot(Simulator(), f"{folder}/again", "2023-04-19")
    assert tuples(again) == found


def sessions_without_a_cache_get_the_same(dataset, data, folder):
    """Refuse to keep frames, as serverless does: outages are still found, and all counts fetched."""
    from pyspark.errors import PySparkException

    ordinals = [(row[1], row[2] and row[2].toordinal(), row[3].toordinal()) for row in data]
    outages = {date.fromordinal(each[0]) for each in coverage.coverage(ordinals, END.toordinal(), SHARE)["outages"]}
    assert outages, "there is no outage to be excluded"
    kept = type(dataset.given).persist

    def refuse(*_):
        raise PySparkException("[NOT_SUPPORTED_WITH_SERVERLESS] PERSIST TABLE is not supported")

    type(dataset.given).persist = refuse
    try:
        days = tuples(dataset.gaps(END, "dates", exclude_outages=True, outage_share=SHARE))
        counts_are_fetched(dataset, data, f"{folder}/uncached")
    finally:
        type(dataset.given).persist = kept
    assert days == [row for row in expected_days(data) if row[3] not in outages]


def what_needs_the_jvm_is_refused(spark, folder):
    """Open plain files, a missing table and a missing format: each error states what to do."""
    for attempt, code, text in (
        (lambda: Dataset(spark, [folder]), "unsupported", "Dataset.of"),
        (lambda: Dataset.of("default.nothing"), "no_input", "default.nothing"),
        (lambda: Dataset.of(folder, input_format="nothing"), "no_input", "the format nothing"),
    ):
        try:
            attempt()
            raise AssertionError(f"{text} is read")
        except DaytallyError as problem:
            assert problem.code == code and text in str(problem), problem


def main(url, folder):
    """Run every test."""
    spark = SparkSession.builder.remote(url).getOrCreate()
    assert type(spark).__module__.startswith("pyspark.sql.connect"), "this is not Spark Connect"
    spark.conf.set("spark.sql.shuffle.partitions", "2")
    data = rows()
    datasets = forms_of(spark, data, folder)
    results_are_those_of_plain_python(datasets, data)
    counts_are_fetched(datasets["table"], data, folder)
    sessions_without_a_cache_get_the_same(datasets["frame"], data, folder)
    what_needs_the_jvm_is_refused(spark, folder)
    print(f"Spark Connect {spark.version} gives the same results")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
