"""Results of the caller's DataFrames, whose types and days the package must detect."""

import contextlib
import io
import re
from datetime import date, datetime, timezone
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any

DAY = date(2023, 4, 1)
DAYS = [date(2023, 4, 1), date(2023, 4, 2), date(2023, 4, 5)]


def frame(spark, rows, **types):
    """Make a frame of some columns, by default with the types of the roles."""
    kinds = {"channel_id": "string", "video_id": "string", "created_date": "date", "date": "date"}
    kinds |= {"viewCount": "bigint"} | types
    return spark.createDataFrame(rows, ", ".join(f"{name} {kind}" for name, kind in kinds.items()))


def counts_of_every_type_are_summed(spark):
    """Sum counts near powers of two, where shifts of narrow types could overflow."""
    from daytally_spark import monthly

    cases: dict[str, list[Any]] = {
        "int": [5000, 4096, -1],
        "smallint": [4095, 4096, 32767],
        "bigint": [2**62, -5],
        "decimal(12,2)": [Decimal("5000.00"), Decimal("4096")],
        "double": [5000.0, 2.0**52],
        "string": ["5000", "+4096", "-1"],
    }
    sums = [
        monthly(frame(spark, [("c", kind, DAY, DAY, each) for each in counts], viewCount=kind))
        for kind, counts in cases.items()
    ]
    found = {row.video_id: row.aggViewCount for row in union(sums).collect()}
    assert found == {kind: sum(map(int, counts)) for kind, counts in cases.items()}, found
    for kind, count in (("string", "many"), ("decimal(3,1)", Decimal("0.5")), ("boolean", True)):
        text = failure(lambda: monthly(frame(spark, [("c", "v", DAY, DAY, count)], viewCount=kind)).collect())
        assert "viewCount" in text and ("found" in text or "boolean" in text), text


def days_of_every_type_make_the_same_gaps(spark):
    """Compare the gaps of dates, text and timestamps with hand-counted ones."""
    from daytally_spark import gaps

    instants = [datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc) for day in DAYS]
    walls = [each.replace(tzinfo=None) for each in instants]
    cases: dict[str, list[Any]] = {
        "date": DAYS,
        "string": list(map(str, DAYS)),
        "timestamp": instants,
        "timestamp_ntz": walls,
    }
    found = union(
        gaps(frame(spark, [("c", kind, DAY, day, 1) for day in days], date=kind), form="dates")
        for kind, days in cases.items()
    )
    expected = {(kind, date(2023, 4, day)) for kind in cases for day in (3, 4)}
    assert {(row.video_id, row.missing_date) for row in found.collect()} == expected
    text = failure(lambda: gaps(frame(spark, [("c", "v", DAY, 1, 1)], date="int")))
    assert "date is int" in text, text
    text = failure(lambda: gaps(frame(spark, [("c", "v", DAY, "18/04/2023", 1)], date="string")).collect())
    assert "18/04/2023" in text, text


def a_window_promises_nothing(spark):
    """Pass windows of other data: the gaps are still those of the frame."""
    from daytally_spark import gaps
    from daytally_spark.results.window import Window

    rows = frame(spark, [("c", "v", DAY, day, 1) for day in DAYS])
    end = date(2023, 4, 7)
    days = ((date(2023, 4, 3), end), (DAY, DAY), (None, None), (end, end))
    found = [gaps(rows, "2023-04-07", "dates")]
    found += [gaps(rows, Window(end, True, first, last), "dates") for first, last in days]
    days = sorted(row.missing_date.day for row in union(found).collect())
    assert days == sorted([3, 4, 6, 7] * len(found)), days


def invalid_options_are_refused(spark):
    """Pass misspelled forms and days."""
    from daytally_spark import gaps

    rows = frame(spark, [("c", "v", DAY, DAY, 1)])
    for form in ("List", "range", "", None):
        assert "the forms are list, dates, ranges" in failure(lambda: gaps(rows, form=form))
    for end in ("soon", "20230407", 7, datetime(2023, 4, 7)):
        assert "expected a day as YYYY-MM-DD" in failure(lambda: gaps(rows, end))
    assert "has no column date" in failure(lambda: gaps(rows.drop("date")))


