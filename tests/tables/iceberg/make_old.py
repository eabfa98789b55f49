"""Writes `old/`: an Iceberg table of format 1, like tables that were migrated from Hive.

Its first files have no column ids, so that the name mapping applies; its metadata is compressed.
pyiceberg writes and reads it. Usage: make_old.py FOLDER
"""

import gzip
import json
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.table import StaticTable
from pyiceberg.transforms import IdentityTransform
from pyiceberg.types import DateType, LongType, NestedField, StringType, StructType

from moved_io import SCHEME, MovedIO

LOCATION = f"{SCHEME}table/"
SCHEMA = Schema(
    NestedField(1, "channel_id", StringType()),
    NestedField(2, "video_id", StringType()),
    NestedField(3, "created_date", DateType()),
    NestedField(4, "day", DateType()),
    NestedField(5, "counts", StructType(NestedField(6, "views", LongType()), NestedField(7, "likes", LongType()))),
)
SPEC = PartitionSpec(PartitionField(1, 1000, IdentityTransform(), "channel_id"))


def rows(schema, values):
    """Return rows in the types of a schema."""
    created = date(2023, 1, 1)
    data = [
        (channel, video, created, date(2023, 1, day), {"views": views, "likes": day})
        for channel, video, day, views in values
    ]
    columns = [
        pa.array([dict(zip(field.type.names, cell.values(), strict=True)) for cell in column], field.type)
        if pa.types.is_struct(field.type)
        else pa.array(column, field.type)
        for column, field in zip(zip(*data, strict=True), schema, strict=True)
    ]
    return pa.table(columns, schema=schema)


def write(catalog, folder):
    """Write the table; return it."""
    table = catalog.create_table(
        "n.views", SCHEMA, partition_spec=SPEC, location=LOCATION[:-1], properties={"format-version": "1"}
    )
    plain = pa.schema(
        [
            ("channel_id", pa.string()),
            ("video_id", pa.string()),
            ("created_date", pa.date32()),
            ("day", pa.date32()),
            ("counts", pa.struct([("views", pa.int64()), ("likes", pa.int64())])),
        ]
    )
    names = []
    for name, channel, first in (("a", "UCa", 1), ("b", "UC b", 4)):
        values = [(channel, f"v{name}", day, 10**day if day % 3 else None) for day in range(first, first + 4)]
        # In another order than the table's.
        pq.write_table(rows(plain, values).select([3, 1, 0, 4, 2]), folder / f"{name}.parquet")
        names.append(f"{LOCATION}{name}.parquet")
    table.add_files(names)
    with table.update_schema() as update:
        update.rename_column("day", "date")
        update.rename_column(("counts", "views"), "viewCount")
    table.append(rows(table.schema().as_arrow(), [("UCa", "va", 6, 7), ("UC b", "vb", 9, 8)]))
    return table


def compress(folder):
    """Compress every metadata file, and rename it as readers expect."""
    for path in sorted(folder.glob("metadata/*.metadata.json")):
        number = path.name.removesuffix(".metadata.json")
        compressed = path.with_name(f"{number}.gz.metadata.json")
        compressed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
        path.unlink()


def write_inline(compressed, manifests, path):
    """Write the metadata in its oldest form: one schema, one spec, and manifests without a list."""
    metadata = json.loads(gzip.decompress(compressed.read_bytes()))
    snapshot = next(each for each in metadata["snapshots"] if each["snapshot-id"] == metadata["current-snapshot-id"])
    del snapshot["manifest-list"], snapshot["schema-id"]
    snapshot["manifests"] = manifests
    metadata["snapshots"] = [snapshot]
    current = metadata["current-schema-id"]
    metadata["schema"] = next(each for each in metadata["schemas"] if each["schema-id"] == current)
    for name in ("schemas", "current-schema-id", "partition-specs", "default-spec-id", "refs"):
        del metadata[name]
    del metadata["schema"]["schema-id"], metadata["partition-spec"][0]["field-id"]
    path.write_text(json.dumps(metadata) + "\n", encoding="utf-8")


def monthly(rows):
    """Return the sums by channel, video and month as CSV; a month without counts has none."""
    sums = {}
    for row in rows:
        key = (row["channel_id"], row["video_id"], f"{row['date']:%Y-%m}")
        views = row["counts"]["viewCount"]
        sums[key] = sums.get(key, 0) + (views or 0)
    lines = [",".join((*key, str(views))) for key, views in sorted(sums.items())]
    return "\n".join(("channel_id,video_id,month,aggViewCount", *lines, ""))


def check_form(folder):
    """Make sure that manifests and lists are those of format 1, without sequence numbers."""
    for path in folder.glob("metadata/*.avro"):
        with path.open("rb") as file:
            schema: Any = fastavro.reader(file).writer_schema
            names = [field["name"] for field in schema["fields"]]
        assert not any("sequence" in name or name == "content" for name in names), (path, names)


def main(folder):
    """Write the table and the expected rows to a folder."""
    folder = Path(folder)
    with tempfile.TemporaryDirectory() as temporary:
        MovedIO.folder = Path(temporary)
        root = Path(temporary) / "table"
        root.mkdir()
        catalog = SqlCatalog("c", uri="sqlite:///:memory:", **{"py-io-impl": "moved_io.MovedIO"})
        catalog.create_namespace("n")
        table = write(catalog, root)
        manifests = [each.manifest_path for each in table.current_snapshot().manifests(table.io)]
        check_form(root)
        compress(root)
        newest = max(root.glob("metadata/*.gz.metadata.json"))
        read = StaticTable.from_metadata(f"{LOCATION}metadata/{newest.name}", {"py-io-impl": "moved_io.MovedIO"})
        expected = [
            {
                "snapshot": str(snapshot.snapshot_id),
                "rows": sorted(read.scan(snapshot_id=snapshot.snapshot_id).to_arrow().to_pylist(), key=str),
            }
            for snapshot in read.metadata.snapshots
        ]
        current = sorted(read.scan().to_arrow().to_pylist(), key=str)
        shutil.rmtree(folder / "input", ignore_errors=True)
        shutil.copytree(root, folder / "input")
        write_inline(newest, manifests, folder / "inline.metadata.json")
    answer = {
        "metadata": f"metadata/{newest.name}",
        "monthly": monthly(current),
        "current": current,
        "snapshots": expected,
    }
    text = json.dumps(answer, indent=2, default=str, ensure_ascii=False)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
