"""Instants: midnights of other zones, and instants in Spark's old calendar."""

import json
import re
import shutil
import subprocess
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import session  # first, because it sets the module path

# isort: split

from inputs import frame, json_of, write

OLD_DAYS = (
    "0001-01-01",
    "0999-12-31",
    "1000-03-01",
    "1582-10-04",
    "1582-10-15",
    "1850-06-01",
    "1899-12-31",
    "1970-01-01",
)
HINTS = ("midnights_elsewhere", "day_before_upload")


def zones_are_those_of_the_command_line():
    """Compare the lists of zones, and find the zones of midnights."""
    from daytally_spark.quality import midnights

    source = (session.ROOT / "crate" / "src" / "scan" / "columns" / "midnights.rs").read_text("utf-8")
    assert tuple(re.findall(r'^    "([^"]+)",$', source, re.M)) == midnights.ZONES
    year = date(2023, 1, 1), date(2023, 12, 31)
    assert midnights.zones({79_200, 82_800}, date(2023, 3, 20), date(2023, 4, 5))[0] == "Europe/Berlin"
    assert midnights.zones({82_800}, *year) == ["Africa/Lagos"]
    assert midnights.zones({0, 82_800}, *year) == ["Europe/London", "Europe/Lisbon"]
    assert midnights.zones({0}, *year) == midnights.zones({21_600, 64_800}, *year) == []


def hints_are_those_of_the_command_line(folder, daytally):
    """Check the warnings about midnights of Berlin and days before an upload; a given zone disables them."""
    berlin = ZoneInfo("Europe/Berlin")
    midnights = [datetime(2023, 3, 20, tzinfo=berlin) + timedelta(at) for at in range(17)]
    moments = [each.astimezone(timezone.utc) for each in midnights]
    texts = [each.strftime("%Y-%m-%dT%H:%M:%SZ") for each in moments]
    uploaded = "2023-04-18T03:00:00Z"
    cases = {
        "instants": [("UC1", "v1", each, each, 1) for each in moments],
        "texts": [("UC1", "v1", each.date(), text, 1) for each, text in zip(moments, texts)],
        "uploads": [("UC1", "v1", uploaded, date(2023, 4, 17) + timedelta(at), 1) for at in range(5)],
    }
    expected = {"instants": [HINTS[0], HINTS[0]], "texts": HINTS[:1], "uploads": HINTS[1:]}
    for name, rows in cases.items():
        write(folder / f"{name}.parquet", rows=rows)
        words = ["gaps", str(folder / f"{name}.parquet"), "--json", "-o"]
        found = hints(json_of([*words, str(folder / "out")]))
        assert [each["code"] for each in found] == list(expected[name]), (name, found)
        if daytally:
            line = [daytally, *words, folder / "out.csv"]
            theirs = hints(json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout))
            assert found == theirs, (name, found, theirs)
    assert not hints(
        json_of([*words[:1], str(folder / "uploads.parquet"), "--timezone", "UTC", "--json", "-o", str(folder / "out")])
    )


def hints(report):
    """Return the zone warnings of a run."""
    return [each for each in report["diagnostics"]["warnings"] if each["code"] in HINTS]


def old_instants_show_the_same_day(spark, folder, daytally):
    """Write instants in Spark's old calendar; Spark, pyarrow and the command line read the same days."""
    from pyspark.sql import functions as F

    from daytally_spark.command import settings

    held = {
        "spark.sql.parquet.datetimeRebaseModeInWrite": "LEGACY",
        "spark.sql.parquet.int96RebaseModeInWrite": "LEGACY",
    }
    zones = {"INT96": "Europe/Paris", "TIMESTAMP_MICROS": "America/Los_Angeles"}
    for kind, zone in zones.items():
        own = held | {"spark.sql.parquet.outputTimestampType": kind, "spark.sql.session.timeZone": zone}
        with settings.held(spark, own):
            lines = [("UC1", f"v{at}", day, at) for at, day in enumerate(OLD_DAYS)]
            made = spark.createDataFrame(lines, "channel_id string, video_id string, day string, viewCount bigint")
            made = made.withColumns(
                {"created_date": F.col("day").cast("timestamp"), "date": F.col("day").cast("timestamp_ntz")}
            )
            made.drop("day").coalesce(1).write.parquet(str(folder / kind))
        file = next((folder / kind).glob("part*.parquet"))
        shutil.copy(file, folder / f"_{kind}.parquet")
        for given in (file, folder / f"_{kind}.parquet"):
            found = frame(spark, given, zone=zone, roles=("created_date", "date"))
            assert found == sorted((day, day) for day in OLD_DAYS), (kind, given, found)
        if daytally:
            words = ["combined", file, "--timezone", zone, "--provider", "simulator", "--run-date", "2024-01-01"]
            subprocess.run([daytally, *words, "-o", folder / "out.csv"], check=True, capture_output=True)
            rows = [line.split(",")[2:4] for line in (folder / "out.csv").read_text("utf-8").splitlines()[1:]]
            assert rows[: len(OLD_DAYS)] == [[day, day] for day in OLD_DAYS], (kind, rows)


def hold(spark, scratch, daytally, part):
    """Run every test, or those that depend on the release of Spark."""
    folder = scratch / "instants"
    folder.mkdir()
    zones_are_those_of_the_command_line()
    old_instants_show_the_same_day(spark, folder, daytally)
    if not part:
        hints_are_those_of_the_command_line(folder, daytally)
