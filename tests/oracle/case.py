"""A fixture: its files, the options it is run with, and what must come of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


@dataclass
class Case:
    """One case of the fixtures; `write` makes its input in the folder it is given."""

    name: str
    title: str
    rule: str
    write: Callable | None = None
    options: dict = field(default_factory=dict)
    input: list = field(default_factory=lambda: ["input"])
    error: dict | None = None
    kept: bool = False

    def __post_init__(self):
        self.options = {"run_date": "2023-04-19", **self.options}

    @property
    def folder(self):
        """The case's folder among the fixtures."""
        return FIXTURES / self.name

    def document(self):
        """Gives the content of case.json."""
        keys = ("title", "rule", "input", "options", "error")
        return {key: getattr(self, key) for key in keys}


def stored():
    """Lists the cases that the fixtures folder holds."""
    found = sorted(FIXTURES.glob("*/case.json"))
    return [Case(file.parent.name, **json.loads(file.read_text("utf-8"))) for file in found]
