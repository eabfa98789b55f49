"""Compares all values and the row order of every fixture with the package on real Spark.

Usage: fixtures.py [CASE…] [--folder FOLDER]… [--every N] [--skip N] [--seconds N]
"""

import argparse
import hashlib
import json
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import session  # first, because it sets the module path

# isort: split

import case as cases
from daytally_spark.command import settings

QUESTIONS = ("monthly", "gaps-list", "gaps-dates", "gaps-ranges", "snapshot", "unanswered", "combined")
# Small cases are mostly planning, which threads can do in parallel.
THREADS = 4
# The min number of cases, even on a slow machine.
MIN_CASES = 8


def stored(folders):
    """Return the cases in folders, in a pseudo-random order that is the same in every run."""
    files = [file for folder in folders for file in Path(folder).glob("*/case.json")]
    found = map(cases.read, files)
    return sorted(found, key=lambda case: hashlib.sha256(case.name.encode()).digest())


def camel(name):
    """Return a name in camel case, as in JSON."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def differences(answers, case):
    """Return the differences between the package's results and the expected files."""
    from answers import wanted
    from daytally_spark.errors import DaytallyError

    problems = []
    failing = case.error["questions"] if case.error else []
    for name, found in answers.rows(QUESTIONS).items():
        if isinstance(found, DaytallyError):
            problems += [f"{name}: {actual}" for actual in misfit(found, case, name in failing)]
            continue
        if name in failing:
            problems.append(f"{name}: answered, where {case.error['code']} is expected")
            continue
        rows, columns = wanted(case.expected / f"{name}.json")
        if found[1] != columns:
            problems.append(f"{name}: the columns are {found[1]}, expected {columns}")
        if found[0] != rows:
            problems.append(f"{name}: {first(rows, found[0])}")
    diagnostics = case.expected / "diagnostics.json"
    if diagnostics.exists():
        problems += row_issues(json.loads(diagnostics.read_text("utf-8")), answers)
    return problems


def misfit(problem, case, expected):
    """Describe an error that is not the expected one."""
    if not expected:
        return [f"fails: {problem.code}: {problem}"]
    if problem.code != case.error["code"] or not all(text in str(problem) for text in case.error["mentions"]):
        return [f"expected {case.error}, it fails with {problem.code}: {problem}"]
    return []


def row_issues(expected, answers):
    """List the diagnostics that differ."""
    found, problems = answers.diagnostics(), []
    for name, value in expected.items():
        actual = found[camel(name)]
        if name in ("unreadable", "row_issues"):
            actual = sorted((each["file"].split("/input/")[-1], *rest(each)) for each in actual)
            value = sorted((each["file"], each["row_group"], each["role"], each["rows"]) for each in value)
        if actual != value:
            problems.append(f"diagnostics: {name} is {actual}, expected {value}")
    return problems


def rest(each):
    """Return the fields of rows with issues, except the file."""
    return each["rowGroup"], each["role"], each["rows"]


def first(rows, found):
    """Describe the first row that differs."""
    for left, right in zip(rows, found):
        if left != right:
            return f"expected {left}, it has {right}"
    return f"expected {len(rows)} rows, it has {len(found)}"


def run(spark, folders, names=(), every=1, skip=0, seconds=None):
    """Compare cases and print differences; return the numbers of cases (found, compared, different)."""
    from answers import Answers

    ends = time.monotonic() + seconds if seconds else float("inf")

    def tried(at, case):
        if at >= MIN_CASES and time.monotonic() > ends:
            return None
        try:
            problems = differences(Answers(spark, case.folder, case.input, case.options, scratch), case)
        except Exception as problem:  # noqa: BLE001 a crash is a failure of the case
            problems = [f"crashed: {type(problem).__name__}: {problem}"]
        for problem in problems:
            print(f"{case.name}: {problem}", flush=True)
        return problems

    chosen = []
    for case in stored(folders):
        reason = skipped(case)
        if reason:
            print(f"skipped {case.name}: {reason}", flush=True)
        elif not names or case.name in names:
            chosen.append(case)
    chosen = chosen[skip::every]
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(THREADS) as pool:
        found = [each for each in pool.map(tried, range(len(chosen)), chosen) if each is not None]
    return len(chosen), len(found), sum(map(bool, found))


def skipped(case):
    """Return the reason to skip a case with these versions, or None."""
    import pyarrow

    old = int(pyarrow.__version__.split(".")[0]) < 16
    if old and case.name.startswith(("count_float16", "encoding_byte_stream_split")):
        return f"pyarrow {pyarrow.__version__} does not read it"
    return None


def add_arguments(parser):
    """Add the arguments that choose cases."""
    parser.add_argument("--folder", action="append", help="folder of cases, several times [the fixtures]")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="compare every Nth case")
    parser.add_argument("--skip", type=int, default=0, metavar="N", help="skip the first N cases")
    parser.add_argument("--seconds", type=float, help="start no more cases after this time [no limit]")


def compare(spark, given, names=()):
    """Compare the chosen cases, print a line, and return whether enough are equal."""
    began = time.monotonic()
    folders = given.folder or [cases.FIXTURES]
    there, compared, failed = run(spark, folders, names, given.every, given.skip, given.seconds)
    seconds = time.monotonic() - began
    print(f"{compared} of {there} cases compared on Spark {spark.version}, {failed} differ, in {seconds:.0f} s")
    return not failed and compared >= min(there, MIN_CASES)


def main():
    """Run the named cases, or all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    add_arguments(parser)
    given = parser.parse_args()
    spark = session.start(**settings.READING, **settings.WRITING)
    return 0 if compare(spark, given, given.names) else 1


if __name__ == "__main__":
    sys.exit(main())
