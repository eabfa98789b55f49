"""Writes the Iceberg table that the tests of the page open, and its sums: `fixture/page/`.

`pyiceberg` writes its data; position deletes, equality deletes and deletion vectors are committed by
hand. The expected values come from the model of the specification.
"""

import json
import random
import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.transforms import IdentityTransform

sys.path.insert(0, str(Path(__file__).parent.parent))

import expected
from hand import Commits
from iceberg_history import SCHEMA
from model import Model
from moved_io import SCHEME, MovedIO

HERE = Path(__file__).parent / "fixture" / "page"
CHANNELS = ("UCa", "UC b+é", None)


def rows(table, first, days):
    """Return a row for each of a few videos and days; every fifth count is missing."""
    schema = table.schema().as_arrow()
    found = [
        {
            "channel_id": CHANNELS[video % 3],
            "video_id": f"v{video}",
            "created_date": date(2023, 1, 1),
            "date": date(2023, 1, 1) + timedelta(day),
            "viewCount": video * 1000 + day if day % 5 else None,
            "note": day,
        }
        for video in range(6)
        for day in range(first, first + days)
    ]
    return pa.Table.from_pylist(found, schema=schema)


def main():
    """Write the table and the expected values."""
    shutil.rmtree(HERE, ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        MovedIO.folder = Path(temporary)
        folder = Path(temporary) / "a table"
        (folder / "data").mkdir(parents=True)
        catalog = SqlCatalog("c", uri="sqlite:///:memory:", **{"py-io-impl": "moved_io.MovedIO"})
        catalog.create_namespace("n")
        table = catalog.create_table(
            "n.t",
            SCHEMA,
            partition_spec=PartitionSpec(PartitionField(1, 1000, IdentityTransform(), "channel_id")),
            location=f"{SCHEME}a table",
        )
        table.append(rows(table, 0, 9))
        table.append(rows(table, 9, 30))
        with table.update_schema() as update:
            update.rename_column("viewCount", "views")
        commits = Commits(folder, table.metadata_location.removeprefix(f"{SCHEME}a table/"), 2)
        model = Model(table, commits)
        chance = random.Random("page")
        for version, operations in ((2, ("positions", "values", "positions", "values")), (3, ("vectors", "values"))):
            commits.metadata["format-version"] = version
            commits.metadata.setdefault("next-row-id", 0)
            for operation in operations:
                before = len(model.rows())
                getattr(model, operation)(chance)
                print(version, operation, before - len(model.rows()), "rows deleted")
        read = pl.DataFrame(model.rows(), schema_overrides={"views": pl.Int64})
        shutil.copytree(folder, HERE / "a table")
    found = expected.monthly(read.rename({"views": "viewCount"})).sort(pl.all())
    monthly = [[None if value is None else str(value) for value in row] for row in found.rows()]
    answer = {
        "snapshot": str(commits.metadata["current-snapshot-id"]),
        "metadata": commits.name,
        "files": len(model.files),
        "deleted": sum(len(file["rows"]) for file in model.files) - read.height,
        "rows": read.height,
        "monthly": monthly,
    }
    (HERE / "expected.json").write_text(json.dumps(answer, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
