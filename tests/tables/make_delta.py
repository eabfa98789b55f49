"""Writes the Delta table of four versions whose rows the command line's tests state: `delta/input`.

`deltalake` 1.6 wrote and read it. A new one has other file names, which the tests name.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

from history import SCHEMA


def rows(*counts):
    """Return a row of one video for each day of January 2023 and its count."""
    first = date(2023, 1, 1)
    found = [("UCa", "v", first, first + timedelta(day - 1), views) for day, views in counts]
    return pa.table(list(zip(*found, strict=True)), schema=SCHEMA)


def main(folder):
    """Write six rows, delete one day and update another; two of the four files are current."""
    write_deltalake(folder, rows(*((day, 100) for day in range(1, 6))))
    write_deltalake(folder, rows((6, 5)), mode="append")
    table = DeltaTable(folder)
    table.delete("date = '2023-01-03'")
    table.update(updates={"viewCount": "2"}, predicate="date = '2023-01-04'")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "delta" / "input")
