"""Values and columns of other writers: formats, structs, padded names and ids, decimals, old calendars."""

import contextlib
import io
import json
from decimal import Decimal

import session  # noqa: F401  # first, because it sets the module path

# isort: split

from case import FIXTURES
from inputs import DAY, NAMES, frame, json_of, write
from places import run_command

FOOTERS = FIXTURES.parent / "footers"
# Days since 1970-01-01 of 0001-01-01, 1582-10-04 and 1582-10-15 in files of Spark 2.
JULIAN = {-719_164: "0001-01-01", -141_428: "1582-10-04", -141_427: "1582-10-15"}


def columns_of_other_shapes_are_read(spark, folder):
    """Read leaves of structs, names with blanks and a byte-order mark, padded ids and decimals with a scale."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = folder.parent / "out"
    table = pa.table(
        {
            "snippet": pa.array([{"channelId": "UC1", "publishedAt": "2023-04-01T10:00:00Z"}] * 2),
            "video_id ": pa.array([b"v1\0\0", b"v234"], pa.binary(4)),
            "\ufeffDate": pa.array(["2023-4-2", "20230403"]),
            "statistics.viewCount": pa.array([Decimal("5.00"), Decimal("7.00")], pa.decimal128(9, 2)),
            "odd": pa.array([[1], [2]]),
        }
    )
    folder.mkdir(parents=True)
    expected = [("UC1", "v1", "2023-04-01", "2023-04-02", "5"), ("UC1", "v234", "2023-04-01", "2023-04-03", "7")]
    for codec in ("snappy", "brotli"):
        pq.write_table(table, folder / f"{codec}.parquet", compression=codec)
        assert frame(spark, folder / f"{codec}.parquet") == expected, codec
    status, text = run_command(["monthly", str(folder), "--columns", "viewCount=odd", "-o", str(out)])
    assert status == 1 and "column odd" in text, text
    status, text = run_command(["monthly", str(folder), "--columns", "viewCount=statistics", "-o", str(out)])
    assert status == 1 and "statistics.viewCount" in text, text


def formats_are_given_by_hand(spark, folder):
    """Read dates with given formats; without a format the job fails and shows a value."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from daytally_spark import command

    out = folder.parent / "out"
    rows = [("UC1", f"v{at}", 1680307200000 + at, f"{at + 1}/4/2023", f"{at}.0") for at in range(3)]
    write(folder / "a.parquet", rows=rows)
    status, text = run_command(["gaps", str(folder), "-o", str(out), "--columns", "created_date=date"])
    assert (
        status == 1 and "'1/4/2023'" in text and "YYYY-MM-DD" in text and "--date-format created_date=FORMAT" in text
    ), text
    status, text = run_command(["gaps", str(folder), "-o", str(out)])
    assert status == 1 and "--date-format" in text, text
    words = ["--date-format", "date=%d/%m/%Y", "--date-format", "created_date=epoch_ms"]
    report = json_of(["all", str(folder), *words, "-o", str(out), "--json"])["diagnostics"]
    assert (report["firstDay"], report["lastDay"], report["videosCreatedNull"]) == ("2023-04-01", "2023-04-03", 0)
    assert report["coverage"]["firstExpected"] == "2023-04-01" and not report["unreadable"]
    for job, column in (("monthly", "date"), ("monthly", "viewCount"), ("gaps", "created_date")):
        at = NAMES.index(column)
        lost = folder.parent / "lost" / f"{job}-{column}.parquet"
        write(lost, rows=[(*("UC1", "v1", DAY, DAY, "5")[:at], "n/a", *("UC1", "v1", DAY, DAY, "5")[at + 1 :])])
        status, text = run_command([job, str(lost), "-o", str(out)])
        assert status == 1 and f"as {column}; expected" in text and "'n/a'" in text, text
    nulls = pa.table({name: pa.array(["5" if name == "viewCount" else None], pa.string()) for name in NAMES})
    pq.write_table(nulls, folder.parent / "lost" / "nulls.parquet")
    for job in ("monthly", "gaps"):
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown):
            assert command.main([job, str(folder.parent / "lost" / "nulls.parquet"), "-o", str(out)]) == 0
        assert "Warning: No row has a date" in shown.getvalue(), shown.getvalue()
    mixed = folder.parent / "mixed"
    write(mixed / "good.parquet")
    write(mixed / "bad.parquet", rows=[("UC1", "v1", "soon", DAY, 5)])
    assert run_command(["gaps", str(mixed), "-o", str(out)])[0] == 1
    report = json_of(["gaps", str(mixed), "--on-bad-file", "skip", "-o", str(out), "--json"])
    assert report["diagnostics"]["rows"] == 1 and report["diagnostics"]["warnings"][0]["code"] == "skipped_files"
    assert report["input"]["problems"][0]["code"] == "unreadable_values"


def old_days_show_the_same_date(spark, folder):
    """Read days before 1582 that Spark 2 wrote, with Spark and pyarrow."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = folder.parent / "out"
    days = pa.array(list(JULIAN), pa.int32()).cast(pa.date32())
    columns = [pa.array(["UC1"] * 3), pa.array(["v1", "v2", "v3"]), days, days, pa.array([1, 2, 3])]
    table = pa.table(columns, names=list(NAMES)).replace_schema_metadata({"org.apache.spark.version": "2.4.8"})
    folder.mkdir(parents=True)
    for codec in ("snappy", "brotli"):
        pq.write_table(table, folder / f"{codec}.parquet", compression=codec)
        found = frame(spark, folder / f"{codec}.parquet", roles=("created_date", "date"))
        assert found == [(day, day) for day in JULIAN.values()], (codec, found)
    report = json_of(["gaps", str(folder / "snappy.parquet"), "--form", "ranges", "-o", str(out), "--json"])
    assert report["diagnostics"]["firstDay"] == "0001-01-01"


def footers_of_other_writers_are_read(spark):
    """Read files with unusual but harmless footers."""
    from functools import reduce

    from pyspark.sql import functions as F

    from daytally_spark.dataset import Dataset

    expected = json.loads((FOOTERS / "expected.json").read_text("utf-8"))
    parts = []
    for name in expected:
        found = Dataset(spark, [f"{FOOTERS}/{name}.parquet"]).frame("channel_id", "video_id", "date", "viewCount")
        month = F.date_format("date", "yyyy-MM").alias("month")
        parts.append(found.select(F.lit(name).alias("name"), "channel_id", "video_id", month, "viewCount"))
    keys = ("name", "channel_id", "video_id", "month")
    whole = reduce(lambda one, other: one.unionAll(other), parts)
    sums = {name: [] for name in expected}
    for name, *row in whole.groupBy(*keys).agg(F.sum("viewCount")).collect():
        sums[name].append(row)
    for name, rows in sums.items():
        assert sorted(map(str, rows)) == sorted(map(str, expected[name]["sums"])), (name, rows)


def hold(spark, scratch, part):
    """Run every test, or those that depend on the release of Spark."""
    folder = scratch / "values"
    columns_of_other_shapes_are_read(spark, folder / "shapes")
    old_days_show_the_same_date(spark, folder / "old")
    footers_of_other_writers_are_read(spark)
    if not part:
        formats_are_given_by_hand(spark, folder / "formats")
