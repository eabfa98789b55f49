"""Transactional commits of Databricks: `_started_T` and `_committed_T` beside the parts.

A part with `-tid-T-` in its name counts once `_committed_T` lists it. A transaction that has
neither file is an old one, whose markers were removed: its parts count.
"""

from __future__ import annotations

import json
import re

from daytally_spark.errors import DaytallyError

MARKER = re.compile(r"_(started|committed)_([0-9]+)")
TRANSACTION = re.compile(r"[^/]*?-tid-([0-9]+)-[^/]*")


class Commits:
    """The transactions of a listing, by the folders of their markers (which end in `/`)."""

    def __init__(self) -> None:
        self.started: set[tuple[str, str]] = set()
        self.committed: dict[tuple[str, str], set[str] | None] = {}
        self.removed: set[str] = set()

    def start(self, folder: str, transaction: str) -> None:
        """Record that a transaction began."""
        self.started.add((folder, transaction))

    def commit(self, folder: str, transaction: str, path: str, text: str) -> None:
        """Add a commit. Raises `corrupt`, which names `path`, if the text is not valid."""
        try:
            found = json.loads(text)
            added, removed = found.get("added"), found.get("removed") or []
            names = None if added is None else set(map(str, added))
            self.removed.update(f"{folder}{name}" for name in removed)
        except (ValueError, TypeError, AttributeError) as problem:
            message = f"{path}: the commit of a transaction cannot be read ({problem})"
            remedy = "Copy the whole folder again, or read all files with --as-files"
            raise DaytallyError("corrupt", f"{message}. {remedy}") from problem
        self.committed[folder, transaction] = names

    def skip(self, path: str) -> tuple[str, str] | None:
        """Return why a file does not count, or None if no transaction excludes it."""
        if path in self.removed:
            return "removed", "a Databricks commit removed it"
        name = path.rpartition("/")[2]
        found = TRANSACTION.fullmatch(name)
        if not found:
            return None
        uncommitted = "uncommitted", "its Databricks transaction was not committed"
        started, folder = False, path.rpartition("/")[0] + "/"
        while folder != "/":
            key = (folder, found[1])
            if key in self.committed:
                names = self.committed[key]
                return None if names is None or {path[len(folder) :], name} & names else uncommitted
            started |= key in self.started
            folder = folder[:-1].rpartition("/")[0] + "/"
        return uncommitted if started else None
