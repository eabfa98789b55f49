"""One case through the command line, against CPython's answers and Polars'."""

import json
import subprocess
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path

import expectation
import polars as pl
import polars_questions
import pyarrow.parquet as pq
import table
from gaps import end_of
from polars_compare import difference
from role import ROLES

SECONDS = 60
POLARS = (pl.String, pl.String, pl.Date, pl.Date, pl.Int64)


@dataclass
class Given:
    """A case's folder as the oracle wants it."""

    folder: Path
    options: dict
    input: tuple = ("input",)


def camel(name):
    """Writes a name as JSON has it."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def run(folder, line, options):
    """Runs the command line in the case's folder."""
    for name in options:
        line = [*line, f"--{name.replace('_', '-')}", options[name]]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)


def problem(program, folder, options, arguments, also=None):
    """Describes what is wrong with the program's answers about a case, or gives None.

    `also` is asked about the data and the oracle's texts of it.
    """
    texts, faults, data = expectation.of(Given(folder, options))
    try:
        everything = [program, "all", "input", "-o", "out", "--combined", "--json", *arguments]
        done = run(folder, everything, options)
        # Of combined alone no more is decoded than the snapshot needs.
        alone = [program, "combined", "input", "-o", "combined.parquet", *arguments]
        dates = {name: it for name, it in options.items() if name != "end_date"}
        copied = run(folder, alone, dates)
    except subprocess.TimeoutExpired:
        return f"it takes more than {SECONDS} s"
    for each in (done, copied):
        if each.returncode not in (0, 1) or "panicked" in each.stderr:
            return f"it ends with {each.returncode}: {each.stderr}"
    if "combined" in texts:
        if copied.returncode:
            return f"combined alone fails: {copied.stderr}"
        wrong = of_oracle(folder / "combined.parquet", "combined", texts)
        if wrong:
            return f"alone, {wrong}"
    if faults:
        told = any(all(text in done.stderr for text in fault.mentions) for fault in faults.values())
        if done.returncode == 1 and told:
            return None
        return f"expected one of {list(map(str, faults.values()))}, it ends with {done.returncode}: {done.stderr}"
    if done.returncode:
        return f"it fails: {done.stderr}"
    found = json.loads(done.stdout)["diagnostics"]
    return (
        first_difference(folder / "out", texts)
        or odd_diagnostics(json.loads(texts["diagnostics"]), found)
        or of_polars(folder / "out", data)
        or (also and also(data, texts))
    )


def first_difference(out, texts):
    """Compares every result with the oracle's."""
    found = (of_oracle(out / f"{name}.parquet", name, texts) for name in expectation.QUESTIONS)
    return next(filter(None, found), None)


def of_oracle(path, name, texts):
    """Compares one result with the oracle's."""
    columns, _ = expectation.QUESTIONS[name]
    read = pq.read_table(path, partitioning=None)
    rows = zip(*(column.to_pylist() for column in read.columns)) if read.num_rows else []
    names = [column for column, _ in columns]
    if read.column_names != names:
        return f"{name}: the columns are {read.column_names}, expected {names}"
    left = table.text(table.document(columns, rows)).splitlines()
    right = texts[name].splitlines()
    for line, expected in zip_longest(left, right):
        if line != expected:
            return f"{name}: it has the row {line}, expected {expected}"
    return None


def odd_diagnostics(expected, found):
    """Compares the diagnostics with the oracle's."""
    for name, value in expected.items():
        told = found.get(camel(name))
        if name in ("unreadable", "odd_rows"):
            told = sorted(flat(each["file"].removeprefix("input/"), each) for each in told)
            value = sorted(flat(each["file"], {camel(key): it for key, it in each.items()}) for each in value)
        if told != value:
            return f"diagnostics: {name} is {told}, expected {value}"
    return None


def flat(file, odd):
    """Gives what is told of odd rows, the role in one spelling."""
    return file, odd["rowGroup"], camel(odd["role"]), odd["rows"]


def of_polars(out, data):
    """Compares every result with Polars'."""
    columns = {role: pl.Series(data.column(role), dtype=kind) for role, kind in zip(ROLES, POLARS)}
    run_date = date.fromisoformat(data.options["run_date"])
    answers = polars_questions.Answers(pl.LazyFrame(columns), end_of(data), run_date)
    for name in polars_questions.NAMES:
        found = pl.read_parquet(out / f"{name}.parquet", hive_partitioning=False)
        told = difference(name, found, answers.of(name))
        if told:
            return f"Polars: {told}"
    return None
