"""Compares how inputs are read with plain Python and `daytally`."""

import contextlib
import csv
import io
import json
import os
import random
import shutil
import subprocess
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import ClassVar

from places import run_command

NAMES = ("channel_id", "video_id", "created_date", "date", "viewCount")
DAY = date(2023, 4, 1)


def listed(folder):
    """Return the rows of a folder of part files in order."""
    import pyarrow.parquet as pq

    parts = sorted(Path(folder).glob("part-*.parquet"))
    return [tuple(row.values()) for part in parts for row in pq.ParquetFile(part).read().to_pylist()]


def text(path):
    """Return the rows of a CSV file."""
    with Path(path).open(newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def write(path, names=NAMES, rows=((("UC1", "v1", DAY, DAY, 5)),)):
    """Write a file of some rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table([pa.array(column) for column in zip(*rows)], names=list(names)), path)


def frame(spark, *inputs, columns=None, roles=NAMES, zone=None):
    """List the rows of some inputs, sorted."""
    from daytally_spark.dataset import Dataset

    rows = Dataset(spark, list(map(str, inputs)), columns, zone).frame(*roles, placed=True).collect()
    return sorted(tuple(map(str, row[: len(roles)])) for row in rows)


def files_are_those_of_the_command_line(spark, folder, daytally):
    """Read a folder of files with many names, and some files by name, including those that Spark ignores."""
    from daytally_spark.dataset import Dataset
    from daytally_spark.source import listing

    names = ["a.parquet", "b.PARQUET", "c.parq", "d.Pq", "deep/e.pq", "_k=v/f.parquet"]
    hidden = ["_g.parquet", ".h.parquet", "_i=j.parquet", "_temporary/k.parquet", ".l/m.parquet"]
    names += ["n.txt", "parquet", "o.parquet.gz", "000000_0", "20240701_144951_00037_abcde_9f"]
    for at, name in enumerate(names + hidden):
        write(folder / "files" / name, rows=[("UC1", f"v-{name}", DAY, DAY, at)])
    (folder / "files" / "notes.md").write_text("not Parquet")
    (folder / "files" / "empty.parquet").write_bytes(b"")
    (folder / "files" / "_SUCCESS").write_bytes(b"")
    listed_as = listing.files(spark, [f"{folder}/files/"])
    found = [file.name for file in listed_as.files if not file.name.endswith("notes.md")]
    assert sorted(found) == sorted(f"{folder}/files/{name}" for name in names), found
    dataset = Dataset(spark, [f"{folder}/files"])
    assert len(dataset.files) == len(names)
    why = {each["path"].rpartition("/")[2]: each["reason"] for each in dataset.skipped}
    assert (why["notes.md"], why["empty.parquet"], why["_SUCCESS"]) == ("not_parquet", "empty", "hidden")
    by_hand = [folder / "files" / name for name in hidden]
    rows = frame(spark, *by_hand, roles=("video_id", "viewCount"))
    assert rows == sorted((f"v-{name}", str(at + len(names))) for at, name in enumerate(hidden)), rows
    only_channel = [folder / "x=UC2" / "_p.parquet"]
    write(only_channel[0], ("video_id",), [("v1",), ("v2",)])
    rows = frame(spark, *only_channel, columns={"channel_id": "x"}, roles=("channel_id",))
    assert rows == [("UC2",)] * 2, "a hidden file of which no column is read has no rows"
    alike("monthly", [folder / "files"], folder, daytally)
    alike("monthly", by_hand, folder, daytally)
    # A file with several paths is read once.
    (folder / "link.parquet").hardlink_to(folder / "files" / "a.parquet")
    again = [folder / "files" / "a.parquet", folder / "files", f"{folder}/files/../files/a.parquet"]
    again += [f"{folder}/files/.", folder / "link.parquet"]
    assert len(frame(spark, *again)) == len(names)
    globbed = sorted(file.name.rpartition("/")[2] for file in Dataset(spark, [f"{folder}/files/*.par*"]).files)
    assert globbed == ["a.parquet", "c.parq", "o.parquet.gz"], globbed
    alike("monthly", again, folder, daytally)
    alike("combined", again, folder, daytally, "--run-date", "2023-04-19", "--provider", "simulator")


def keys_are_those_of_the_path_as_it_is_given(spark, folder, daytally):
    """Read folders and files inside hive folders, and keys that differ from columns only in case."""
    path = folder / "hive" / "channel_id=UC7" / "part-0.parquet"
    write(path, NAMES[1:], [("v1", DAY, DAY, 5)])
    for given in (path, path.parent, f"{path.parent}/", folder / "hive", f"file://{path.parent}"):
        assert frame(spark, given) == [("UC7", "v1", str(DAY), str(DAY), "5")], given
    alike("monthly", [path.parent], folder, daytally)
    write(folder / "case" / "Date=2020-01-01" / "=x" / "part-0.parquet")
    assert frame(spark, folder / "case") == [("UC1", "v1", str(DAY), str(DAY), "5")]
    alike("monthly", [folder / "case"], folder, daytally)
    # Escapes are UTF-8 or Latin-1; other names are refused.
    for escaped, name in (("%C3%A9+", "é+"), ("%E9%zz", "é%zz")):
        write(folder / "escapes" / f"channel_id={escaped}" / "a.parquet", NAMES[1:], [("v1", DAY, DAY, 5)])
        assert frame(spark, folder / "escapes" / f"channel_id={escaped}", roles=("channel_id",)) == [(name,)]
    alike("monthly", [folder / "escapes"], folder, daytally)
    raw = os.fsencode(folder / "raw") + b"/channel_id=\xe9"
    os.makedirs(raw)
    shutil.copy(folder / "case" / "Date=2020-01-01" / "=x" / "part-0.parquet", raw + b"/a.parquet")
    status, output = run_command(["monthly", str(folder / "raw"), "-o", str(folder / "out")])
    assert status == 1 and "a name cannot be read" in output and "channel_id=" in output, output


def columns_may_have_any_name(spark, folder, daytally):
    """Use column names that the package once used internally, with Spark and pyarrow."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = ("uri", "file", "row", "row_index", "key_0")
    write(folder / "names" / "channel=UC1" / "a.parquet", names, [("v1", DAY, DAY, 5, "x")])
    write(folder / "names" / "channel=UC1" / "_b.parquet", names, [("v2", DAY, DAY, 6, "x")])
    columns = {"video_id": "uri", "created_date": "file", "date": "row", "viewCount": "row_index"}
    given = [folder / "names", folder / "names" / "channel=UC1" / "_b.parquet"]
    expected = [("UC1", f"v{at}", str(DAY), str(DAY), str(4 + at)) for at in (1, 2)]
    assert frame(spark, *given, columns=columns) == expected
    brotli = folder / "brotli.parquet"
    table = pq.ParquetFile(folder / "names" / "channel=UC1" / "a.parquet").read()
    pq.write_table(table.append_column("channel_id", pa.array(["UC1"])), brotli, compression="brotli")
    assert frame(spark, brotli, columns=columns) == expected[:1]
    words = ["--columns", ",".join(f"{role}={name}" for role, name in columns.items())]
    alike("monthly", given, folder, daytally, *words)


def days_are_read_like_the_command_line_reads_them(spark, folder, daytally):
    """Read spellings of ISO 8601 with their day in UTC, or None if they are not valid."""
    spellings = {
        "2023-04-01": DAY,
        "2023-04-01t23:59:59z": None,
        "2023-04-01T23:59:59Z": DAY,
        "2023-04-01 23:59:59.5": DAY,
        "2023-04-01T23:30:00.123456-01:00": DAY + timedelta(1),
        "2023-04-01T00:30:00.25+01": DAY - timedelta(1),
        "2023-04-01T23:59:59,5": None,
        "2023-04-01t23:59": None,
        "2023-4-1": DAY,
        "20230401": DAY,
        "2023-04-01 00:30 +0100": DAY - timedelta(1),
        "2023-04-01 23:30:00 UTC": DAY,
        "2023-04-01T23:59:59;5": None,
        "2023-04-01x23:59": None,
    }
    rows = [("UC1", text, DAY, text, at) for at, text in enumerate(spellings)]
    write(folder / "days" / "a.parquet", rows=rows)
    found = frame(spark, folder / "days", roles=("video_id", "date"))
    assert found == sorted((text, str(day)) for text, day in spellings.items()), found
    alike("monthly", [folder / "days"], folder, daytally)


def a_job_needs_its_own_columns(folder, daytally):
    """Compute diagnostics of files without the columns that the job does not need."""
    rows = [("UC1", f"v{at % 3}", DAY + timedelta(at // 2), DAY + timedelta(at % 5), at) for at in range(40)]
    rows += [("UC1", "v9", None, None, None), (None, None, None, DAY, None)]
    for job, names in (
        ("monthly", ("channel_id", "video_id", "date", "viewCount")),
        ("gaps", ("channel_id", "video_id", "created_date", "date")),
        ("snapshot", ("channel_id", "video_id", "created_date")),
    ):
        for lacks in (True, False):
            kept = [NAMES.index(name) for name in (names if lacks else NAMES)]
            path = folder / f"{job}-{lacks}.parquet"
            write(path, [NAMES[at] for at in kept], [tuple(row[at] for at in kept) for row in rows])
            fetching = ["--provider", "simulator"] if job == "snapshot" else []
            report = json_of([job, str(path), *fetching, "-o", str(folder / "own"), "--json"])
            if not daytally:
                continue
            line = [daytally, job, path, *fetching, "-o", folder / "own.csv", "--json"]
            theirs = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
            if job != "snapshot":
                same(report["diagnostics"], theirs["diagnostics"])
            else:
                assert report["diagnostics"]["videos"] == theirs["diagnostics"]["videos"] == 4


def json_of(words):
    """Run a command and return the JSON that it prints."""
    from daytally_spark import command

    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        assert command.main(words) == 0, words
    return json.loads(shown.getvalue())


def the_day_is_the_zones(folder):
    """Make snapshots in the first and the last zone of the earth, which never have the same day."""
    write(folder / "zone" / "a.parquet")
    for zone, hours in (("Pacific/Kiritimati", 14), ("Etc/GMT+12", -12)):
        days = {(datetime.now(timezone.utc) + timedelta(hours=hours)).date()}
        out = folder / "zone-out"
        report = json_of(
            ["snapshot", str(folder / "zone"), "--provider", "simulator", "-o", str(out), "--timezone", zone, "--json"]
        )
        days.add((datetime.now(timezone.utc) + timedelta(hours=hours)).date())
        assert report["figures"]["runDate"] in map(str, days), (zone, report)


def far_days_make_the_same_gaps(folder, daytally):
    """Add dates of other centuries to those of a month, one before them and one after."""
    chance = random.Random(22)
    rows = [
        (f"UC{at % 3}", f"v{at % 20}", DAY - timedelta(at % 4), DAY + timedelta(chance.randrange(30)), at)
        for at in range(600)
    ]
    rows += [(None, None, DAY, DAY, 1), ("UC1", None, DAY, None, 1), ("UC8", "v3", None, None, 1)]
    strays = date(1970, 1, 1), date(2970, 1, 1)
    rows += [("UC1", "v1", DAY, stray, 1) for stray in strays for _ in range(2)]
    write(folder / "far" / "a.parquet", rows=rows)
    # `all` reads all days, `gaps` only those up to the end date.
    alike("gaps", [folder / "far"], folder, daytally, "--end-date", "2023-05-02", "--form", "dates")
    out, theirs = folder / "far-all", folder / "far-report"
    words = ["all", str(folder / "far"), "--end-date", "2023-05-02", "--run-date", "2023-05-03"]
    report = json_of([*words, "-o", str(out), "--json"])["diagnostics"]
    assert (report["firstDay"], report["lastDay"]) == tuple(map(str, strays))
    if daytally:
        line = [daytally, *words, "--format", "csv", "-o", theirs, "--json"]
        shown = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
        same(report, shown["diagnostics"])
        for form in ("list", "dates", "ranges"):
            found = [tuple(map(plain, row)) for row in listed(out / f"gaps-{form}.parquet")]
            assert found == text(theirs / f"gaps-{form}.csv"), form


def same(found, theirs):
    """Compare diagnostics with those of `daytally`: only the codes of warnings, and numbers of rows."""
    found, theirs = dict(found), dict(theirs)
    codes = [sorted(each["code"] for each in it.pop("warnings", [])) for it in (found, theirs)]
    assert codes[0] == codes[1], codes
    for name in ("unreadable", "rowIssues"):
        assert len(found.pop(name)) == len(theirs.pop(name)), name
    assert found == theirs, {
        name: (found.get(name), theirs.get(name)) for name in {*found, *theirs} if found.get(name) != theirs.get(name)
    }


def inputs_may_be_anywhere(folder):
    """Put inputs before, between and after options, with full option names."""
    from daytally_spark.command import arguments

    mixed = ["gaps a b -o out --json", "gaps -o out a --json b", "gaps --json -o out a b"]
    for words in (*mixed, "gaps a -o out --json -- b"):
        given = arguments.parser().parse_args(words.split())
        assert (given.job, given.inputs, given.output, given.json) == ("gaps", ["a", "b"], "out", True), words
    wrong = ["gaps -o out", "gaps a", "gaps a -o out --end 2023-04-18", "monthly a -o out --estimate", "a -o out"]
    wrong += [f"gaps a -o out --end-date {day}" for day in ("2023-W01-1", "20230401", "2023-02-30", "٢٠٢٣-04-01")]
    wrong += [f"snapshot a -o out --batch-size {size}" for size in ("0", "-1", "1.0", "²", "1_0")]
    wrong += [f"gaps a -o out --outage-share {share}" for share in ("0", "1.1", "nan", "1_0", "inf")]
    for words in wrong:
        text = io.StringIO()
        with contextlib.redirect_stderr(text):
            try:
                arguments.parser().parse_args(words.split())
            except SystemExit as left:
                assert left.code == 2 and "usage: " in text.getvalue()
            else:
                raise AssertionError(f"{words} is taken")


def control_characters_in_names_are_escaped(folder):
    """Use control characters in a file name: both outputs show escapes."""
    write(folder / "odd\x1b[2J\x9b\n" / "a.parquet", ("channel_id",), [("UC1",)])
    status, text = run_command(["monthly", str(folder / "odd\x1b[2J\x9b\n"), "-o", str(folder / "no")])
    assert status == 1 and "odd\\u{1b}[2J\\u{9b}\\n" in text and text.count("\n") == 1, text
    report = json_of(
        ["snapshot", str(folder / "zone"), "--provider", "simulator", "-o", str(folder / "\x9bout"), "--json"]
    )
    assert report["figures"]["requested"] == 1


def damaged_files_are_reported(spark, folder):
    """Let the session ignore damaged files: the job still fails."""
    path = folder / "damaged" / "a.parquet"
    write(path, rows=[(f"UC{at}", f"video-{at}", DAY, DAY, at) for at in range(5000)])
    damaged = bytearray(path.read_bytes())
    damaged[100:4000] = bytes(3900)
    path.write_bytes(damaged)
    write(folder / "damaged" / "b.parquet")
    names = ("spark.sql.files.ignoreCorruptFiles", "spark.sql.files.ignoreMissingFiles")
    before = {name: spark.conf.get(name) for name in names}
    for name in names:
        spark.conf.set(name, "true")
    try:
        status, text = run_command(["monthly", str(folder / "damaged"), "-o", str(folder / "left-out")])
        assert status == 1 and "a.parquet" in text, text
    finally:
        for name, value in before.items():
            spark.conf.set(name, value)


def partitions_may_be_left_to_spark(spark, folder):
    """Fetch with the number of partitions set to `auto`, as on Databricks."""
    from daytally_spark.results.snapshot import partitions

    class Auto:
        sparkContext = spark.sparkContext
        conf: ClassVar = {"spark.sql.shuffle.partitions": "auto"}

    assert partitions(Auto, 10_000_000, 10) == 200


def stores_have_one_scheme():
    """Convert Hadoop URL schemes for pyarrow."""
    from daytally_spark.source.arrow_reader import pyarrow_url

    for scheme in ("s3", "s3a", "s3n"):
        assert pyarrow_url(f"{scheme}://bucket/s3a://x") == "s3://bucket/s3a://x"
    assert pyarrow_url("gs://bucket/s3a://x") == "gs://bucket/s3a://x"


def alike(job, inputs, folder, daytally, *options):
    """Compare the outputs of the package and the command line."""
    from daytally_spark import command

    if not daytally:
        return
    out, report = folder / "alike", folder / "alike.csv"
    words = [job, *map(str, inputs), *options]
    assert command.main([*words, "-o", str(out)]) == 0, words
    subprocess.run([daytally, *words, "-o", report], check=True, capture_output=True)
    found = [tuple(map(plain, row)) for row in listed(out)]
    assert found == text(report), (words, found[:5], text(report)[:5])


def plain(value):
    """Format a value like a CSV file."""
    if isinstance(value, list):
        return ";".join(map(str, value))
    return "" if value is None else str(value)


def hold(spark, scratch, daytally, part):
    """Run every test, or those that depend on the release of Spark."""
    folder = Path(scratch) / "inputs"
    inputs_may_be_anywhere(folder)
    stores_have_one_scheme()
    partitions_may_be_left_to_spark(spark, folder)
    files_are_those_of_the_command_line(spark, folder, daytally)
    days_are_read_like_the_command_line_reads_them(spark, folder, daytally)
    damaged_files_are_reported(spark, folder)
    if not part:
        far_days_make_the_same_gaps(folder, daytally)
        keys_are_those_of_the_path_as_it_is_given(spark, folder, daytally)
        columns_may_have_any_name(spark, folder, daytally)
        a_job_needs_its_own_columns(folder, daytally)
        the_day_is_the_zones(folder)
        control_characters_in_names_are_escaped(folder)
