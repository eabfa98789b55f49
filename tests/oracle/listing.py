"""The README of the fixtures: their format and a table of the cases."""

from case import FIXTURES, stored

FORMAT = """# Fixtures

Made by `tests/oracle/make_fixtures.py`, proved again by `tests/oracle/check.py`; do not
edit by hand.

- `case.json`: `title`; `rule`, the sentence it proves; `input`, paths relative to the
  case; `options`: `run_date`, `end_date`?, `columns`? (name by role), `timezone`?;
  `error`: null, or its `code`, the strings its message must mention, and the `questions`
  that must fail with it (the others succeed and have an expected file).
- `expected/<question>.json`: `columns` with types (`utf8`, `int64`, `date32`,
  `list<date32>`), and `rows` in the contract's order; int64 and dates are strings.
- `expected/diagnostics.json`: there where all five columns can be read.
- `python_hash.json`: Python's hash of strings, and the simulator's views.

## Cases

| case | what it holds | the rule it proves |
|---|---|---|
"""


def write():
    """Writes the README from the cases in the fixtures folder."""
    rows = [f"| `{case.name}` | {case.title} | {case.rule} |\n" for case in stored()]
    (FIXTURES / "README.md").write_text(FORMAT + "".join(rows), "utf-8")
