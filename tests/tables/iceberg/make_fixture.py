"""Writes the small Iceberg table of the tests, and what pyiceberg reads of each snapshot.

Usage: make_fixture.py FOLDER
"""

import json
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.expressions import And, EqualTo
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import IdentityTransform
from pyiceberg.types import DateType, IntegerType, LongType, NestedField, StringType

from moved_io import SCHEME, MovedIO

SCHEMA = Schema(
    NestedField(1, "channel_id", StringType()),
    NestedField(2, "video_id", StringType()),
    NestedField(3, "created_date", DateType()),
    NestedField(4, "day", DateType()),
    NestedField(5, "views", IntegerType()),
)
SPEC = PartitionSpec(PartitionField(1, 1000, IdentityTransform(), "channel_id"))


def rows(table, values):
    """Return rows as Arrow, in the types of the table."""
    created = date(2023, 1, 1)
    data = [(channel, video, created, date(2023, 1, day), views) for channel, video, day, views in values]
    schema = table.schema().as_arrow()
    return pa.table([pa.array(column, field.type) for column, field in zip(zip(*data), schema)], schema=schema)


def write(catalog):
    """Write the table; return it."""
    table = catalog.create_table("n.views", SCHEMA, partition_spec=SPEC, location=f"{SCHEME}table")
    table.append(rows(table, [("UCa", "v", day, 100) for day in range(1, 6)] + [("UC b", "w", 2, None)]))
    with table.update_schema() as update:
        update.update_column("views", LongType())
    with table.update_schema() as update:
        update.rename_column("day", "date")
        update.rename_column("views", "viewCount")
    table.append(rows(table, [("UCa", "v", 6, 5_000_000_000), ("UC b", "w", 1, 7)]))
    table.delete(And(EqualTo("channel_id", "UCa"), EqualTo("date", "2023-01-03")))
    table.overwrite(rows(table, [("UC b", "w", 2, 8)]), EqualTo("channel_id", "UC b"))
    return table


def main(folder):
    """Write the table and the expected rows to a folder."""
    folder = Path(folder)
    with tempfile.TemporaryDirectory() as temporary:
        MovedIO.folder = Path(temporary)
        (Path(temporary) / "table").mkdir()
        catalog = SqlCatalog("c", uri="sqlite:///:memory:", **{"py-io-impl": "moved_io.MovedIO"})
        catalog.create_namespace("n")
        table = write(catalog)
        expected = []
        for snapshot in table.metadata.snapshots:
            read = table.scan(snapshot_id=snapshot.snapshot_id).to_arrow().to_pylist()
            expected.append({"snapshot": str(snapshot.snapshot_id), "rows": sorted(read, key=str)})
        current = sorted(table.scan().to_arrow().to_pylist(), key=str)
        shutil.rmtree(folder / "input", ignore_errors=True)
        shutil.copytree(Path(temporary) / "table", folder / "input")
        metadata = table.metadata_location.removeprefix(f"{SCHEME}table/")
    answer = {"metadata": metadata, "current": current, "snapshots": expected}
    text = json.dumps(answer, indent=2, default=str, ensure_ascii=False)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
