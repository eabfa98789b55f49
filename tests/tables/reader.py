"""The command line over a table, compared with the rows that another reader reads."""

import argparse
import json
import random
import subprocess

import polars as pl

import expected


class Reader:
    """The command line over one version of a table, or the newest one."""

    def __init__(self, daytally, table, version, out):
        """Remember what to read, and the file to write."""
        self.daytally, self.table, self.version, self.out = daytally, table, version, out

    def run(self, command, *options):
        """Run a command; return its output."""
        version = [] if self.version is None else ["--table-version", str(self.version)]
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


def problem(reader, rows):
    """Return the difference from the rows of the reference reader, or None."""
    if sorted_rows(reader.rows()) != sorted_rows(rows.to_dicts()):
        return f"the rows differ: {sorted_rows(reader.rows())}, expected {sorted_rows(rows.to_dicts())}"
    for found, wanted in (
        (reader.result("monthly"), expected.monthly(rows)),
        (reader.result("gaps", "--form", "dates"), expected.gaps(rows)),
    ):
        found, wanted = (frame.select(wanted.columns).sort(wanted.columns) for frame in (found, wanted))
        if found.to_dicts() != wanted.to_dicts():
            return f"{found.columns[-1]} differs: {found}, expected {wanted}"
    return None


def arguments():
    """Parse the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("daytally")
    parser.add_argument("--histories", type=int, default=500)
    parser.add_argument("--seed", default=random.SystemRandom().randbytes(4).hex())
    parser.add_argument("--only", type=int)
    return parser.parse_args()
