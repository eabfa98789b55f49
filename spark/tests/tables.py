"""Folders whose logs decide which files count: tables, streaming sinks, commits; and hive keys."""

import json

from inputs import DAY, frame, write
from places import run_command


def refusal(spark, *inputs, **options):
    """Return the error of inputs that must be refused."""
    from daytally_spark.dataset import Dataset
    from daytally_spark.errors import DaytallyError

    try:
        Dataset(spark, list(map(str, inputs)), **options)
    except DaytallyError as problem:
        return problem
    raise AssertionError(f"{inputs} are read")


def marked(folder, name, text="{}"):
    """Write a log file and the folders above it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def tables_are_refused_by_name(spark, folder):
    """Create the marker files of tables: they are refused at any depth, from above and from inside."""
    from daytally_spark.dataset import Dataset

    for kind, mark in (
        ("Delta", "_delta_log/00000000000000000000.json"),
        ("Iceberg", "metadata/00001-abc.metadata.json"),
        ("Iceberg", "metadata/snap-1-1-abc.avro"),
        ("Hudi", ".hoodie/hoodie.properties"),
        ("Hudi", ".hoodie_partition_metadata"),
    ):
        table = folder / kind / mark.partition("/")[0].strip("_.") / "deep" / "table"
        file = table / "date=2023-04-18" / "part-0.parquet"
        write(file)
        marked(table, mark)
        inside = [file.parent, file] if not mark.endswith("_metadata") else []
        for given in (table, table.parent.parent, f"{table}/", f"{table}/.", *inside):
            problem = refusal(spark, given)
            assert problem.code == "table" and f"{kind} table" in str(problem) and "--as-files" in str(problem), problem
        read = Dataset(spark, [str(table)], as_files=True)
        assert [file.name for file in read.files] == [str(file)] and read.tables[0]["asFiles"], read.tables
    hidden = folder / "plain"
    write(hidden / "a.parquet")
    marked(hidden, "_temporary/0/_delta_log/0.json")
    marked(hidden, "metadata/notes.json")
    assert len(Dataset(spark, [str(hidden)]).files) == 1
    status, text = run_command(["monthly", str(folder / "Delta"), "-o", str(folder / "out")])
    assert status == 1 and "Delta table" in text, text


def line(folder, name, action="add"):
    """Write a line of a sink's log, as Spark does."""
    path = f"file://{folder}/{name}".replace("%", "%25").replace(" ", "%20")
    return json.dumps({"path": path, "size": 1, "isDir": False, "action": action})


def sinks_are_read_by_their_logs(spark, folder):
    """Write logs of sinks, one of which was moved, and compare with Spark's reader if possible."""
    from daytally_spark.dataset import Dataset

    sink = folder / "sink"
    names = ["part-0.parquet", "part-1.parquet", "k=a%3Ab/part 2", "orphan.parquet", "part-4.parquet"]
    for at, name in enumerate(names):
        write(sink / name, rows=[("UC1", f"v{at}", DAY, DAY, 10**at)])

    def version(number, *lines):
        marked(sink, f"_spark_metadata/{number}", "\n".join(["v1", *lines]))

    version("0", line(sink, "part-4.parquet"))
    version("1.compact", line(sink, names[0]), line(sink, names[1]))
    version("2", line(sink, names[1], "delete"), line(sink, names[2]))
    read = Dataset(spark, [str(sink)])
    assert sorted(file.name for file in read.files) == sorted(f"{sink}/{names[at]}" for at in (0, 2))
    assert sorted(each["reason"] for each in read.skipped if each["reason"] != "hidden") == ["not_listed"] * 3
    assert read.tables == [{"path": f"file:{sink}/", "format": "streaming sink", "asFiles": False, "version": 2}]
    assert len(frame(spark, sink / "k=a%3Ab")) == 1, "a folder inside of a sink is read by the sink's log"
    assert refusal(spark, sink / "orphan.parquet").code == "no_input"
    moved = folder / "moved"
    sink.rename(moved)
    assert len(Dataset(spark, [str(moved)]).files) == 2
    assert len(Dataset(spark, [str(moved)], as_files=True).files) == 5
    (moved / names[0]).unlink()
    assert refusal(spark, moved).code == "missing_file"
    marked(moved, "_spark_metadata/4", "v1\n")
    assert "gap" in str(refusal(spark, moved))
    # A log without versions lists no files, as in Spark.
    empty = folder / "empty" / "sink"
    write(empty / "part-0.parquet")
    (empty / "_spark_metadata").mkdir()
    for given in (empty, empty.parent, empty / "part-0.parquet"):
        assert "does not list it" in str(refusal(spark, given)), given
    assert len(Dataset(spark, [str(empty)], as_files=True).files) == 1


