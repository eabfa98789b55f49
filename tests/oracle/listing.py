"""The README of the fixtures: their format and a table of the cases."""

from case import FIXTURES, stored

FILE = FIXTURES / "README.md"
FORMAT = """# Fixtures

Each folder is one case: Parquet files, and the answers that Daytally must give about them.
`tests/oracle/make_fixtures.py` writes the cases from `tests/oracle/cases/`, and
`tests/oracle/check.py` derives every answer again from the input. Do not edit them by hand.

- `case.json` describes the case:
  - `title`: what the input holds.
  - `rule`: the rule that the case proves.
  - `input`: paths of files or folders, relative to the case.
  - `options`: `run_date`, and optionally `end_date`, `columns` (a column name for a role) and
    `timezone`.
  - `error`: null, or the error that is expected: its `code`, the strings that its message must
    contain (`mentions`), and the `questions` that fail. The other questions succeed and have
    an expected file.
  - `same_as`: optional, the case whose `expected` folder this case shares. All of its answers
    are the same, and it has no `expected` folder of its own. The named case must have one.
- `expected/<question>.json`: `columns` with their types (`utf8`, `int64`, `date32`,
  `list<date32>`), and `rows` in the order that the specification requires. Values of type
  int64 and dates are strings.
- `expected/diagnostics.json`: present if all five columns can be read.
- `python_hash.json`: Python's hash of strings, and the simulator's view counts.

Two cases with the same answers must say so. `check.py` reports a case that repeats the answers
of another one, and computes the answers of a case with `same_as` from its own input.

## Cases

| case | input | rule | same answers as |
|---|---|---|---|
"""


def document():
    """Return the README for the cases in the fixtures folder."""
    return FORMAT + "".join(map(row, stored()))


def row(case):
    """Return the line of a case in the table."""
    answers = f"`{case.same_as}`" if case.same_as else ""
    return f"| `{case.name}` | {case.title} | {case.rule} | {answers} |\n"


def write():
    """Write the README."""
    FILE.write_text(document(), "utf-8")
