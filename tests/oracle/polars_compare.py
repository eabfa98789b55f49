"""Compares a folder of results with Polars' results for the same input.

Usage: polars_compare.py INPUT OUT_FOLDER [--end-date D] [--run-date D]
"""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl

from engines import polars_questions
from results import simulator
from rows import folder


def source(given):
    """Return a lazy frame of the five columns of the input's Parquet files."""
    paths = [str(path) for path, _ in folder.files([given])]
    hive = any("=" in part for part in Path(paths[0]).parts)
    return pl.scan_parquet(paths, hive_partitioning=hive)


def difference(name, found, wanted):
    """Return a description of the first difference of two frames, or None."""
    if found.schema != wanted.schema:
        return f"{name}: has {dict(found.schema)}, Polars {dict(wanted.schema)}"
    if found.height != wanted.height:
        return f"{name}: has {found.height} rows, Polars {wanted.height}"
    for column in wanted.columns:
        same = found[column].eq_missing(wanted[column])
        if not same.all():
            row = same.arg_min()
            return f"{name}: row {row} is {found.row(row)}, Polars has {wanted.row(row)}"
    return None


def run(given):
    """Compare every result in the folder."""
    data = source(given.input)
    answers = polars_questions.Answers(data, given.end_date, given.run_date)
    problems = compared = 0
    for name in polars_questions.NAMES:
        file = Path(given.out_folder) / f"{name}.parquet"
        if not file.exists():
            print(f"{name}: missing")
            problems += name != "combined"
            continue
        start = time.perf_counter()
        wanted = answers.of(name)
        problem = difference(name, pl.read_parquet(file, hive_partitioning=False), wanted)
        problems += problem is not None
        compared += 1
        seconds = time.perf_counter() - start
        print(problem or f"{name}: {wanted.height} rows are the same ({seconds:.1f} s)", flush=True)
    return 1 if problems or not compared else 0


def arguments():
    """Parse the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("input")
    parser.add_argument("out_folder")
    parser.add_argument("--end-date", type=date.fromisoformat)
    parser.add_argument("--run-date", type=date.fromisoformat, default=date.today())
    return parser.parse_args()


if __name__ == "__main__":
    simulator.seeded()
    sys.exit(run(arguments()))
