"""Writes folders with hive keys like several engines do."""

import shutil
import tempfile
from pathlib import Path

import polars as pl
import pyarrow.dataset as pd

from rows.folder import NULL_KEY

# More folders would take longer without testing more.
MAX_KEYS = 15
# Characters that Spark escapes in folder names, besides control characters.
ESCAPED = set("\"#%'*/:=?\\{[]^\x7f")


def escape(text):
    """Escape text like Spark in folder names."""
    return "".join(f"%{ord(each):02X}" if each < " " or each in ESCAPED else each for each in text)


def key(value):
    """Return the text of a value in a folder name."""
    if value is None:
        return NULL_KEY
    return escape(str(value)) or NULL_KEY


def fits(rows, place):
    """Return whether the values of a column can be folder names."""
    values = {row[place] for row in rows}
    return 0 < len(values) <= MAX_KEYS and all(len(key(value).encode()) < 200 for value in values)


def by_hand(made, folder, part, write):
    """Write one file per value of a key, without that column."""
    name = part.names[part.partition]
    found = {}
    for number, row in enumerate(part.rows):
        found.setdefault(key(row[part.partition]), []).append(number)
    for number, (value, rows) in enumerate(found.items()):
        path = folder / f"{name}={value}" / f"{number}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        write(made.drop_columns([name]).take(rows), path)


def by_pyarrow(made, folder, part):
    """Let pyarrow write the folders."""
    keys = made.select([part.names[part.partition]]).schema
    layout = pd.partitioning(keys, flavor="hive")
    pd.write_dataset(made, folder, format="parquet", partitioning=layout)


def by_duckdb(made, folder, part, database):
    """Let DuckDB write the folders."""
    database.register("made", made)
    name = part.names[part.partition]
    database.execute(f"copy made to '{folder}' (format parquet, partition_by (\"{name}\"))")


def by_polars(made, folder, part):
    """Let Polars write the folders."""
    layout = pl.PartitionBy(folder, key=part.names[part.partition])
    pl.from_arrow(made).lazy().sink_parquet(layout, mkdir=True)


class Folder:
    """A temporary folder whose files are moved to the target at the end."""

    def __init__(self, target, prefix):
        self.target = Path(target)
        self.prefix = prefix

    def __enter__(self):
        self.made = Path(tempfile.mkdtemp())
        return self.made

    def __exit__(self, kind, problem, trace):
        try:
            if problem is None:
                self.move()
        finally:
            shutil.rmtree(self.made)

    def move(self):
        """Move all files to the target, under unique names."""
        for path in sorted(self.made.rglob("*")):
            if path.is_file():
                inside = path.relative_to(self.made)
                path_there = self.target / inside.parent / unique_name(inside.name, self.prefix)
                path_there.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(path, path_there)


def unique_name(name, prefix):
    """Return a unique name for a data file; names like _SUCCESS stay."""
    if not name.endswith((".parquet", ".parquet.crc")):
        return name
    dot = "." if name.startswith(".") else ""
    return f"{dot}{prefix}-{name.removeprefix('.')}"
