"""The command line and the page over a table, compared with the rows that another reader reads."""

import argparse
import io
import json
import random
import subprocess
import sys
from pathlib import Path

import polars as pl

import expected

sys.path.insert(0, str(Path(__file__).parent.parent / "differential"))

from browser import Browser

# Each result by its name in the npm package, with its command and the function that computes it.
RESULTS = (
    ("monthly", ("monthly",), expected.monthly),
    ("gapsDates", ("gaps", "--form", "dates"), expected.gaps),
)


class Reader:
    """The command line over one version of a table, or the newest one, and the page if a browser is given."""

    def __init__(self, daytally, table, version, out, browser=None):
        """Remember what to read, and the file to write."""
        self.daytally, self.table, self.version, self.out = daytally, table, version, out
        self.browser = browser

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

    def page(self):
        """Return the page's results as frames, and its problems as text."""
        # A snapshot's id exceeds the numbers that JavaScript keeps exact.
        opening = {} if self.version is None else {"tableVersion": str(self.version)}
        found = self.browser.run(self.table, opening, {})
        frames = {kind: pl.read_parquet(io.BytesIO(file)) for kind, file in found["tables"].items()}
        return frames, " ".join(found["problems"])


def sorted_rows(rows):
    """Return rows as sorted text."""
    return sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)


def difference(found, wanted):
    """Return how a frame differs from the expected one, or None."""
    found, wanted = (frame.select(wanted.columns).sort(wanted.columns) for frame in (found, wanted))
    if found.to_dicts() == wanted.to_dicts():
        return None
    return f"{found.columns[-1]} differs: {found}, expected {wanted}"


def problem(reader, rows):
    """Return the difference from the rows of the reference reader, or None."""
    if sorted_rows(reader.rows()) != sorted_rows(rows.to_dicts()):
        return f"the rows differ: {sorted_rows(reader.rows())}, expected {sorted_rows(rows.to_dicts())}"
    frames, problems = reader.page() if reader.browser else ({}, "")
    if problems:
        return f"the page reports {problems}"
    for kind, command, compute in RESULTS:
        wanted = compute(rows)
        if differs := difference(reader.result(*command), wanted):
            return differs
        if not reader.browser:
            continue
        if kind not in frames:
            return f"the page has no {kind}"
        if differs := difference(frames[kind], wanted):
            return f"in the page, {differs}"
    return None


def rows_problem(reader, errors, readable):
    """Return what is wrong with the answers for a table without rows, or None.

    They must be one of the errors or, if the table is `readable`, no rows.
    """
    try:
        if found := reader.rows():
            return f"unexpected rows: {found}"
        if not readable:
            return "the table was read, but has no files"
    except ValueError as error:
        if not any(text in str(error) for text in errors):
            return str(error)
    if not reader.browser:
        return None
    frames, problems = reader.page()
    if any(frame.height for frame in frames.values()):
        return f"unexpected rows in the page: {frames}"
    if any(text in problems for text in errors) or (readable and not problems):
        return None
    return f"the page reports {problems!r}"


def check_all(args, name, check, compared):
    """Run `check(number, tally, browser)` for each history; return the exit status."""
    tally, failed = {compared: 0, f"{compared} in the page": 0, "rows": 0}, 0
    browser = Browser() if args.page else None
    try:
        for number in [args.only] if args.only is not None else range(args.histories):
            in_page = browser and (args.only is not None or number % args.page == 0)
            differs = check(number, tally, browser if in_page else None)
            if differs:
                failed += 1
                print(f"{name} history {number} of seed {args.seed}: {differs}", flush=True)
    finally:
        if browser:
            browser.close()
    print(f"{args.histories} {name} histories of seed {args.seed}, {failed} with differences: {json.dumps(tally)}")
    return 1 if failed or not tally[compared] or (browser and not tally[f"{compared} in the page"]) else 0


def arguments():
    """Parse the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("daytally")
    parser.add_argument("--histories", type=int, default=500)
    parser.add_argument("--seed", default=random.SystemRandom().randbytes(4).hex())
    parser.add_argument("--only", type=int)
    parser.add_argument("--page", type=int, help="read one history in N in the page too")
    return parser.parse_args()