def columns_are_found_like_those_of_files(spark):
    """Use aliases, fields of structs, names and formats by hand, and text that compares without case."""
    from pyspark.sql import functions as F

    from daytally_spark import gaps, monthly

    plain = frame(spark, [("c", id, DAY, day, 1) for id in ("v", "V") for day in DAYS])
    snippet = F.struct(F.col("channel_id").alias("channelId"), F.col("created_date").alias("publishedAt"))
    other = plain.select(
        snippet.alias("snippet"),
        F.col("video_id").alias("a.b`c"),
        F.date_format("date", "d.M.yyyy").alias("fetched"),
        F.col("viewCount").alias("views"),
    )
    how = {"columns": {"video_id": "a.b`c", "date": "fetched"}, "date_formats": {"date": "%d.%m.%Y"}}
    results = [(plain, {}), (other, how)]
    if spark.version >= "4":
        results.append((plain.withColumn("video_id", F.expr("video_id COLLATE UTF8_LCASE")), {}))
    months = {tuple(row) for row in union(monthly(given, **options) for given, options in results).collect()}
    assert months == {("c", "V", "2023-04", 3), ("c", "v", "2023-04", 3)}, months
    rows = union(gaps(given, "2023-04-06", "ranges", **options) for given, options in results).collect()
    assert len({tuple(row) for row in rows}) == 4 and len(rows) == 4 * len(results), rows
    limited = [gaps(plain, "2023-04-06", max_gap_days=6), gaps(plain, "2023-04-06", "ranges", max_gap_days=1)]
    assert [each.count() for each in limited] == [2, 4]
    for attempt, text in (
        (lambda: gaps(plain, "2023-04-06", max_gap_days=5), "found 6"),
        (lambda: gaps(plain, outage_share=0.5), "no effect without exclude_outages"),
        (lambda: gaps(plain, exclude_outages=True, outage_share=2), "outage_share: expected"),
        (lambda: gaps(plain, max_gap_days=0), "max_gap_days: expected"),
        (lambda: monthly(plain, "Mars/Olympus"), "timezone: expected a zone"),
        (lambda: monthly(plain, columns={"day": "date"}), "there is no role 'day'"),
        (lambda: monthly(plain.withColumnsRenamed({"date": "day", "created_date": "fetched_at"})), "can both be date"),
        (lambda: monthly(plain.withColumn("date", F.expr("DATE'+12000-01-01'"))).collect(), "+12000-01-01"),
    ):
        message = failure(attempt)
        assert text in message, message


def the_example_of_the_readme_runs():
    """Run the example, and check the gaps that its comment states."""
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
    code = readme.partition("```python\n")[2].partition("```")[0]
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(code, {})
    gaps = [line.split("|")[4:7] for line in shown.getvalue().splitlines() if "inner" in line or "trailing" in line]
    found = [[text.strip() for text in line] for line in gaps]
    assert found == [["2023-04-03", "2023-04-04", "2"], ["2023-04-06", "2023-04-06", "1"]], shown.getvalue()
    assert re.search(r"2023-04\|\s*15\|", shown.getvalue()), shown.getvalue()


def union(frames):
    """Combine frames with the same columns, so that one job computes them."""
    return reduce(lambda whole, part: whole.unionAll(part), frames)


def failure(attempt):
    """Return the error text of an attempt, which must fail."""
    try:
        attempt()
    except Exception as problem:  # noqa: BLE001 the type depends on Spark
        return str(problem)
    raise AssertionError("there is no error")


def hold(spark, part):
    """Run every test, or those that depend on the release of Spark."""
    counts_of_every_type_are_summed(spark)
    days_of_every_type_make_the_same_gaps(spark)
    columns_are_found_like_those_of_files(spark)
    if not part:
        a_window_promises_nothing(spark)
        invalid_options_are_refused(spark)
        the_example_of_the_readme_runs()
