"""Hive keys: columns in the folder names of a path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError

if TYPE_CHECKING:
    from collections.abc import Sequence

NULL_KEY = "__HIVE_DEFAULT_PARTITION__"
ESCAPE = re.compile("%([0-9A-Fa-f]{2})")


def keys(file: str, folders: Sequence[str], given: bool) -> tuple[tuple[str, str | None], ...]:
    """Return the (key, value) pairs of `folders`, which lead from the input to a file.

    They are the unbroken run of `key=value` folders nearest to the file. In a given folder, folders
    without a key below that run are skipped; for a `given` file the search ends at the first folder
    without a key. The value of the default partition is None. Raises `ambiguous_column`, which names
    `file`, for a key with two values.
    """
    inner_first = [pair(folder) for folder in reversed(folders)]
    if not given:
        while inner_first and inner_first[0] is None:
            inner_first.pop(0)
    found: dict[str, str | None] = {}
    for each in inner_first:
        if each is None:
            break
        name, value = each
        if found.setdefault(name, value) != value:
            message = f"{file}: the folders give the key {name} two values, {found[name]!r} and {value!r}"
            raise DaytallyError("ambiguous_column", f"{message}. Rename one of the folders")
    return tuple(reversed(found.items()))


def pair(folder: str) -> tuple[str, str | None] | None:
    """Return the key and the value of a folder name, or None if it has no key."""
    key, equals, value = folder.partition("=")
    return (unescaped(key), None if value == NULL_KEY else unescaped(value)) if key and equals else None


def unescaped(text: str) -> str:
    """Decode percent escapes: as UTF-8 if that is valid, else as Latin-1, which Spark writes."""
    try:
        # Text that is not an escape is unchanged.
        found = re.sub(rb"%([0-9A-Fa-f]{2})", lambda each: bytes([int(each[1], 16)]), text.encode("utf-8"))
        return found.decode("utf-8")
    except UnicodeError:
        return ESCAPE.sub(lambda each: chr(int(each[1], 16)), text)
