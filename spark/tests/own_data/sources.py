"""Tables, other formats and frames through `Dataset.of` and the command line."""

from datetime import date, timedelta

from inputs import json_of, write
from own_data.frames import failure
from places import run_command

DAY = date(2023, 4, 1)
TABLE = "spark_catalog.default.own_views"


def rows():
    """Return rows of a few videos with lost days, and some issues."""
    found = [(f"UC{at % 2}", f"v{at % 5}", DAY, DAY + timedelta(at % 9), at) for at in range(30)]
    return [*found, (None, None, None, DAY, 7), ("UC0", "v0", DAY, DAY - timedelta(1), None)]


def tables_give_the_results_of_files(spark, folder):
    """Write the same rows as files, a table and ORC; all results and diagnostics are the same."""
    from daytally_spark import Dataset, command
    from daytally_spark.values.role import TYPES

    write(folder / "files" / "a.parquet", rows=rows())
    schema = ", ".join(f"{role} {kind}" for role, kind in TYPES.items())
    given = spark.createDataFrame(rows(), schema)
    given.write.mode("overwrite").saveAsTable("default.own_views")
    given.write.orc(str(folder / "orc"))
    words = ["--provider", "simulator", "--run-date", "2023-04-19", "--end-date", "2023-04-12", "--combined", "--json"]
    found, reports = {}, {}
    for name, source in (("files", str(folder / "files")), (TABLE, TABLE)):
        out = folder / f"out-{name}"
        reports[name] = json_of(["all", source, "-o", str(out), *words])
        found[name] = {each.name: spark.read.parquet(str(each)).collect() for each in out.glob("*.parquet")}
        # A table has no order.
        found[name]["combined.parquet"].sort(key=str)
    assert len(found["files"]) == 7 and found["files"]["gaps-dates.parquet"] and found[TABLE] == found["files"]
    expected = reports["files"]["diagnostics"]
    for each in expected["rowIssues"]:
        each["file"] = TABLE
    assert expected["rowIssues"] and reports[TABLE]["diagnostics"] == expected
    assert "files" not in reports[TABLE]["figures"] and reports[TABLE]["figures"]["rows"] == len(rows())
    assert reports[TABLE]["input"]["tables"] == [{"path": TABLE, "format": "table", "asFiles": False}]
    out = folder / "orc-out"
    assert command.main(["monthly", str(folder / "orc"), "--input-format", "orc", "-o", str(out)]) == 0
    assert spark.read.parquet(str(out)).collect() == found["files"]["monthly.parquet"]
    assert Dataset.of("default.own_views").gaps("2023-04-12").collect() == found["files"]["gaps-list.parquet"]


def inputs_that_cannot_be_opened_are_refused(spark, folder):
    """Name tables and formats that do not exist, and options and outputs that do not fit."""
    from daytally_spark import Dataset

    out = str(folder / "out")
    for words, status, text in (
        (["default.nothing"], 1, "or a table as SCHEMA.TABLE"),
        ([str(folder / "orc"), "--input-format", "nothing"], 1, "the format nothing"),
        (["default.own_views", "--as-files"], 2, "--as-files is for Parquet files"),
        ([str(folder / "orc"), "--input-format", "orc", "--on-bad-file", "skip"], 2, "--on-bad-file is for"),
    ):
        found = run_command(["monthly", *words, "-o", out])
        assert found[0] == status and text in found[1], (words, found)
    into = [str(folder / "orc"), "--input-format", "orc", "-o", str(folder / "orc" / "out")]
    assert run_command(["monthly", *into])[0] == 2, "an output inside of the input is written"
    given = spark.table("default.own_views")
    for attempt, text in (
        (lambda: Dataset(spark, given), "Use Dataset.of(frame)"),
        (lambda: Dataset.of(7), "expected a DataFrame"),
        (lambda: Dataset.of(given, input_format="orc"), "input_format is for paths"),
        (lambda: Dataset.of(given, timezone="Mars/Olympus"), "expected a zone"),
        (lambda: Dataset.of(given, columns={"day": "date"}), "there is no role 'day'"),
        (lambda: Dataset.of(given).gaps("soon"), "YYYY-MM-DD"),
        (lambda: Dataset.of(given.drop("date")).monthly(), "has no column date"),
        (lambda: Dataset.of(given.selectExpr("*", "date AS DATE")).monthly(), "differ in case alone"),
    ):
        message = failure(attempt)
        assert text in message, message


def values_that_cannot_be_read_are_counted(spark):
    """Read a frame with a few unreadable values, and one with nothing else."""
    from daytally_spark import Dataset

    days = [str(DAY + timedelta(at)) for at in range(3)]
    lines = [("c", "v", DAY, day, "5") for day in days] + [("c", "v", DAY, "soon", "many")]
    given = spark.createDataFrame(lines, "channel string, video string, upload_date date, day string, views string")
    dataset = Dataset.of(given)
    assert [tuple(row) for row in dataset.monthly().collect()] == [("c", "v", None, None), ("c", "v", "2023-04", 15)]
    found = dataset.diagnostics()
    assert [(each["role"], each["rows"]) for each in found["unreadable"]] == [("date", 1), ("viewCount", 1)], found
    assert found["warnings"][0]["code"] == "unreadable_values", found["warnings"]
    assert "'soon'" in failure(lambda: Dataset.of(given.where("day = 'soon'")).gaps())


def hold(spark, scratch):
    """Run every test."""
    folder = scratch / "own"
    folder.mkdir()
    tables_give_the_results_of_files(spark, folder)
    inputs_that_cannot_be_opened_are_refused(spark, folder)
    values_that_cannot_be_read_are_counted(spark)
