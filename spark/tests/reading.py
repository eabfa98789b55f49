"""Reads results of the package and of the command line as rows."""

import csv
from pathlib import Path


def listed(folder):
    """Return the rows of a folder of part files in order."""
    import pyarrow.parquet as pq

    parts = sorted(Path(folder).glob("part-*.parquet"))
    return [tuple(row.values()) for part in parts for row in pq.ParquetFile(part).read().to_pylist()]


def text(path):
    """Return the rows of a CSV file."""
    with Path(path).open(newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]