def commits_of_databricks_are_followed(spark, folder):
    """Read transactions that were committed, not committed, removed, and those without markers."""
    from daytally_spark.dataset import Dataset

    place = folder / "commits"
    names = [f"part-{at}-tid-{id}-x-c000.parquet" for at, id in ((0, 1), (0, 2), (0, 3), (1, 3), (0, 4))]
    for at, name in enumerate([*names, "plain.parquet"]):
        write(place / name, rows=[("UC1", f"v{at}", DAY, DAY, 10**at)])
    for id in (1, 2, 3):
        marked(place, f"_started_{id}", "")
    marked(place, "_committed_1", json.dumps({"added": [names[0]], "removed": []}))
    marked(place, "_committed_3", json.dumps({"added": [names[2]], "removed": [names[0]]}))
    read = Dataset(spark, [str(place)])
    assert [file.name.rpartition("/")[2] for file in read.files] == [names[2], names[4], "plain.parquet"]
    reasons = sorted(each["reason"] for each in read.skipped if each["reason"] != "hidden")
    assert reasons == ["removed", "uncommitted", "uncommitted"], read.skipped
    assert refusal(spark, place / names[1]).code == "no_input", "a file that was given is not committed either"
    assert len(Dataset(spark, [str(place)], as_files=True).files) == 6
    # Markers apply to files by name, and to the partitions below them.
    marked(place, "_committed_5", json.dumps({"added": [], "removed": ["plain.parquet"]}))
    assert "a Databricks commit removed it" in str(refusal(spark, place / "plain.parquet"))
    parts = folder / "parts"
    for id in (8, 9):
        write(parts / "date=1" / "hour=2" / f"part-0-tid-{id}-x.parquet")
    marked(parts, "_started_8", "")
    for given in (parts, parts / "date=1", parts / "date=1" / "hour=2"):
        assert ["-tid-9-" in file.name for file in Dataset(spark, [str(given)]).files] == [True], given


def keys_are_the_run_nearest_to_the_file(spark, folder):
    """Read hive keys by the rules of the specification, and copies of files."""
    from daytally_spark.dataset import Dataset
    from daytally_spark.quality import warnings
    from daytally_spark.source.keys import keys, unescaped

    for text, plain in (
        ("100%25%2f%", "100%/%"),
        ("%C3%A9é", "éé"),
        ("%E9é", "éé"),
        ("%zz%4", "%zz%4"),
        ("a+b", "a+b"),
    ):
        assert unescaped(text) == plain, text
    assert keys("f", ["env=prod", "raw", "date=2023-01-02", "x", "y"], False) == (("date", "2023-01-02"),)
    assert keys("f", ["env=prod", "a=1", "b=__HIVE_DEFAULT_PARTITION__"], True)[1:] == (("a", "1"), ("b", None))
    assert keys("f", ["a=1", "raw"], True) == () and keys("f", ["a=1", "b=2", "a=1"], False) == (("b", "2"), ("a", "1"))
    write(folder / "two" / "channel_id=A" / "channel_id=B" / "f.parquet")
    problem = refusal(spark, folder / "two")
    assert problem.code == "ambiguous_column" and "'A'" in str(problem) and "'B'" in str(problem), problem
    # A day of the month is never a date: only the column of the file is.
    layout = folder / "lake" / "year=2023" / "month=04" / "day=18"
    write(layout / "f.parquet", ("channel_id", "video_id", "created_date", "fetched_at", "viewCount"))
    assert frame(spark, folder / "lake")[0][3] == str(DAY)
    write(folder / "none" / "day=18" / "f.parquet", ("channel_id", "video_id"), [("UC1", "v1")])
    status, text = run_command(["gaps", str(folder / "none"), "-o", str(folder / "out")])
    assert status == 1 and "has no column" in text and "--columns" in text, text
    write(folder / "key" / "date=2023-04-18" / "f.parquet")
    assert frame(spark, folder / "key")[0][3] == "2023-04-18", "a readable key wins over the file's column"
    write(folder / "word" / "date=latest" / "f.parquet")
    assert frame(spark, folder / "word")[0][3] == str(DAY), "a key that is not a date is not the date"
    for at in (1, 2):
        write(folder / "copies" / f"part-0 ({at}).parquet")
    found = warnings.of_files(Dataset(spark, [str(folder / "copies")]))
    assert [each["code"] for each in found] == ["suspected_copies"] and len(found[0]["files"]) == 2, found


def hold(spark, scratch):
    """Run every test."""
    folder = scratch / "tables"
    tables_are_refused_by_name(spark, folder / "refused")
    sinks_are_read_by_their_logs(spark, folder)
    commits_of_databricks_are_followed(spark, folder)
    keys_are_the_run_nearest_to_the_file(spark, folder / "keys")
