"""Compares a case's answers with CPython's, of the oracle, and with Polars'."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path

import diagnostics
import expectation
import polars as pl
import polars_questions
import pyarrow.parquet as pq
import table
from gaps import end_of
from polars_compare import difference
from role import ROLES

POLARS = (pl.String, pl.String, pl.Date, pl.Date, pl.Int64)


@dataclass
class Given:
    """A case's folder as the oracle wants it."""

    folder: Path
    options: dict
    input: tuple = ("input",)


@dataclass
class Expected:
    """The oracle's answers: texts by result, faults by question, and the data."""

    texts: dict
    faults: dict
    data: object


def expected(folder, options):
    """Asks the oracle about a case's folder."""
    return Expected(*expectation.of(Given(folder, options)))


def camel(name):
    """Writes a name as JSON has it."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


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


def odd_diagnostics(texts, found):
    """Compares the diagnostics with the oracle's."""
    for name, value in json.loads(texts["diagnostics"]).items():
        told = found.get(camel(name))
        if name in ("unreadable", "odd_rows"):
            told = sorted(flat(each["file"].removeprefix("input/"), each) for each in told)
            value = sorted(flat(each["file"], {camel(key): it for key, it in each.items()}) for each in value)
        if told != value:
            return f"diagnostics: {name} is {told}, expected {value}"
    return None


def odd_coverage(data, found):
    """Compares coverage and lifetime counts with the oracle's."""
    for name, value in diagnostics.answer_for_all(data).items():
        told = found.get(camel(name))
        if name == "coverage" and value and told:
            told = {key: told.get(camel(key)) for key in value}
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
