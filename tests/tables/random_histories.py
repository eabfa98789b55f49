"""Random Delta tables by `deltalake`: every version through the command line and the page, against its reader.

Usage: random_histories.py DAYTALLY [--histories N] [--seed TEXT] [--only NUMBER] [--page EACH]
"""

import random
import sys
import tempfile
from pathlib import Path

import polars as pl
import pyarrow as pa
from deltalake import DeltaTable, QueryBuilder
from deltalake.exceptions import DeltaError

from deletion_vector import Vectors
from history import History
from reader import Reader, arguments, check_all, problem, rows_problem

STEPS = 12
VECTORS = 3


def rows_of(table):
    """Return the rows that the reference reader reads."""
    rows = QueryBuilder().register("rows", table).execute("select * from rows").read_all()
    return pl.from_arrow(pa.table(rows))


def check(daytally, seed, number, tally, browser):
    """Make a history, and compare each of its versions; return the difference, or None."""
    chance = random.Random(f"{seed} {number}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "a table"
        history = History(folder, chance)
        for _ in range(STEPS):
            try:
                step = history.step()
            except DeltaError:
                # There is nothing to restore yet, or no row in the partition.
                continue
            tally[step] = tally.get(step, 0) + 1
        vectors = Vectors(DeltaTable(str(folder)))
        for _ in range(VECTORS if vectors.adds else 0):
            vectors.delete(chance)
            tally["vectors"] = tally.get("vectors", 0) + 1
        for version in range(DeltaTable(str(folder)).version() + 1):
            table = DeltaTable(str(folder), version=version)
            rows = rows_of(table)
            reader = Reader(daytally, str(folder), version, str(Path(temporary) / "out.parquet"), browser)
            if table.file_uris():
                tally["versions"] += 1
                tally["versions in the page"] += browser is not None
                tally["rows"] += rows.height
                differs = problem(reader, rows)
            else:
                differs = rows_problem(reader, ["has no file to read"], readable=False)
            if differs:
                return f"version {version} (partitions {history.partition}): {differs}"
    return None


def main(args):
    """Check the histories; return the exit status."""

    def checked(number, tally, browser):
        return check(args.daytally, args.seed, number, tally, browser)

    return check_all(args, "Delta", checked, "versions")


if __name__ == "__main__":
    sys.exit(main(arguments()))
