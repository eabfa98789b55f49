"""Compares the answers of a case with the oracle's, in CPython, and with Polars'."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from engines import polars_questions
from results import diagnostics, expectation, table
from results.gaps import end_of
from rows.role import ROLES

POLARS = (pl.String, pl.String, pl.Date, pl.Date, pl.Int64)


@dataclass
class Given:
    """The folder and options of a case in the form that the oracle reads."""

    folder: Path
    options: dict
    input: tuple = ("input",)


@dataclass
class Expected:
    """The oracle's answers: text by result, errors by question, and the data."""

    texts: dict
    faults: dict
    data: object


def expected(folder, options):
    """Return the oracle's answers for the folder of a case."""
    return Expected(*expectation.of(Given(folder, options)))


def camel(name):
    """Return a name in camel case, as in JSON."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def first_difference(out, texts):
    """Compare every result with the oracle's; return the first difference or None."""
    found = (result_problem(out / f"{name}.parquet", name, texts) for name in expectation.QUESTIONS)
    return next(filter(None, found), None)


def result_problem(path, name, texts):
    """Compare one result with the oracle's."""
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


def diagnostics_problem(texts, found):
    """Compare the diagnostics with the oracle's."""
    for name, value in json.loads(texts["diagnostics"]).items():
        actual = found.get(camel(name))
        if name in ("unreadable", "row_issues"):
            actual = sorted(flat(each["file"].removeprefix("input/"), each) for each in actual)
            value = sorted(flat(each["file"], {camel(key): it for key, it in each.items()}) for each in value)
        if actual != value:
            return f"diagnostics: {name} is {actual}, expected {value}"
    return None


def coverage_problem(data, found):
    """Compare coverage and lifetime counts with the oracle's."""
    for name, value in diagnostics.answer_for_all(data).items():
        actual = found.get(camel(name))
        if name == "coverage" and value and actual:
            actual = {key: actual.get(camel(key)) for key in value}
        if actual != value:
            return f"diagnostics: {name} is {actual}, expected {value}"
    return None


def flat(file, issue):
    """Return the fields of reported rows with an issue as a tuple, the role in camel case."""
    return file, issue["rowGroup"], camel(issue["role"]), issue["rows"]


def polars_problem(out, data):
    """Compare every result with Polars'."""
    columns = {role: pl.Series(data.column(role), dtype=kind) for role, kind in zip(ROLES, POLARS)}
    run_date = date.fromisoformat(data.options["run_date"])
    answers = polars_questions.Answers(pl.LazyFrame(columns), end_of(data), run_date)
    for name in polars_questions.NAMES:
        found = pl.read_parquet(out / f"{name}.parquet", hive_partitioning=False)
        wrong = polars_questions.difference(name, found, answers.of(name))
        if wrong:
            return f"Polars: {wrong}"
    return None
