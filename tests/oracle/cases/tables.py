"""Cases of folders whose log decides which files count, in the formats of Spark and Databricks."""

import json

from case import Case
from sheet import sheet, write

DAYS = ("2023-01-01", "2023-01-02", "2023-01-03", "2023-01-04", "2023-01-05")
SINK = "file:/tmp/old%20place/input"


def sink(folder):
    """Write a partitioned sink: a compacted log, a batch after it, and parts of a failed batch."""
    lines = {}
    for number, day in enumerate(DAYS):
        name = f"date={day}/part-00000-{number:08}-0000-0000-0000-000000000000.c000.snappy.parquet"
        rows = [("UCa", f"v{each}", DAYS[0], day, 10 * number + each) for each in range(3)]
        write(folder / name, sheet(rows).drop_columns(["date"]))
        path = f"{SINK}/{name}"
        lines[number] = json.dumps({"path": path, "size": 1, "isDir": False, "action": "add"})
    log = folder / "_spark_metadata"
    log.mkdir()
    (log / "0").write_text("\n".join(["v1", lines[4]]))
    (log / "2.compact").write_text("\n".join(["v1", lines[0], lines[1], lines[2]]))
    gone = json.dumps({**json.loads(lines[1]), "action": "delete"})
    (log / "3").write_text("\n".join(["v1", gone]))
    (log / ".3.crc").write_bytes(b"crc\x00")


def databricks(folder):
    """Write parts of a committed, a replaced and an uncommitted transaction."""
    parts = {}
    for number, id in enumerate((11, 22, 33)):
        parts[id] = f"part-00000-tid-{id}-5d2f-{number}-1-c000.snappy.parquet"
        rows = [("UCa", "v", DAYS[0], day, 10**number) for day in DAYS]
        write(folder / parts[id], sheet(rows))
        (folder / f"_started_{id}").write_bytes(b"")
    for id, removed in ((11, []), (22, [parts[11]])):
        commit = {"added": [parts[id]], "removed": removed}
        (folder / f"_committed_{id}").write_text(json.dumps(commit))
    (folder / "_SUCCESS").write_bytes(b"")


def cases():
    """Return the cases."""
    logged = "The log of a sink or of commits decides which files count."
    return [
        Case("table_sink", "A streaming sink with parts that its log does not list", logged, sink),
        Case("table_databricks", "Databricks commits, one of them unfinished", logged, databricks),
    ]
