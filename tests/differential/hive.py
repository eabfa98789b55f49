"""Folders of hive keys, as several engines write them."""

import shutil
import tempfile
from pathlib import Path

import polars as pl
import pyarrow.dataset as pd
from folder import NULL_KEY

# More folders would only take longer.
KEYS = 15
# What Spark escapes in the name of a folder, besides control characters.
ESCAPED = set("\"#%'*/:=?\\{[]^\x7f")


def escaped(text):
    """Writes text as Spark does in the name of a folder."""
    return "".join(f"%{ord(each):02X}" if each < " " or each in ESCAPED else each for each in text)


def key(value):
    """Writes a value as the name of a folder has it."""
    if value is None:
        return NULL_KEY
    return escaped(str(value)) or NULL_KEY


def fits(rows, place):
    """Tells whether a column's values can be folders."""
    values = {row[place] for row in rows}
    return 0 < len(values) <= KEYS and all(len(key(value).encode()) < 200 for value in values)


def by_hand(made, folder, part, write):
    """Writes a file for each value of a key, without that column."""
    name = part.names[part.partition]
    found = {}
    for number, row in enumerate(part.rows):
        found.setdefault(key(row[part.partition]), []).append(number)
    for number, (value, rows) in enumerate(found.items()):
        path = folder / f"{name}={value}" / f"{number}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        write(made.drop_columns([name]).take(rows), path)


def by_pyarrow(made, folder, part):
    """Has pyarrow make the folders."""
    keys = made.select([part.names[part.partition]]).schema
    layout = pd.partitioning(keys, flavor="hive")
    pd.write_dataset(made, folder, format="parquet", partitioning=layout)


def by_duckdb(made, folder, part, database):
    """Has DuckDB make the folders."""
    database.register("made", made)
    name = part.names[part.partition]
    database.execute(f"copy made to '{folder}' (format parquet, partition_by (\"{name}\"))")


def by_polars(made, folder, part):
    """Has Polars make the folders."""
    layout = pl.PartitionBy(folder, key=part.names[part.partition])
    pl.from_arrow(made).lazy().sink_parquet(layout, mkdir=True)


class Folder:
    """A folder that is written apart, and then moved among the others."""

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
        """Moves every file, with a name that no other part's has."""
        for path in sorted(self.made.rglob("*")):
            if path.is_file():
                inside = path.relative_to(self.made)
                kept = self.target / inside.parent / named(inside.name, self.prefix)
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(path, kept)


def named(name, prefix):
    """Gives the name of a file among those of other parts; marks such as _SUCCESS stay."""
    if not name.endswith((".parquet", ".parquet.crc")):
        return name
    dot = "." if name.startswith(".") else ""
    return f"{dot}{prefix}-{name.removeprefix('.')}"
