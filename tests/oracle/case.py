"""A fixture: its files, its options and its expected results."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


@dataclass
class Case:
    """One case of the fixtures; `write` writes its input to a folder."""

    name: str
    title: str
    rule: str
    write: Callable | None = None
    options: dict = field(default_factory=dict)
    input: list = field(default_factory=lambda: ["input"])
    error: dict | None = None
    kept: bool = False
    same_as: str | None = None
    root: Path = FIXTURES

    def __post_init__(self):
        self.options = {"run_date": "2023-04-19", **self.options}
        # A loop over cases may name the same case for all.
        if self.same_as == self.name:
            self.same_as = None

    @property
    def folder(self):
        """The case's folder among the fixtures."""
        return self.root / self.name

    @property
    def expected(self):
        """The folder of the expected files, which another case may own."""
        return self.root / (self.same_as or self.name) / "expected"

    def document(self):
        """Return the content of case.json."""
        keys = ("title", "rule", "input", "options", "error")
        shared = {"same_as": self.same_as} if self.same_as else {}
        return {**{key: getattr(self, key) for key in keys}, **shared}

    def describe(self):
        """Write case.json."""
        text = json.dumps(self.document(), ensure_ascii=False, indent=2)
        (self.folder / "case.json").write_text(text + "\n", "utf-8")


def read(file):
    """Read a case from its case.json."""
    file = Path(file)
    return Case(file.parent.name, **json.loads(file.read_text("utf-8")), root=file.parent.parent)


def stored():
    """Return the cases in the fixtures folder."""
    return [read(file) for file in sorted(FIXTURES.glob("*/case.json"))]
