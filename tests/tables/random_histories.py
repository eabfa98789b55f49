"""Random Delta tables by `deltalake`: every version through the command line, against its reader.

Usage: random_histories.py DAYTALLY [--histories N] [--seed TEXT] [--only NUMBER]
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
import pyarrow as pa
from deltalake import DeltaTable, QueryBuilder
from deltalake.exceptions import DeltaError

import expected
from deletion_vector import Vectors
from history import History

STEPS = 12
VECTORS = 3


class Reader:
    """The command line over one version of a table."""

    def __init__(self, daytally, table, version, out):
        """Remember what to read, and the file to write."""
        self.daytally, self.table, self.version, self.out = daytally, table, version, out

    def run(self, command, *options):
        """Run a command; return its output."""
        version = ["--table-version", str(self.version)]
        words = [self.daytally, command, self.table, *version, *options]
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode:
            raise ValueError(f"{command}: status {done.returncode}, {done.stderr}")
        return done.stdout

    def rows(self):
        """Return the rows, with days as text."""
        printed = json.loads(self.run("inspect", "--rows", "1000000", "--json"))
        return [row for file in printed["rows"] for row in file]

    def result(self, command, *options):
        """Return a result as a frame."""
        self.run(command, *options, "-o", self.out)
        return pl.read_parquet(self.out)


def sorted_rows(rows):
    """Return rows as sorted text."""
    return sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)


def rows_of(table):
    """Return the rows that the reference reader reads."""
    rows = QueryBuilder().register("rows", table).execute("select * from rows").read_all()
    return pl.from_arrow(pa.table(rows))


def problem(reader, rows):
    """Return what differs from the rows of the reference reader, if something does."""
    if sorted_rows(reader.rows()) != sorted_rows(rows.to_dicts()):
        return f"the rows differ: {sorted_rows(reader.rows())} and not {sorted_rows(rows.to_dicts())}"
    for found, wanted in (
        (reader.result("monthly"), expected.monthly(rows)),
        (reader.result("gaps", "--form", "dates"), expected.gaps(rows)),
    ):
        found, wanted = (frame.select(wanted.columns).sort(wanted.columns) for frame in (found, wanted))
        if found.to_dicts() != wanted.to_dicts():
            return f"{found.columns[-1]} differs: {found} and not {wanted}"
    return None


def check(daytally, seed, number, tally):
    """Make a history, and compare each of its versions; return what differs, if something does."""
    chance = random.Random(f"{seed} {number}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "a table"
        history = History(folder, chance)
        for _ in range(STEPS):
            try:
                step = history.step()
            except DeltaError:
                # There is nothing to restore yet, or no row in the part.
                continue
            tally[step] = tally.get(step, 0) + 1
        vectors = Vectors(DeltaTable(str(folder)))
        for _ in range(VECTORS if vectors.adds else 0):
            vectors.delete(chance)
            tally["vectors"] = tally.get("vectors", 0) + 1
        for version in range(DeltaTable(str(folder)).version() + 1):
            table = DeltaTable(str(folder), version=version)
            rows = rows_of(table)
            reader = Reader(daytally, str(folder), version, str(Path(temporary) / "out.parquet"))
            if not table.file_uris():
                try:
                    reader.run("inspect")
                    return f"version {version} has no file, and is read"
                except ValueError as error:
                    if "has no file to read" not in str(error):
                        raise
                continue
            tally["versions"] += 1
            tally["rows"] += rows.height
            differs = problem(reader, rows)
            if differs:
                return f"version {version} (partitions {history.partition}): {differs}"
    return None


def main(args):
    """Check the histories; return the exit status."""
    tally, failed = {"versions": 0, "rows": 0}, 0
    for number in [args.only] if args.only is not None else range(args.histories):
        differs = check(args.daytally, args.seed, number, tally)
        if differs:
            failed += 1
            print(f"history {number} of seed {args.seed}: {differs}", flush=True)
    print(f"{args.histories} histories of seed {args.seed}, {failed} with differences: {json.dumps(tally)}")
    return 1 if failed or not tally["versions"] else 0


def arguments():
    """Parse the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("daytally")
    parser.add_argument("--histories", type=int, default=500)
    parser.add_argument("--seed", default=random.SystemRandom().randbytes(4).hex())
    parser.add_argument("--only", type=int)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(arguments()))
