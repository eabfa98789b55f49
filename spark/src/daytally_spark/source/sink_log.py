"""The log of a streaming sink: `_spark_metadata/`, written by Spark's file sink.

A version `N` lists the files of one batch, and a version `N.compact` those of all batches up to it.
Each has a line `v1`, followed by one JSON object per line with `path` and `action`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from daytally_spark.errors import DaytallyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOLDER = "_spark_metadata"
VERSION = re.compile(r"([0-9]+)(\.compact)?")
AS_FILES = "or read all files with --as-files"


def needed(folder: str, names: Iterable[str]) -> list[str]:
    """Return the names of the versions to read: the newest compact one and later ones.

    Raises `corrupt`, which names the `folder` of the log, if a version between them is missing.
    """
    versions: dict[int, dict[bool, str]] = {}
    for name in names:
        found = VERSION.fullmatch(name)
        if found:
            versions.setdefault(int(found[1]), {})[found[2] is not None] = name
    compact = max((number for number, kinds in versions.items() if True in kinds), default=None)
    first = 0 if compact is None else compact + 1
    later = sorted(number for number in versions if number >= first)
    if later and later != list(range(first, first + len(later))):
        message = f"{folder}: the log of the streaming sink has a gap: expected versions {first} to {later[-1]}"
        raise DaytallyError("corrupt", f"{message}, found {later}. Copy the whole folder again, {AS_FILES}")
    start = [] if compact is None else [versions[compact][True]]
    return start + [versions[number][False] for number in later]


def files(folder: str, texts: Iterable[tuple[str, str]], exists: Callable[[str], bool]) -> set[str]:
    """Return the listed files as paths below the `folder` of the sink.

    `texts` are the (path, text) of the versions in order. The sink may have been moved after its log
    was written, so paths are cut where most of them `exist` (a function of a path below the folder).
    Raises `unsupported` for another version of the format and `corrupt` for a line that is not a file.
    """
    added: dict[tuple[str, ...], bool] = {}
    deleted: set[tuple[str, ...]] = set()
    for path, text in texts:
        first, *rest = text.split("\n")
        if first != "v1":
            message = f"{path}: the log of the streaming sink has another version: expected v1, found {first[:40]!r}"
            raise DaytallyError("unsupported", f"{message}. Write the data again as plain Parquet, {AS_FILES}")
        for number, line in enumerate(rest, 2):
            if line.strip():
                parse(path, number, line, added, deleted)
    listed = [parts for parts in added if parts not in deleted]
    if not listed:
        return set()
    shared = 0
    for names in zip(*(parts[:-1] for parts in listed)):
        if len(set(names)) > 1:
            break
        shared += 1
    outer, head = folder.rstrip("/").split("/")[-1], listed[0]
    keys = 0
    while keys < shared and "=" in head[shared - 1 - keys]:
        keys += 1

    def score(root: int) -> tuple[int, bool, bool, int]:
        found = sum(exists("/".join(parts[root:])) for parts in listed)
        return found, root > 0 and head[root - 1] == outer, root == shared - keys, root

    root = max(range(shared + 1), key=score)
    return {"/".join(parts[root:]) for parts in listed}


def parse(path: str, number: int, line: str, added: dict[tuple[str, ...], bool], deleted: set[tuple[str, ...]]) -> None:
    """Parse one line of a version."""
    try:
        entry = json.loads(line)
        parts, action = tuple(names_of(entry["path"])), entry["action"]
        if action not in ("add", "delete"):
            raise ValueError(f"the action {action!r}")
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        message = f"{path}: line {number} of the streaming sink's log cannot be read ({problem})"
        raise DaytallyError("corrupt", f"{message}. Copy the whole folder again, {AS_FILES}") from problem
    if entry.get("isDir"):
        return
    if action == "add":
        added[parts] = True
    else:
        deleted.add(parts)


def names_of(path: str) -> list[str]:
    """Return the unescaped names in a path or URI of a log."""
    if "://" in path:
        path = path.partition("://")[2].partition("/")[2]
    elif re.match(r"[A-Za-z][A-Za-z0-9+.-]*:/", path):
        path = path.partition(":/")[2]
    return [unquote(name, errors="strict") if "%" in name else name for name in path.split("/") if name]
