"""Writes the Delta table that the tests of the page open, and its sums by version: `page/`.

`deltalake` writes and reads it; the deletion vectors are made by `deletion_vector.py`. Its log was
cleaned up: the oldest versions are gone.
"""

import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

import expected
from deletion_vector import Vectors
from history import SCHEMA
from random_histories import rows_of

HERE = Path(__file__).parent / "page"
CHANNELS = ("UCa", "UC b+é", None)


def rows(first, days):
    """Return a row for each of a few videos and days; every fifth count is missing."""
    found = [
        (
            channel,
            f"v{video}",
            date(2023, 1, 1),
            date(2023, 1, 1) + timedelta(day),
            (video + 1) * 10**day if day % 5 else None,
        )
        for video in range(6)
        for day in range(first, first + days)
        for channel in CHANNELS[video % 3 : video % 3 + 1]
    ]
    columns = zip(zip(*found, strict=True), SCHEMA, strict=True)
    return pa.table([pa.array(column, field.type) for column, field in columns], schema=SCHEMA)


def main():
    """Write the table and the expected values."""
    shutil.rmtree(HERE, ignore_errors=True)
    folder = HERE / "a table"
    write_deltalake(str(folder), rows(0, 4), partition_by=["channel_id"])
    write_deltalake(str(folder), rows(4, 5), mode="append")
    DeltaTable(str(folder)).delete("video_id = 'v4'")
    DeltaTable(str(folder)).create_checkpoint()
    vectors = Vectors(DeltaTable(str(folder)))
    chance = random.Random("page")
    for _ in range(3):
        vectors.delete(chance)
    sums = {}
    for version in range(2, vectors.version + 1):
        read = rows_of(DeltaTable(str(folder), version=version))
        found = expected.monthly(read).select("channel_id", "video_id", "month", "aggViewCount").sort(pl.all())
        monthly = [[None if value is None else str(value) for value in row] for row in found.rows()]
        sums[version] = {"rows": read.height, "monthly": monthly}
    for version in range(2):
        (folder / "_delta_log" / f"{version:020}.json").unlink()
    lines = ",\n".join(f'"{version}": {json.dumps(each, ensure_ascii=False)}' for version, each in sums.items())
    (HERE / "expected.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
